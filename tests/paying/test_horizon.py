"""One horizon: what is older than the replay window is nobody's prior, however quiet the wallet."""

from datetime import timedelta
from itertools import product

import pytest

from chalicelib.ledger.idempotency import REPLAY_WINDOW
from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.ledger_checks import check_chain
from tests.paying.test_net_cancels import net_cancel
from tests.paying.test_paying import fresh_code

LAST = REPLAY_WINDOW
LATE = REPLAY_WINDOW + timedelta(milliseconds=1)


@pytest.fixture
def member(stack: Stack) -> Member:
    return stack.member(vouchers=5000)


def later_payments(stack: Stack, member: Member, count: int) -> None:
    for _ in range(count):
        assert stack.redeem(fresh_code(member), 100).status == 201


def is_replayed(answer: Answer) -> bool:
    assert answer.status in (200, 201), answer.raw
    return answer.headers.get("Idempotent-Replayed") == "true"


@pytest.mark.parametrize(("between", "after"), [*product((0, 1, 2, 9), (LAST, LATE))])
def test_an_order_counts_as_long_whether_or_not_the_wallet_is_busy(
    stack: Stack, member: Member, between: int, after: timedelta
) -> None:
    paid = stack.redeem(fresh_code(member), 900, order_id="000777", key="till-a")
    began = stack.now
    later_payments(stack, member, between)
    stack.now = began + after
    member = stack.logged_in(member)

    if after == LAST:
        code = member.pay_code()
        again = stack.redeem(code, 900, order_id="000777", key="till-b")
        assert is_replayed(again)
        assert again.json["redemption_id"] == paid.json["redemption_id"]
        other = stack.redeem(code, 800, order_id="000777", key="till-c")
        assert other.json["code"] == "order_already_paid"
        reused = stack.redeem(code, 800, order_id="000778", key="till-a")
        assert reused.json["code"] == "idempotency_key_reused"
    else:
        again = stack.redeem(fresh_code(member), 900, order_id="000777", key="till-b")
        assert not is_replayed(again)
        assert again.json["redemption_id"] != paid.json["redemption_id"]
        other = stack.redeem(fresh_code(member), 800, order_id="000778", key="till-a")
        assert not is_replayed(other)


@pytest.mark.parametrize("after", [LAST, LATE])
def test_a_conversions_key_counts_as_long(stack: Stack, after: timedelta) -> None:
    member = stack.member()
    assert member.convert(1000, key="convert-9").status == 201
    stack.now += after
    member = stack.logged_in(member)

    assert is_replayed(member.convert(1000, key="convert-9")) == (after == LAST)
    assert member.balance() == (1000 if after == LAST else 2000)


def test_an_order_that_was_forbidden_long_ago_can_be_paid(stack: Stack, member: Member) -> None:
    assert net_cancel(stack, fresh_code(member), "000801").status == 200
    stack.now += LATE
    member = stack.logged_in(member)

    assert stack.redeem(fresh_code(member), 700, order_id="000801").status == 201


def test_a_net_cancel_takes_no_old_payment_back(stack: Stack, member: Member) -> None:
    """A till whose numbers begin again forbids today's order, not that of a year ago."""
    assert stack.redeem(fresh_code(member), 700, order_id="000123").status == 201
    stack.later(days=400)
    member = stack.logged_in(member)

    undone = net_cancel(stack, fresh_code(member), "000123")

    assert (undone.status, undone.json["given_back_amount"]) == (200, 0)
    assert check_chain(stack.table, member.member_id)[-1].voucher_balance == 4300


@pytest.mark.parametrize("days", [0, 3])
def test_a_cancel_window_that_was_promised_holds_whatever_comes_later(
    stack: Stack, member: Member, days: int
) -> None:
    paid = stack.redeem(fresh_code(member), 1500).json["redemption_id"]
    stack.set_rule("redemption.cancel_days", days)
    stack.later(days=6)

    body = {"amount": None, "expected_remaining_amount": 1500, "reason": "손님 요청"}
    path = f"/v1/redemptions/{paid}/cancels"
    answer = stack.call("POST", path, body, token=builders.SHOP_KEY, key="new")
    assert answer.status == 201

    # What is paid under the new rule goes by the new rule.
    member = stack.logged_in(member)
    later = stack.redeem(fresh_code(member), 1500).json["redemption_id"]
    stack.later(days=days + 1)
    path = f"/v1/redemptions/{later}/cancels"
    refused = stack.call("POST", path, body, token=builders.SHOP_KEY, key="new")
    assert (refused.json["code"], refused.json["limit"]) == ("cancel_window_closed", days)
