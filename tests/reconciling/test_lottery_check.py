"""The night holds what was sold by lot against the places that were offered."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.draws.offers import Offer
from chalicelib.reconciling.lottery_check import check_lotteries
from chalicelib.reconciling.reconciliation import BudgetMoves
from chalicelib.sales import keys
from chalicelib.sales.lotteries import Lottery
from chalicelib.sales.store import RoundStore
from tests import builders
from tests.builders import COUNTY, NOON
from tests.reconciling.reconciliation_world import Ledger, named

FACE = 50_000
ROUND = builders.a_round(denominations=(FACE,))
FIRST = Offer(
    number=1, first_place=1, last_place=2, left=2 * FACE,
    since=NOON, until=NOON + timedelta(days=1),
)  # fmt: skip
SECOND = replace(FIRST, number=2, first_place=3, last_place=3, left=FACE)


def faults(*offers: Offer, sold: int) -> list[str]:
    # What came back on a later day was sold and is not any more.
    moves = [BudgetMoves({ROUND.round_id: sold + FACE}), BudgetMoves({ROUND.round_id: -FACE})]
    found = check_lotteries([(ROUND, offers)], moves)
    assert {each.subject for each in found} <= {ROUND.round_id}
    return [each.detail for each in found]


@pytest.mark.parametrize("sold", [0, FACE, 3 * FACE])
def test_no_more_sold_than_offered_is_sound(sold: int) -> None:
    assert faults(FIRST, SECOND, sold=sold) == []


@pytest.mark.parametrize(
    ("offers", "sold", "named"),
    [
        ((FIRST,), 3 * FACE, ["sold 150000, offered 100000"]),
        ((), FACE, ["sold 50000, offered 0"]),
        ((FIRST,), FACE + 1, ["sold 50001, not in places of 50000"]),
        ((SECOND,), 0, ["offer 2: place"]),
        ((FIRST, replace(SECOND, first_place=4, last_place=4)), 0, ["offer 2: place"]),
        ((replace(FIRST, left=FACE),), 0, ["offer 1: more than was left"]),
    ],
)
def test_what_does_not_fit_is_named(offers: tuple[Offer, ...], sold: int, named: list[str]) -> None:
    assert faults(*offers, sold=sold) == named


def test_the_night_reads_what_was_offered() -> None:
    """A round of before whose draw is not there, though somebody bought."""
    ledger = Ledger()
    holder = ledger.world.join()
    ledger.world.rounds.create(ROUND)
    ledger.world.buy(holder, FACE, key="b")
    lottery = Lottery(NOON, NOON + timedelta(hours=1), 3)
    del ledger.table.items[tuple(keys.round_(COUNTY, ROUND.round_id))]
    RoundStore(ledger.table).create(replace(ROUND, lottery=lottery))
    ledger.publish()
    made = ledger.reconcile()
    assert named(made) == [("lottery_offers", ROUND.round_id)]
    assert made.differences[0].detail == f"sold {FACE}, offered 0"
