"""What a purchase costs: by itself, and at the counter."""

from functools import partial

from bench.targets import PURCHASE
from chalicelib.sales.store import RoundStore
from chalicelib.sales.wiring import SalesWiring
from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.test_units import CostOf, is_within, meets
from tests.test_units import cost_of as cost_of  # The fixtures: a meter,
from tests.test_units import member as member  # and a member with a small wallet.


def test_a_purchase_at_the_counter(stack: Stack, member: Member, cost_of: CostOf) -> None:
    RoundStore(stack.table).create(builders.a_round())
    stack.staff_roles = frozenset({"operator"})

    def buy() -> Answer:
        body = {
            "member_id": member.member_id,
            "round_id": builders.a_round().round_id,
            "amount": 10_000,
        }
        return stack.call("POST", "/v1/staff/purchases", body, token="staff", key="new")

    # The round is remembered, and the seller's day begun, from the first time on.
    assert buy().status == 201
    cost = cost_of(buy)

    # The purchase, the claim of the seller's key, and in the purchase's transaction the sale's
    # record and what the seller may still sell.
    assert cost == (3, 1, 9, 10)
    assert is_within("purchase at the counter", cost)


def test_a_purchase_by_itself(stack: Stack, member: Member, cost_of: CostOf) -> None:
    round_ = builders.a_round()
    RoundStore(stack.table).create(round_)

    def buy(key: str) -> None:
        stack.wired(SalesWiring).purchases.buy(
            builders.COUNTY, member.member_id, round_id=round_.round_id, amount=10_000,
            idempotency_key=key,
        )  # fmt: skip

    buy("first")
    cost = cost_of(lambda: buy("second"))

    assert cost == (2, 1, 4, 5)
    assert meets(PURCHASE, cost)


def test_typed_digits_cost_two_small_reads_more(
    stack: Stack, member: Member, cost_of: CostOf
) -> None:
    """The code they stand for, and how many wrong ones the shop typed today."""
    shown = stack.call("POST", "/v1/me/pay-codes", {"typed": True}, token=member.token).json

    cost = cost_of(lambda: stack.redeem(shown["pay_code"], 100))

    assert cost == (4, 2.5, 1, 3)


def test_a_shops_page_that_asks_what_came_in(stack: Stack, member: Member, cost_of: CostOf) -> None:
    """Every two or fifteen seconds: one query, of a key that is remembered for a minute. What it
    costs a shop in a day is in `docs/architecture.md`."""
    for _ in range(12):
        assert stack.redeem(member.pay_code(), 50).status == 201

    path = "/v1/redemptions?on=2026-11-23&limit=5"
    cost = cost_of(lambda: stack.call("GET", path, token=builders.SHOP_KEY))

    assert cost == (1, 1.0, 0, 0)

    # Where its tab "History" shows today: its newest payments at each arrival, and once there are
    # more than fifty, the day's sums.
    day = "from_on=2026-11-23&to_on=2026-11-23"
    for path in (f"/v1/merchant/payments?{day}&limit=50", f"/v1/merchant/payment-sums?{day}"):
        ask = partial(stack.call, "GET", path, token=builders.SHOP_KEY)
        assert cost_of(ask) == (1, 1.0, 0, 0)
