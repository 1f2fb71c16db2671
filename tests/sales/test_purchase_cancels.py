"""Purchases taken back: unused, by their buyer, in time; limits and budget to the won."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from chalicelib.ledger.errors import VoucherExpiredError
from chalicelib.ledger.lots import Lot, SaleTerms
from chalicelib.sales.errors import (
    PurchaseCancelWindowClosedError,
    PurchaseNotFoundError,
    PurchaseUsedError,
    VoucherNotFoundError,
)
from chalicelib.sales.purchases import check_can_cancel
from tests import builders
from tests.builders import COUNTY, NOON
from tests.fakes import FakeTable
from tests.sales.test_purchases import a_world, counters, left, voucher_of


@pytest.fixture
def table() -> FakeTable:
    made = FakeTable()
    builders.seed(made)
    return made


def test_a_used_purchase_is_not_canceled_and_an_unused_one_only_once(table: FakeTable) -> None:
    world = a_world(table)
    holder = world.join()
    purchase_id = world.buy(holder, 10_000, key="k").purchase.purchase_id  # type: ignore[union-attr]
    paid = world.redeem(holder.pay_code(world.now), 1, order_id="order-1", key="p")
    with pytest.raises(PurchaseUsedError) as refused:
        world.cancel_purchase(holder, purchase_id, key="c")
    assert refused.value.values == {"remaining": 9_999}
    world.cancel(paid.redemption.entry.redemption_id, None, expected=1, key="x")

    first = world.cancel_purchase(holder, purchase_id, key="c")

    assert world.cancel_purchase(holder, purchase_id, key="c") == first
    with pytest.raises(PurchaseNotFoundError):
        world.cancel_purchase(holder, purchase_id, key="other")
    assert left(world) == 10_000_000


def test_somebody_elses_purchase_is_not_found(table: FakeTable) -> None:
    world = a_world(table)
    owner, other = world.join(person="a"), world.join(person="b")
    entry = world.buy(owner, 10_000, key="k")
    assert entry.purchase is not None
    with pytest.raises(PurchaseNotFoundError):
        world.cancel_purchase(other, entry.purchase.purchase_id, key="c")
    with pytest.raises(VoucherNotFoundError):
        world.refund_change(other, voucher_of(entry.purchase.purchase_id), key="c")


def test_a_purchase_is_canceled_through_its_last_day_in_seoul(table: FakeTable) -> None:
    world = a_world(table)
    holder = world.join()
    purchase_id = world.buy(holder, 10_000, key="k").purchase.purchase_id  # type: ignore[union-attr]
    world.now = datetime(2026, 11, 29, 15, 0, tzinfo=UTC)
    with pytest.raises(PurchaseCancelWindowClosedError) as refused:
        world.cancel_purchase(holder, purchase_id, key="late")
    assert refused.value.values == {"limit": 7}
    world.now -= timedelta(milliseconds=1)
    assert world.cancel_purchase(holder, purchase_id, key="in time").voucher_amount == -10_000


def test_budget_and_limits_are_restored_to_the_won(table: FakeTable) -> None:
    world = a_world(table, budget_amount=999_999, shard_count=3)
    holder = world.join()
    for n in range(20):
        entry = world.buy(holder, 300_000, key=f"buy {n}")
        world.cancel_purchase(holder, entry.purchase.purchase_id, key=f"cancel {n}")  # type: ignore[union-attr]
        world.now += timedelta(minutes=1)
    assert left(world) == 999_999
    assert counters(world, holder) == (0, 0)


def test_a_round_made_twice_keeps_its_budget(table: FakeTable) -> None:
    world = a_world(table)
    world.buy(world.join(), 100_000, key="k")
    world.rounds.create(builders.a_round())
    assert left(world) == 9_900_000
    assert replace(builders.a_round(), name="다른 회차") != world.rounds.by_id(
        COUNTY, "rnd_0000000000000001"
    )


def test_what_has_ended_within_the_days_of_taking_back_is_not_taken_back() -> None:
    lot = Lot(
        "vch_06H02CHZG2WVD3YG", "sale", "rnd_1", 1_000, 1_000, NOON.date(), SaleTerms(900, 80)
    )

    check_can_cancel(lot, builders.SETTINGS, NOON.date())
    with pytest.raises(VoucherExpiredError) as refused:
        check_can_cancel(lot, builders.SETTINGS, NOON.date() + timedelta(days=1))
    assert refused.value.values == {"balance": 0}
