"""Codes as a till reads them: scanned, or nine digits typed where no camera reads."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.core.errors import TryAgainError
from chalicelib.joining.throttling import DAY
from chalicelib.joining.verification_store import ThrottleStore
from chalicelib.paying.pay_codes import TYPED_CODE_TRIES_MAX, WRONG_DIGITS_MAX_PER_DAY
from chalicelib.paying.store import TypedPayCodeStore
from chalicelib.paying.wiring import PayingWiring
from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.logged import LogLines
from tests.paying.test_net_cancels import net_cancel
from tests.paying.test_paying import pay
from tests.refusals import check_refused

SHOP_ID = "mch_0000000000000001"


@pytest.fixture
def member(stack: Stack) -> Member:
    return stack.member(vouchers=3000)


def test_nine_typed_digits_pay_like_a_scanned_code(stack: Stack, member: Member) -> None:
    shown = stack.call("POST", "/v1/me/pay-codes", {"typed": True}, token=member.token).json
    digits = shown["pay_code"]
    assert digits.isdigit()
    assert len(digits) == 9
    spaced = f" {digits[:3]} {digits[3:6]}-{digits[6:]} "

    first = stack.redeem(spaced, 500, order_id="order-1", key="key-1")
    again = stack.redeem(digits, 500, order_id="order-1", key="key-1")

    assert first.status == 201
    assert again.raw == first.raw
    check_refused(stack, lambda h: pay(stack, digits, 500, headers=h), 422, "pay_code_used")
    stack.later(minutes=3)
    assert stack.redeem(digits, 500, order_id="order-1", key="key-1").raw == first.raw


def test_typed_digits_are_of_a_thousand_million_and_kept_as_long_as_a_replay_may_come(
    stack: Stack, member: Member
) -> None:
    shown = [
        stack.call("POST", "/v1/me/pay-codes", {"typed": True}, token=member.token).json
        for _ in range(20)
    ]

    assert max(int(code["pay_code"]) for code in shown) > 1_000_000
    kept = [i for i in stack.table.items.values() if i.get("type") == "typed_pay_code"]
    until = datetime.fromisoformat(shown[0]["expires_at"]) + timedelta(days=15)
    assert {item["ttl"] for item in kept} == {int(until.timestamp())}


def test_digits_that_are_always_taken_are_not_looked_for_without_end(
    stack: Stack, member: Member
) -> None:
    class Full(TypedPayCodeStore):
        tries = 0

        def create(self, *_: Any, **__: Any) -> bool:
            self.tries += 1
            return False

    full = Full(stack.table)
    codes = replace(stack.wired(PayingWiring).pay_codes, typed=full)

    with pytest.raises(TryAgainError) as refused:
        codes.show(member.actor, is_typed=True)

    assert refused.value.values == {"retry_after_seconds": 1}
    assert full.tries == TYPED_CODE_TRIES_MAX


def test_typed_digits_expire_as_well(stack: Stack, member: Member) -> None:
    shown = stack.call("POST", "/v1/me/pay-codes", {"typed": True}, token=member.token).json
    stack.later(minutes=3)

    check_refused(
        stack, lambda h: pay(stack, shown["pay_code"], 5, headers=h), 422, "pay_code_expired"
    )


def test_a_scanned_code_reads_with_spaces_hyphens_and_small_letters(
    stack: Stack, member: Member
) -> None:
    code = member.pay_code()
    written = "-".join(code[n : n + 6].lower() for n in range(0, len(code), 6))

    assert stack.redeem(f" {written} ", 100).status == 201


def test_an_honest_shops_typos_refuse_the_typo_alone(stack: Stack, member: Member) -> None:
    for typo in range(90):
        refused = stack.redeem(f"{typo:09d}", 100)
        assert (refused.status, refused.json["code"]) == (400, "pay_code_invalid")

    assert stack.redeem(typed(stack, member), 100).status == 201


def test_a_shop_that_guesses_is_left_one_guess_a_minute(stack: Stack, member: Member) -> None:
    shown = typed(stack, member)
    use_up(stack, "digits/payment")

    assert stack.redeem("000 000 001", 100).json["code"] == "pay_code_invalid"
    check_refused(stack, lambda h: pay(stack, shown, 100, headers=h), 429, "typed_codes_paused")
    assert validate(stack, shown).status == 429
    assert int(validate(stack, "000000002").headers["Retry-After"]) <= 60
    stack.later(minutes=1)

    assert stack.redeem(shown, 100).status == 201


def test_what_is_scanned_is_taken_from_a_shop_that_guesses(stack: Stack, member: Member) -> None:
    use_up(stack, "digits/payment")
    stack.redeem("000000001", 100)

    assert stack.redeem("000000002", 100).status == 429
    assert stack.redeem(member.pay_code(), 100).status == 201


def test_used_up_guesses_keep_no_net_cancel_back(stack: Stack, member: Member) -> None:
    """And the other way round, as a net-cancel tells a right code from a wrong one too."""
    shown = typed(stack, member)
    paid = stack.redeem(shown, 700, order_id="order-77")
    use_up(stack, "digits/payment")
    stack.redeem("000000001", 100)

    wrong = net_cancel(stack, "000000002", "order-77", key="net-1")
    undone = net_cancel(stack, shown, "order-77", key="net-2")

    assert (paid.status, stack.redeem("000000003", 100).status) == (201, 429)
    assert (wrong.status, wrong.json["code"]) == (400, "pay_code_invalid")
    assert (undone.status, undone.json["given_back_amount"]) == (200, 700)


def test_guessing_by_net_cancels_ends_as_well(stack: Stack, member: Member) -> None:
    use_up(stack, "digits/net-cancel")

    first = net_cancel(stack, "000000001", "order-78", key="net-1")
    second = net_cancel(stack, typed(stack, member), "order-78", key="net-2")

    assert (first.status, second.status) == (400, 429)
    assert stack.redeem(typed(stack, member), 100).status == 201


def test_the_same_wrong_digits_are_one_guess_however_often_they_are_sent(stack: Stack) -> None:
    for _ in range(3):
        stack.redeem("000000009", 100)
    stack.redeem("000000010", 100)

    assert guesses(stack, "digits/payment") == 2
    stack.later(minutes=3)
    stack.redeem("000000009", 100)
    assert guesses(stack, "digits/payment") == 3


def test_staff_are_rung_once_when_a_shop_has_used_up_its_guesses(
    stack: Stack, log_lines: LogLines
) -> None:
    use_up(stack, "digits/payment", but=1)
    for guess in range(3):
        stack.redeem(f"{guess:09d}", 100)

    assert log_lines("a shop guesses digits") == [{"merchant_id": SHOP_ID}]


def typed(stack: Stack, member: Member) -> str:
    shown = stack.call("POST", "/v1/me/pay-codes", {"typed": True}, token=member.token).json
    digits: str = shown["pay_code"]
    return digits


def validate(stack: Stack, pay_code: str) -> Answer:
    body = {"pay_code": pay_code, "amount": 100, "order_id": "order-1"}
    return stack.call("POST", "/v1/redemptions/validate", body, token=builders.SHOP_KEY)


def use_up(stack: Stack, subject: str, *, but: int = 0) -> None:
    for _ in range(WRONG_DIGITS_MAX_PER_DAY - but):
        ThrottleStore(stack.table).count(
            builders.COUNTY, f"{subject}/{SHOP_ID}", now=stack.now, window=DAY
        )


def guesses(stack: Stack, subject: str) -> int:
    return ThrottleStore(stack.table).seen(
        builders.COUNTY, f"{subject}/{SHOP_ID}", now=stack.now, window=DAY
    )
