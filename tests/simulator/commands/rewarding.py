"""Visits to a campaign, rewarded out of its budget."""

from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from chalicelib.festivals import visit_codes
from chalicelib.festivals.wiring import FestivalsWiring
from chalicelib.joining.campaign_store import CampaignStore, budget_items, item_from_terms
from chalicelib.joining.campaigns import Booth, Campaign, CampaignTerms, spread
from tests.builders import COUNTY
from tests.ledger_checks import check_chain
from tests.simulator.command import Answer, Command
from tests.simulator.commands.scene import Scene, convert, join, of_entry
from tests.simulator.universe import Universe, process
from tests.worlds import SIGNER

MILEAGE = 700
BUDGET = 3 * MILEAGE
SIGN = Booth("reed26-c", "가우도", False, "printed")


def _campaign(universe: Universe) -> Campaign:
    """A budget of which no shard holds more than one visit's points."""
    now = universe.clock()
    campaign = Campaign(
        county_id=COUNTY,
        campaign_id="cmp_06H02CHZG2WVD3YG",
        code="reed26",
        name="갈대축제",
        name_en="Reed Festival",
        signup_mileage=0,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=9),
        booths=(SIGN,),
        version=1,
    )
    terms = CampaignTerms(
        number=1,
        holds_from=now - timedelta(days=1),
        signup_mileage=0,
        budget=BUDGET,
        legal_basis="조례",
        gives_in_elections=False,
        proposal_id="cpr_06H02CHZG2WVD3YG",
        approved_by="second",
        printed_visit_mileage=MILEAGE,
    )
    CampaignStore(universe.table).put(campaign)
    for item in (
        item_from_terms(campaign, terms),
        *budget_items(campaign, spread(BUDGET, MILEAGE // 2 + 1)),
    ):
        universe.table.put(item)
    return replace(campaign, terms=(terms,))


def _at_the_sign(universe: Universe) -> Scene:
    campaign = _campaign(universe)
    (shown,) = visit_codes.codes_of(SIGNER, campaign, SIGN, universe.clock())
    holder = join(universe)
    return Scene(holder, code=shown.text, thing=join(universe, "b"))


def _visit(universe: Universe, scene: Scene) -> Answer:
    outcome = process().wired(FestivalsWiring).visits.visit(
        scene.actor, scene.code, idempotency_key="visit"
    )  # fmt: skip
    return of_entry(outcome.entry)


def _visit_of_another(universe: Universe, scene: Scene) -> Answer:
    outcome = process().wired(FestivalsWiring).visits.visit(
        scene.thing.actor, scene.code, idempotency_key="visit"
    )  # fmt: skip
    return of_entry(outcome.entry)


def _convert(universe: Universe, scene: Scene) -> Answer:
    convert(scene.holder, 1_000, "meanwhile")
    return Answer("converted")


def _check(universe: Universe, scene: Any) -> None:
    """What is left and what visits were given are the budget; each has had it once."""
    left = CampaignStore(universe.table).left(COUNTY, "cmp_06H02CHZG2WVD3YG")
    chains = [check_chain(universe.table, each.member_id) for each in (scene.holder, scene.thing)]
    visits = [[e for e in chain if e.kind == "visit_grant"] for chain in chains]
    assert all(len(each) <= 1 for each in visits)
    given = [entry for each in visits for entry in each]
    assert sum(left.values()) + sum(e.mileage_amount for e in given) == BUDGET
    had = [row for row in universe.db.store.table.all() if row.item.get("type") == {"S": "visit"}]
    assert len(had) == 2 * len(given)
    assert {row.item["entry_id"]["S"] for row in had} == {e.entry_id for e in given}


COMMANDS = (
    Command("visit, at a sign", _at_the_sign, _visit, other=_convert, check=_check),
    Command(
        "visit, beside another's", _at_the_sign, _visit, other=_visit_of_another, check=_check,
    ),
)  # fmt: skip
