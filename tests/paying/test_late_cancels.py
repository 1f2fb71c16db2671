"""Cancels that come days later: parts add up, and nothing stays in a lot that has ended."""

from datetime import timedelta

import pytest

from chalicelib.core.values import seoul_date
from chalicelib.county.store import CountyStore
from chalicelib.paying.errors import ExpectedRemainingMismatchError
from tests import builders
from tests.builders import COUNTY, NOON
from tests.fakes import FakeTable
from tests.ledger_checks import check_chain
from tests.worlds import World

LAST_DAY = NOON.replace(year=2031)
"""Of a voucher made at `NOON`."""


@pytest.mark.parametrize("days", [1, 2, 6, 7])
def test_a_second_part_days_later_counts_the_first(days: int) -> None:
    table = FakeTable()
    builders.seed(table)
    world = World(table)
    member = world.join(vouchers=5000)
    paid = world.redeem(member.pay_code(NOON), 2000, order_id="order-1", key="pay")
    redemption_id = paid.redemption.entry.redemption_id
    world.cancel(redemption_id, 500, expected=2000, key="first")
    world.now = NOON + timedelta(days=days)
    world.redeem(member.pay_code(world.now), 100, order_id="order-2", key="between")

    with pytest.raises(ExpectedRemainingMismatchError) as refused:
        world.cancel(redemption_id, None, expected=2000, key="too much")
    assert refused.value.values["remaining"] == 1500
    world.cancel(redemption_id, None, expected=1500, key="the rest")

    assert check_chain(table, member.member_id)[-1].voucher_balance == 4900


def test_what_came_back_into_an_ended_lot_is_written_off_the_next_night() -> None:
    table = FakeTable()
    builders.seed(table)
    world = World(table)
    member = world.join(vouchers=5000)
    world.now = LAST_DAY
    paid = world.redeem(member.pay_code(LAST_DAY), 2000, order_id="order-1", key="pay")
    store = CountyStore(table)
    store.put_expired_through(COUNTY, seoul_date(LAST_DAY) - timedelta(days=1))

    def night() -> int:
        world.now += timedelta(days=1)
        return world.expirations.run(COUNTY, seoul_date(world.now)).touched

    assert night() == 1
    world.cancel(paid.redemption.entry.redemption_id, 1500, expected=2000, key="late")

    assert [night(), night()] == [1, 0]
    chain = check_chain(table, member.member_id)
    assert [e.voucher_amount for e in chain[2:]] == [-2000, -3000, 1500, -1500]
