"""Taking payments back: in part, whole, too late, twice; and the net-cancel before and after."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.ledger_checks import check_chain
from tests.paying.test_paying import fresh_code
from tests.refusals import check_refused


@pytest.fixture
def member(stack: Stack) -> Member:
    return stack.member(vouchers=3000)


@pytest.fixture
def paid(stack: Stack, member: Member) -> str:
    redemption_id: str = stack.redeem(member.pay_code(), 1200, order_id="order-1").json[
        "redemption_id"
    ]
    return redemption_id


def cancel(
    stack: Stack,
    redemption_id: str,
    amount: int | None = None,
    *,
    expected: int = 1200,
    key: str = "new",
    token: str = builders.SHOP_KEY,
    headers: Any = None,
) -> Answer:
    body = {"expected_remaining_amount": expected, "reason": "손님 요청"}
    body |= {} if amount is None else {"amount": amount}
    path = f"/v1/redemptions/{redemption_id}/cancels"
    return stack.call("POST", path, body, token=token, key=key, headers=headers)


def test_a_payment_is_canceled_in_parts_to_the_last_won(
    stack: Stack, member: Member, paid: str
) -> None:
    states = []
    for amount, expected in ((200, 1200), (700, 1000), (None, 300)):
        answer = cancel(stack, paid, amount, expected=expected)
        assert answer.status == 201
        states.append((answer.json["status"], answer.json["remaining_amount"]))

    assert states == [
        ("partially_canceled", 1000),
        ("partially_canceled", 300),
        ("canceled", 0),
    ]
    assert [c["amount"] for c in answer.json["cancels"]] == [200, 700, 300]
    shown = stack.call("GET", f"/v1/redemptions/{paid}", token=builders.SHOP_KEY)
    assert shown.json == answer.json
    assert member.balance() == 3000
    chain = check_chain(stack.table, member.member_id)
    assert len(chain[-1].lots) == 2


def test_money_goes_back_to_the_very_lots_it_came_from(stack: Stack) -> None:
    member = stack.member(vouchers=1000)
    stack.later(days=1)
    member.convert(2000)
    before = member.wallet()["voucher"]["lots"]
    paid = stack.redeem(member.pay_code(), 2500).json["redemption_id"]

    cancel(stack, paid, 2000, expected=2500)
    lots = member.wallet()["voucher"]["lots"]
    assert [lot["remaining_amount"] for lot in lots] == [500, 2000]

    cancel(stack, paid, expected=500)
    assert member.wallet()["voucher"]["lots"] == before


def test_a_cancel_that_expects_another_remainder_is_a_conflict(stack: Stack, paid: str) -> None:
    cancel(stack, paid, 200)
    for expected in (1200, 999, 0, -1, 10**30):
        problem = check_refused(
            stack,
            lambda h, e=expected: cancel(stack, paid, 100, expected=e, key="k", headers=h),
            409,
            "expected_remaining_mismatch",
            "expected_remaining_amount",
        )
        assert problem["remaining"] == 1000


@pytest.mark.parametrize("amount", [1201, 10**30])
def test_no_more_than_the_remainder_is_canceled(stack: Stack, paid: str, amount: int) -> None:
    check_refused(
        stack,
        lambda h: cancel(stack, paid, amount, key="k", headers=h),
        422,
        "cancel_amount_exceeds_remaining",
        "amount",
    )


@pytest.mark.parametrize("amount", [0, -1, -(10**30)])
def test_a_cancel_of_nothing_or_less_is_refused(stack: Stack, paid: str, amount: int) -> None:
    check_refused(
        stack,
        lambda h: cancel(stack, paid, amount, key="k", headers=h),
        422,
        "amount_out_of_range",
        "amount",
    )


def test_a_canceled_payment_cannot_be_canceled_again(stack: Stack, paid: str) -> None:
    cancel(stack, paid)
    for amount in (None, 1):
        check_refused(
            stack,
            lambda h, a=amount: cancel(stack, paid, a, expected=0, key="k", headers=h),
            422,
            "cancel_amount_exceeds_remaining",
            "amount",
        )


def test_the_same_cancel_twice_gives_back_once(stack: Stack, member: Member, paid: str) -> None:
    first = cancel(stack, paid, 200, key="key-1")
    cancel(stack, paid, 300, expected=1000, key="key-2")

    again = cancel(stack, paid, 200, key="key-1")

    assert (again.status, again.raw) == (201, first.raw)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert member.balance() == 2300
    check_refused(
        stack,
        lambda h: cancel(stack, paid, 201, key="key-1", headers=h),
        422,
        "idempotency_key_reused",
    )


def test_two_equal_cancels_with_other_keys_are_two(stack: Stack, member: Member, paid: str) -> None:
    cancel(stack, paid, 200, expected=1200)
    cancel(stack, paid, 200, expected=1000)

    assert member.balance() == 2200


def test_the_last_moment_to_cancel_is_midnight_of_the_seventh_day_in_seoul(
    stack: Stack, member: Member
) -> None:
    stack.now = datetime(2026, 11, 22, 14, 59, 59, 999000, tzinfo=UTC)  # 23:59:59.999 there
    first = stack.redeem(member.pay_code(), 100).json["redemption_id"]
    stack.later(milliseconds=1)
    second = stack.redeem(fresh_code(member), 100).json["redemption_id"]

    stack.now = datetime(2026, 11, 29, 14, 59, 59, 999000, tzinfo=UTC)
    assert cancel(stack, first, 50, expected=100).status == 201
    stack.later(milliseconds=1)

    problem = check_refused(
        stack,
        lambda h: cancel(stack, first, expected=50, key="k", headers=h),
        422,
        "cancel_window_closed",
    )
    assert problem["limit"] == 7
    assert cancel(stack, second, expected=100).status == 201


def test_another_shops_payment_is_not_found(stack: Stack, member: Member, paid: str) -> None:
    for redemption_id in (
        paid,
        "rdm_0000000000000000",
        "rdm_ZZZZZZZZZZZZZZZZ",
        "x",
        "rdm_" + "é" * 16,
    ):
        for send in (
            lambda h, r=redemption_id: cancel(
                stack, r, token=builders.MART_KEY, key="k", headers=h
            ),
            lambda h, r=redemption_id: stack.call(
                "GET", f"/v1/redemptions/{r}", token=builders.MART_KEY, headers=h
            ),
        ):
            check_refused(stack, send, 404, "redemption_not_found")
    by_order = stack.call("GET", "/v1/redemptions?order_id=order-1", token=builders.MART_KEY)
    assert by_order.json["data"] == []
    assert stack.call("GET", "/v1/redemptions", token=builders.MART_KEY).json["data"] == []


def test_ids_of_other_things_name_no_payment(stack: Stack, member: Member, paid: str) -> None:
    entry_id = paid.replace("rdm_", "ent_")
    cancel_id = cancel(stack, paid, 100).json["cancels"][0]["cancel_id"]
    for redemption_id in (entry_id, cancel_id, member.member_id, paid[:-1], paid.lower()):
        check_refused(
            stack,
            lambda h, r=redemption_id: cancel(stack, r, expected=1100, key="k", headers=h),
            404,
            "redemption_not_found",
        )


def test_a_cancel_moves_nothing_in_another_county(stack: Stack, paid: str) -> None:
    builders.seed(stack.table, "jinju")

    check_refused(
        stack,
        lambda h: cancel(stack, paid, key="k", headers=h | {"Host": "jinju.example"}),
        404,
        "redemption_not_found",
    )
