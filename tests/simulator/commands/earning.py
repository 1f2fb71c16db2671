"""Full stamp cards, referrals and log-ins, rewarded once; and referrals taken back."""

from typing import Any

from chalicelib.festivals import visit_codes
from chalicelib.festivals.wiring import FestivalsWiring
from chalicelib.joining.campaign_store import CampaignStore
from chalicelib.joining.campaigns import Campaign
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.staff.person import Person
from tests.builders import COUNTY
from tests.festivals.rewarded import (
    MILEAGE,
    a_campaign,
    a_friend,
    a_person,
    holder_of,
    rewarded_log_ins,
)
from tests.ledger_checks import check_chain
from tests.simulator.command import Answer, Command
from tests.simulator.commands.scene import Scene, convert, join, of_entry
from tests.simulator.universe import Universe, process
from tests.worlds import SIGNER, Holder

BUDGET = 3 * MILEAGE
NUMBER = 0x06A02C52
GIVEN = ("tour_grant", "referral_grant")


def _campaign(universe: Universe) -> Campaign:
    return a_campaign(universe.table, universe.clock(), NUMBER, budget=BUDGET)


def _with_a_full_card(universe: Universe) -> Scene:
    campaign = _campaign(universe)
    holder = join(universe)
    (code,) = visit_codes.codes_of(SIGNER, campaign, campaign.booths[0], universe.clock())
    _festivals().tours.stamp(holder.actor, code.text)
    return Scene(holder, code=campaign.campaign_id)


def _festivals() -> FestivalsWiring:
    return process().wired(FestivalsWiring)


def _claim_card(universe: Universe, scene: Scene) -> Answer:
    outcome = _festivals().tours.claim(scene.actor, scene.code, idempotency_key="tour")
    return of_entry(outcome.entry)


def _with_a_friend(universe: Universe) -> Scene:
    campaign = _campaign(universe)
    consumer = process().wired(JoiningWiring).signup_consumer
    referrer = a_person("b", universe.clock())
    consumer.complete(referrer)
    universe.clock.advance(10.0)
    newcomer = a_friend(campaign, holder_of(referrer), "a", universe.clock())
    consumer.complete(newcomer)
    universe.clock.advance(10.0)
    return Scene(holder_of(newcomer), code=campaign.campaign_id, thing=holder_of(referrer))


def _claim_referral(universe: Universe, scene: Scene) -> Answer:
    outcome = _festivals().referrals.claim(scene.actor, idempotency_key="referral")
    return of_entry(outcome.entry)


def _after_a_referral(universe: Universe) -> Scene:
    scene = _with_a_friend(universe)
    _claim_referral(universe, scene)
    return scene


def _take_back(universe: Universe, scene: Scene) -> Answer:
    entries = _festivals().returns.take_back(
        COUNTY, Person("sub-2", "second"), scene.holder.member_id, reason="대신 가입"
    )
    return Answer([entry.kind for entry in entries], [entry.hash for entry in entries])


def _with_log_ins(universe: Universe) -> Scene:
    rewarded_log_ins(universe.table)
    return Scene(join(universe))


def _log_in(universe: Universe, scene: Scene) -> Answer:
    outcome = _festivals().activities.log_in(scene.actor, idempotency_key="login")
    return of_entry(outcome.entry)


def _convert(universe: Universe, scene: Scene) -> Answer:
    convert(scene.holder, 1_000, "meanwhile")
    return Answer("converted")


def _chains(universe: Universe, scene: Any) -> list[list[Any]]:
    holders: list[Holder] = [scene.holder, *([scene.thing] if scene.thing else [])]
    return [list(check_chain(universe.table, each.member_id)) for each in holders]


def _check(universe: Universe, scene: Any) -> None:
    """What is left and what was given are the budget, and each has had it once."""
    chains = _chains(universe, scene)
    given = [[e for e in chain if e.kind in GIVEN] for chain in chains]
    assert all(len(each) == 1 for each in given)
    left = CampaignStore(universe.table).left(COUNTY, scene.code)
    assert sum(left.values()) + sum(e.mileage_amount for (e,) in given) == BUDGET
    rows = [row.item for row in universe.db.store.table.all()]
    had = {r["entry_id"]["S"] for r in rows if r.get("type") == {"S": "reward"}}
    assert had == {entry.entry_id for (entry,) in given}


def _check_returned(universe: Universe, scene: Any) -> None:
    _check(universe, scene)
    for chain in _chains(universe, scene):
        (taken,) = [e for e in chain if e.kind == "referral_return"]
        assert taken.mileage_amount == -MILEAGE


def _check_login(universe: Universe, scene: Any) -> None:
    ((*entries,),) = _chains(universe, scene)
    assert sum(entry.kind == "activity_grant" for entry in entries) == 1


COMMANDS = (
    Command("stamp card, full", _with_a_full_card, _claim_card, other=_convert, check=_check),
    Command("referral, of both", _with_a_friend, _claim_referral, check=_check),
    Command(
        "referral, taken back", _after_a_referral, _take_back, check=_check_returned,
    ),
    Command("log-in, the day's first", _with_log_ins, _log_in, other=_convert, check=_check_login),
)  # fmt: skip
