"""Buying out of a round: budget and limits hold exactly, whatever is asked, however often."""

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from chalicelib.core.errors import IdempotencyKeyReusedError, TryAgainError
from chalicelib.core.values import AMOUNT_MAX, seoul_date
from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.ledger.errors import AmountOutOfRangeError, HoldingCapExceededError
from chalicelib.sales.errors import (
    PurchaseLimitExceededError,
    PurchaseNotAMultipleError,
    RoundNotOpenError,
    RoundSoldOutError,
)
from chalicelib.sales.purchases import decide_purchase, on
from chalicelib.sales.rounds import Round
from chalicelib.sales.service import SPREADS_MAX
from chalicelib.sales.store import RoundStore
from tests import builders
from tests.builders import COUNTY, NOON
from tests.fakes import FakeTable
from tests.ledger_checks import check_chain
from tests.worlds import Holder, World


@pytest.fixture
def table() -> FakeTable:
    made = FakeTable()
    builders.seed(made)
    return made


def a_world(table: FakeTable, **round_changes: object) -> World:
    world = World(table)
    world.rounds.create(builders.a_round(**round_changes))
    return world


def left(world: World) -> int:
    return sum(world.rounds.left(world.purchases.round(COUNTY, "rnd_0000000000000001")).values())


def counters(world: World, holder: Holder) -> tuple[int, int]:
    head = check_chain(world.table, holder.member_id)[-1]
    now = on(head.purchases, seoul_date(world.now))
    return now.month_amount, now.year_amount


def voucher_of(purchase_id: str) -> str:
    return purchase_id.replace("pur_", "vch_")


def test_a_purchase_is_a_lot_with_its_terms_and_uses_limits_and_budget(table: FakeTable) -> None:
    world = a_world(table)
    holder = world.join()

    entry = world.buy(holder, 50_000, key="k")

    (lot,) = (lot for lot in entry.lots if lot.kind == "sale")
    assert (lot.face, lot.remaining, lot.source) == (50_000, 50_000, "rnd_0000000000000001")
    assert lot.terms is not None
    assert (lot.terms.price, lot.terms.refund_percent) == (45_000, 80)
    assert lot.expires_on == date(2031, 11, 22)
    assert entry.purchase is not None
    assert (entry.purchase.price_amount, entry.purchase.budget) == (45_000, "round")
    assert counters(world, holder) == (50_000, 50_000)
    assert left(world) == 9_950_000


def test_a_repeated_purchase_answers_the_first_and_takes_nothing(table: FakeTable) -> None:
    world = a_world(table)
    holder = world.join()

    first = world.buy(holder, 50_000, key="k")
    again = world.buy(holder, 50_000, key="k")

    assert again == first
    assert left(world) == 9_950_000
    with pytest.raises(IdempotencyKeyReusedError):
        world.buy(holder, 60_000, key="k")


def test_the_limit_of_the_month_opens_again_at_midnight_in_seoul(table: FakeTable) -> None:
    world = a_world(table)
    holder = world.join()
    world.now = datetime(2026, 11, 30, 14, 59, 59, 999000, tzinfo=UTC)
    world.buy(holder, 700_000, key="november")
    with pytest.raises(PurchaseLimitExceededError) as refused:
        world.buy(holder, 1_000, key="more")
    assert refused.value.values["resets_at"] == datetime(2026, 11, 30, 15, tzinfo=UTC)
    assert refused.value.values["remaining"] == 0

    world.now = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
    world.buy(holder, 700_000, key="december")

    assert counters(world, holder) == (700_000, 1_400_000)


def test_the_limit_of_the_year_holds_over_the_months(table: FakeTable) -> None:
    CountyStore(table).put_setting(
        COUNTY, SettingVersion("purchase.year_cap", date(2026, 2, 1), 1_000_000, "시험")
    )
    world = a_world(table)
    holder = world.join()
    world.buy(holder, 700_000, key="1")
    world.now += timedelta(days=9)

    with pytest.raises(PurchaseLimitExceededError) as refused:
        world.buy(holder, 400_000, key="2")

    assert refused.value.param == "amount"
    assert refused.value.values == {
        "limit": 1_000_000, "used": 700_000, "remaining": 300_000,
        "resets_at": datetime(2026, 12, 31, 15, tzinfo=UTC),
    }  # fmt: skip
    world.now += timedelta(days=31)
    assert world.buy(holder, 700_000, key="3").purchases.year_amount == 700_000


def test_bought_and_converted_vouchers_share_the_holding_cap(table: FakeTable) -> None:
    world = a_world(table)
    holder = world.join(vouchers=1_000)
    world.buy(holder, 700_000, key="1")
    world.now += timedelta(days=9)
    world.buy(holder, 700_000, key="2")
    world.now += timedelta(days=31)

    with pytest.raises(HoldingCapExceededError) as refused:
        world.buy(holder, 100_000, key="3")

    assert refused.value.values["remaining"] == 99_000


