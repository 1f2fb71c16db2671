"""The night adds up what campaigns with a budget gave and have left, and names one that is off."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from chalicelib.joining.signups import Signup
from chalicelib.ledger import keys
from tests.builders import COUNTY
from tests.races.campaign_cases import MILEAGE, approve, with_signups
from tests.races.sale_cases import APPROVER
from tests.reconciling.reconciliation_world import TODAY, TOMORROW, Ledger, named


@dataclass
class Festival:
    """A campaign with points for four, by which two joined; then a budget that is greater. `late`
    is accepted and not finished."""

    ledger: Ledger
    campaign_id: str
    late: Signup


@pytest.fixture
def festival() -> Festival:
    ledger = Ledger()
    scene = with_signups(3, budget=4 * MILEAGE, other=5 * MILEAGE)(ledger.world, "t")
    *early, late = scene.facts["signups"]
    ledger.world.now = scene.now
    for signup in early:
        ledger.world.consumer.complete(signup)
    assert approve(APPROVER)(ledger.world, scene) == "applied"
    ledger.publish()
    return Festival(ledger, scene.facts["campaign_id"], late)


def test_left_and_given_are_the_budget_from_day_to_day(festival: Festival) -> None:
    ledger = festival.ledger
    made = ledger.reconcile()
    assert named(made) == []
    assert made.budget_moves.granted_by_campaign == {festival.campaign_id: 2 * MILEAGE}
    ledger.world.now += timedelta(days=1)
    ledger.world.consumer.complete(festival.late)
    ledger.publish(TOMORROW)
    assert named(ledger.reconcile(TOMORROW, days_later=1)) == []


@pytest.mark.parametrize("change", [1, -MILEAGE])
def test_a_budget_that_does_not_fit_what_was_granted_is_named(
    festival: Festival, change: int
) -> None:
    shard = tuple(keys.round_budget(COUNTY, festival.campaign_id, 0))
    festival.ledger.table.items[shard]["left"] += change
    made = festival.ledger.reconcile()
    assert named(made) == [("campaign_budget", festival.campaign_id)]
    assert made.differences[0].detail == str(change)


def test_without_a_budget_nothing_is_added_up() -> None:
    ledger = Ledger()
    ledger.a_day()
    ledger.publish()
    made = ledger.reconcile(TODAY)
    assert named(made) == []
    assert made.budget_moves.granted_by_campaign, "by the campaign of the county's first data"
