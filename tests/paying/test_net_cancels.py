"""The net-cancel: undoing an order whose outcome the till never learned, before or after it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.ledger_checks import check_chain
from tests.paying.test_cancels import cancel
from tests.paying.test_paying import fresh_code
from tests.refusals import check_refused, check_shape, standing


@pytest.fixture
def member(stack: Stack) -> Member:
    return stack.member(vouchers=3000)


@pytest.fixture
def paid(stack: Stack, member: Member) -> str:
    answer = stack.redeem(member.pay_code(), 1200, order_id="order-1")
    redemption_id: str = answer.json["redemption_id"]
    return redemption_id


def net_cancel(
    stack: Stack, code: str, order_id: str = "order-1", *, key: str = "new", headers: Any = None
) -> Answer:
    body = {"pay_code": code, "order_id": order_id}
    return stack.call(
        "POST", "/v1/net-cancels", body, token=builders.SHOP_KEY, key=key, headers=headers
    )


def test_a_net_cancel_after_the_payment_gives_all_back_and_is_final(
    stack: Stack, member: Member, paid: str
) -> None:
    code = fresh_code(member)
    first = net_cancel(stack, code, key="key-1")

    assert first.status == 200
    assert first.json["given_back_amount"] == 1200
    assert net_cancel(stack, code, key="key-1").raw == first.raw
    assert net_cancel(stack, code, key="key-2").raw == first.raw
    assert member.balance() == 3000
    shown = stack.call("GET", f"/v1/redemptions/{paid}", token=builders.SHOP_KEY).json
    assert (shown["status"], shown["remaining_amount"]) == ("canceled", 0)
    _check_order_is_closed(stack, member, 1200)


def test_a_net_cancel_before_the_payment_wins(stack: Stack, member: Member) -> None:
    code = member.pay_code()

    answer = net_cancel(stack, code)

    assert (answer.status, answer.json["given_back_amount"]) == (200, 0)
    _check_order_is_closed(stack, member, 1200)
    assert stack.redeem(code, 1200, order_id="order-2").status == 201
    check_chain(stack.table, member.member_id)


def test_a_net_cancel_gives_back_what_partial_cancels_left(
    stack: Stack, member: Member, paid: str
) -> None:
    cancel(stack, paid, 500)

    assert net_cancel(stack, fresh_code(member)).json["given_back_amount"] == 700
    assert member.balance() == 3000


def test_a_net_cancel_of_a_canceled_payment_gives_nothing_and_closes_the_order(
    stack: Stack, member: Member, paid: str
) -> None:
    cancel(stack, paid)

    assert net_cancel(stack, fresh_code(member)).json["given_back_amount"] == 0
    assert member.balance() == 3000
    _check_order_is_closed(stack, member, 1200)


def test_a_net_cancel_needs_a_real_code_though_it_may_be_old(
    stack: Stack, member: Member, paid: str
) -> None:
    check_refused(
        stack,
        lambda h: net_cancel(stack, "x" * 36, key="k", headers=h),
        400,
        "pay_code_invalid",
        "pay_code",
    )
    code = fresh_code(member)
    stack.later(hours=1)
    assert net_cancel(stack, code).json["given_back_amount"] == 1200


def test_a_net_cancel_after_the_window_is_refused(stack: Stack, member: Member, paid: str) -> None:
    code = fresh_code(member)
    stack.later(days=8)

    check_refused(
        stack, lambda h: net_cancel(stack, code, key="k", headers=h), 422, "cancel_window_closed"
    )


def _check_order_is_closed(stack: Stack, member: Member, amount: int) -> None:
    before = standing(stack)
    code = fresh_code(member)
    for key in ("new", "new"):
        answer = stack.redeem(code, amount, order_id="order-1", key=key)
        assert (answer.status, answer.json["code"]) == (409, "net_canceled")
        check_shape(answer, language="ko")
    assert standing(stack) == before


def test_an_old_code_forbids_no_payment_that_never_came(stack: Stack, member: Member) -> None:
    """Whoever saw a code once could write to the wallet for weeks."""
    code = member.pay_code()
    stack.later(minutes=62)
    assert net_cancel(stack, code, "order-2").status == 200
    stack.later(minutes=2)
    check_refused(stack, lambda h: net_cancel(stack, code, headers=h), 422, "pay_code_expired")


@pytest.mark.parametrize(
    ("order_id", "window", "refusal"),
    [
        ("order-2", timedelta(hours=1), "pay_code_expired"),
        ("order-3", timedelta(days=15), "cancel_window_closed"),
    ],
    ids=["a payment that never came", "one that did"],
)
def test_a_code_is_good_for_a_net_cancel_until_a_moment_and_not_at_it(
    stack: Stack, member: Member, order_id: str, window: timedelta, refusal: str
) -> None:
    shown = stack.call("POST", "/v1/me/pay-codes", {}, token=member.token).json
    expires_at = datetime.fromisoformat(shown["expires_at"])
    stack.now = expires_at - timedelta(milliseconds=1)
    paid = stack.redeem(shown["pay_code"], 500, order_id="order-3").json["redemption_id"]
    cancel(stack, paid, expected=500)  # Else the window of the payment itself closes first.
    last = expires_at + window

    stack.now = last
    late = net_cancel(stack, shown["pay_code"], order_id)
    stack.now = last - timedelta(milliseconds=1)
    in_time = net_cancel(stack, shown["pay_code"], order_id)

    assert (late.status, late.json["code"]) == (422, refusal)
    assert late.json.get("limit") == (15 if window.days else None)
    assert in_time.status == 200


def test_an_entry_says_that_a_net_cancel_took_the_payment_back(
    stack: Stack, member: Member, paid: str
) -> None:
    net_cancel(stack, fresh_code(member))

    newest = check_chain(stack.table, member.member_id)[-1]
    assert (newest.kind, newest.reason) == ("cancellation", "net_cancel")


def test_a_payment_is_undone_by_a_code_of_another_day_and_not_of_another_month(
    stack: Stack, member: Member, paid: str
) -> None:
    code = fresh_code(member)
    stack.later(days=6)
    assert net_cancel(stack, code).json["given_back_amount"] == 1200
    stack.later(days=10)
    check_refused(stack, lambda h: net_cancel(stack, code, headers=h), 422, "cancel_window_closed")
