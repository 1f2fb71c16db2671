"""Codes as a till reads them: scanned, or nine digits typed where no camera reads."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.core.errors import TryAgainError
from chalicelib.paying.merchant_store import TypedPayCodeStore
from chalicelib.paying.pay_codes import TYPED_CODE_TRIES_MAX, WRONG_DIGITS_MAX_PER_HOUR
from chalicelib.paying.wiring import PayingWiring
from tests import builders
from tests.conftest import Member, Stack
from tests.paying.test_paying import pay
from tests.refusals import check_refused


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


def test_a_shop_that_guesses_digits_is_stopped(stack: Stack, member: Member) -> None:
    shown = stack.call("POST", "/v1/me/pay-codes", {"typed": True}, token=member.token).json
    for _ in range(WRONG_DIGITS_MAX_PER_HOUR):
        assert stack.redeem("000 000 000", 100).json["code"] == "pay_code_invalid"

    check_refused(
        stack,
        lambda h: stack.call(
            "POST",
            "/v1/redemptions/validate",
            {"pay_code": "000000000", "amount": 100, "order_id": "order-1"},
            token=builders.SHOP_KEY,
            headers=h,
        ),
        429,
        "rate_limited",
    )
    assert stack.redeem(shown["pay_code"], 100).status == 201
