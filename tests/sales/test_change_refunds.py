"""Paying back the rest of a bought lot: by the terms it was sold with, lot by lot."""

from datetime import date, timedelta

import pytest

from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.ledger.errors import VoucherExpiredError
from chalicelib.sales.errors import (
    ChangeRefundNotReachedError,
    PurchaseUsedError,
    VoucherNotFoundError,
    VoucherNotRefundableError,
)
from tests import builders
from tests.builders import COUNTY
from tests.fakes import FakeTable
from tests.ledger_checks import check_chain
from tests.sales.test_purchases import a_world, counters, left, voucher_of
from tests.worlds import World


@pytest.fixture
def table() -> FakeTable:
    made = FakeTable()
    builders.seed(made)
    return made


def test_the_rest_is_paid_back_from_the_promised_share_on(table: FakeTable) -> None:
    world = a_world(table)
    holder = world.join()
    voucher_id = voucher_of(world.buy(holder, 10_000, key="k").purchase.purchase_id)  # type: ignore[union-attr]
    world.redeem(holder.pay_code(world.now), 7_999, order_id="order-1", key="1")
    with pytest.raises(ChangeRefundNotReachedError) as refused:
        world.refund_change(holder, voucher_id, key="early")
    assert refused.value.values == {"limit": 8_000, "used": 7_999, "remaining": 1}
    world.now += timedelta(seconds=1)
    world.redeem(holder.pay_code(world.now), 2, order_id="order-2", key="2")

    entry = world.refund_change(holder, voucher_id, key="now")

    assert entry.voucher_amount == -1_999
    assert entry.purchase is not None
    assert entry.purchase.price_amount == -1_799
    assert counters(world, holder) == (10_000, 10_000)
    assert left(world) == 9_990_000
    with pytest.raises(VoucherNotFoundError):
        world.refund_change(holder, voucher_id, key="again")


@pytest.mark.parametrize(("spent", "canceled"), [(8_500, 8_500), (9_000, 2_000), (8_000, 1)])
def test_what_was_paid_back_is_not_spent_when_a_shop_cancels_afterwards(
    table: FakeTable, spent: int, canceled: int
) -> None:
    """Else a shop that helps has the whole lot paid out, part by part."""
    world = a_world(table)
    holder = world.join()
    voucher_id = voucher_of(world.buy(holder, 10_000, key="k").purchase.purchase_id)  # type: ignore[union-attr]
    paid = world.redeem(holder.pay_code(world.now), spent, order_id="order-1", key="1")
    redemption_id = paid.redemption.entry.redemption_id
    first = world.refund_change(holder, voucher_id, key="first")
    assert first.voucher_amount == spent - 10_000
    world.cancel(redemption_id, canceled, expected=spent, key="back")

    # Spent in truth is what the shop kept.
    with pytest.raises(ChangeRefundNotReachedError) as refused:
        world.refund_change(holder, voucher_id, key="second")
    assert refused.value.values["used"] == spent - canceled

    lacking = refused.value.values["remaining"]
    if lacking < canceled:
        world.now += timedelta(days=200)
        world.redeem(holder.pay_code(world.now), lacking, order_id="order-2", key="2")
        again = world.refund_change(holder, voucher_id, key="third")
        assert again.voucher_amount == lacking - canceled
        assert again.refunds[voucher_id].amount == 10_000 - spent + canceled - lacking
    chain = check_chain(table, holder.member_id)
    assert chain[-1].refunds[voucher_id].amount >= 10_000 - spent


def test_a_new_setting_does_not_move_what_a_lot_was_promised(table: FakeTable) -> None:
    for day, percent in ((date(2026, 11, 24), 60), (date(2026, 12, 1), 80)):
        CountyStore(table).put_setting(
            COUNTY, SettingVersion("sale.refund_percent", day, percent, "시험")
        )
    world = a_world(table)
    at_80, at_60 = world.join(person="a"), world.join(person="b")
    first = voucher_of(world.buy(at_80, 10_000, key="k").purchase.purchase_id)  # type: ignore[union-attr]
    world.now += timedelta(days=2)
    second = voucher_of(World(table, world.now).buy(at_60, 10_000, key="k").purchase.purchase_id)  # type: ignore[union-attr]
    for n, holder in enumerate((at_80, at_60)):
        world.redeem(holder.pay_code(world.now), 6_000, order_id=f"order-{n}", key=f"{n}")

    later = World(table, world.now + timedelta(days=10))

    with pytest.raises(ChangeRefundNotReachedError):
        later.refund_change(at_80, first, key="r")
    assert later.refund_change(at_60, second, key="r").voucher_amount == -4_000


def test_what_was_not_bought_or_has_ended_is_not_paid_back(table: FakeTable) -> None:
    world = a_world(table)
    holder = world.join(vouchers=1_000)
    policy = next(
        x for x in check_chain(table, holder.member_id)[-1].lots if x.kind == "policy"
    ).lot_id
    with pytest.raises(VoucherNotRefundableError):
        world.refund_change(holder, policy, key="p")

    other = world.join(person="b")
    sale = voucher_of(world.buy(other, 10_000, key="k").purchase.purchase_id)  # type: ignore[union-attr]
    world.redeem(other.pay_code(world.now), 9_000, order_id="order-1", key="1")
    world.now = world.now.replace(year=2031) + timedelta(days=1)
    with pytest.raises(VoucherExpiredError) as refused:
        world.refund_change(other, sale, key="r")
    assert refused.value.values == {"balance": 0}


def test_a_lot_reopened_by_a_cancel_after_its_refund_keeps_every_won(table: FakeTable) -> None:
    world = a_world(table)
    holder = world.join()
    voucher_id = voucher_of(world.buy(holder, 10_000, key="k").purchase.purchase_id)  # type: ignore[union-attr]
    paid = world.redeem(holder.pay_code(world.now), 8_000, order_id="order-1", key="1")
    world.refund_change(holder, voucher_id, key="r")

    world.cancel(paid.redemption.entry.redemption_id, None, expected=8_000, key="c")

    (lot,) = (x for x in check_chain(table, holder.member_id)[-1].lots if x.kind == "sale")
    assert (lot.lot_id, lot.remaining, lot.face) == (voucher_id, 8_000, 10_000)
    with pytest.raises(ChangeRefundNotReachedError):
        world.refund_change(holder, voucher_id, key="r2")
    with pytest.raises(PurchaseUsedError):
        world.cancel_purchase(holder, voucher_id.replace("vch_", "pur_"), key="pc")