def test_sold_out_is_said_only_when_every_shard_was_seen(table: FakeTable) -> None:
    world = a_world(table, budget_amount=100_000, shard_count=7)
    holder = world.join()

    assert world.buy(holder, 60_000, key="across shards").voucher_amount == 60_000
    assert left(world) == 40_000
    with pytest.raises(RoundSoldOutError) as refused:
        world.buy(holder, 41_000, key="too much")
    assert refused.value.values["remaining"] == 40_000
    world.buy(holder, 40_000, key="the rest")
    assert left(world) == 0
    assert all(v == 0 for v in world.rounds.left(builders.a_round(shard_count=7)).values())


def test_a_round_sells_from_its_opening_until_before_its_close(table: FakeTable) -> None:
    opens, closes = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
    world = a_world(table, opens_at=opens, closes_at=closes)
    holder = world.join()

    world.now = opens - timedelta(milliseconds=1)
    with pytest.raises(RoundNotOpenError):
        world.buy(holder, 1_000, key="early")
    world.now = opens
    world.buy(holder, 1_000, key="at opening")
    world.now = closes - timedelta(milliseconds=1)
    world.buy(holder, 1_000, key="just before the close")
    world.now = closes
    with pytest.raises(RoundNotOpenError):
        world.buy(holder, 1_000, key="late")

    assert left(world) == 9_998_000


def test_only_whole_steps_are_sold(table: FakeTable) -> None:
    world = a_world(table)
    with pytest.raises(PurchaseNotAMultipleError) as refused:
        world.buy(world.join(), 1_500, key="k")
    assert refused.value.param == "amount"
    assert refused.value.values == {"limit": 1_000}
    assert left(world) == 10_000_000


def test_the_largest_purchase_is_sold_and_a_won_beyond_either_bound_is_not(
    table: FakeTable,
) -> None:
    world = a_world(table)
    head = check_chain(table, world.join().member_id)[-1]
    no_caps = replace(
        builders.SETTINGS,
        purchase_month_cap=AMOUNT_MAX,
        voucher_holding_cap=AMOUNT_MAX,
        purchase_multiple=1,
    )

    def buy(face: int) -> int:
        round_ = builders.a_round()
        draft = decide_purchase(
            head, face=face, round_=round_, parts={0: -face}, settings=no_caps, now=NOON
        )
        return draft.allocations[0].amount

    assert [buy(face) for face in (1_000, 1_000_000_000)] == [1_000, 1_000_000_000]
    for face in (999, 1_000_000_001):
        with pytest.raises(AmountOutOfRangeError) as refused:
            buy(face)
        assert refused.value.param == "amount"
        assert refused.value.values == {"minimum": 1_000, "maximum": 1_000_000_000}


def test_each_round_sells_out_of_its_own_budget(table: FakeTable) -> None:
    world = a_world(table)
    other = builders.a_round(round_id="rnd_0000000000000002", budget_amount=5_000)
    world.rounds.create(other)
    holder = world.join()

    world.buy(holder, 1_000, key="first")
    world.buy(holder, 5_000, key="second", round_id=other.round_id)

    assert left(world) == 9_999_000
    assert sum(world.rounds.left(other).values()) == 0


def test_sold_out_is_not_said_after_a_reading_that_another_one_contradicts(
    table: FakeTable,
) -> None:
    """Shards are read one after the other, while others take from one and give back to another."""
    world = a_world(table, budget_amount=4_000, shard_count=4)
    holder = world.join()

    class TornAtFirst(RoundStore):
        looks = 0

        def left(self, round_: Round) -> dict[int, int]:
            self.looks += 1
            seen = super().left(round_)
            return {**seen, 0: 0} if self.looks == 1 else seen

    world.purchases = replace(world.purchases, rounds=TornAtFirst(table))

    assert world.buy(holder, 4_000, key="k").voucher_amount == 4_000
    assert left(world) == 0


def test_a_budget_that_is_gone_each_time_it_is_reached_for_is_not_waited_for_without_end(
    table: FakeTable,
) -> None:
    """Others buy faster than this one can look."""
    world = a_world(table, budget_amount=4_000, shard_count=4)
    holder = world.join()

    class AlwaysLate(RoundStore):
        looks = 0

        def left(self, round_: Round) -> dict[int, int]:
            self.looks += 1
            return {0: 4_000}

    late = AlwaysLate(table)
    world.purchases = replace(world.purchases, rounds=late)

    with pytest.raises(TryAgainError) as refused:
        world.buy(holder, 4_000, key="k")

    assert refused.value.values == {"retry_after_seconds": 1}
    assert late.looks == SPREADS_MAX
