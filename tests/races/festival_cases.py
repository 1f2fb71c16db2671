"""One person's visits at once, by several requests, and a number that changes hands meanwhile."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zlib import crc32

from chalicelib.festivals import visit_codes
from chalicelib.festivals.service import Visits
from chalicelib.festivals.store import VisitStore
from chalicelib.joining.campaign_service import Campaigns
from chalicelib.joining.campaign_store import CampaignStore, budget_items, item_from_terms
from chalicelib.joining.campaigns import Booth, Campaign, CampaignTerms, spread
from chalicelib.ledger.store import WalletStore
from tests.builders import COUNTY, NOON
from tests.races.cases import Case, Command, Scene, convert, leave, wallets_state
from tests.worlds import SIGNER, World

MILEAGE = 1_000


def visits_of(world: World) -> Visits:
    return Visits(
        chain=world.chain,
        wallets=WalletStore(world.table),
        store=VisitStore(world.table),
        campaigns=Campaigns(CampaignStore(world.table)),
        counties=world.counties,
        signer=SIGNER,
        clock=world.clock,
    )


def at_a_festival(people: int, *, budget: int) -> Callable[[World, str], Scene]:
    def prepare(world: World, tag: str) -> Scene:
        number = crc32(tag.encode())
        booths = [Booth(f"r{number:08x}-{b}", "정문", False, "screen") for b in "ab"]
        campaign = Campaign(
            county_id=COUNTY, campaign_id=f"cmp_{number:016X}", code=f"r{number:08x}",
            name="축제", name_en="Festival", signup_mileage=0,
            opens_at=NOON - timedelta(days=1), closes_at=NOON + timedelta(days=1),
            booths=tuple(booths), version=1,
        )  # fmt: skip
        terms = CampaignTerms(
            number=1, holds_from=NOON - timedelta(days=1), signup_mileage=0, budget=budget,
            legal_basis="조례", gives_in_elections=False, proposal_id=f"cpr_{number:016X}",
            approved_by="bora", visit_mileage=MILEAGE,
        )  # fmt: skip
        CampaignStore(world.table).put(campaign)
        # In halves: a visit takes from two shards.
        parts = spread(budget, MILEAGE // 2)
        for item in (item_from_terms(campaign, terms), *budget_items(campaign, parts)):
            world.table.put(item)
        members = tuple(world.join(person=f"{tag}-{n}") for n in range(people))
        now = NOON + timedelta(seconds=1)
        codes = [visit_codes.codes_of(SIGNER, campaign, one, now)[0].text for one in booths]
        return Scene(members, now, facts={"codes": codes, "campaign_id": campaign.campaign_id})

    return prepare


def visit(member: int, key: str, *, booth: int = 0) -> Command:
    return lambda w, s: visits_of(w).visit(
        s.members[member].actor, s.facts["codes"][booth], idempotency_key=key
    )


def identify(world: World, scene: Scene) -> str:
    """The one who visits, as a person that nobody else is."""
    holder = scene.member
    person = f"person of {holder.member_id}"
    profile = world.binding.bind(COUNTY, holder.member_id, person, by=holder.actor)
    return "bound" if profile.identity_key == person else "not bound"


def state(table: Any, scene: Scene) -> Any:
    left = CampaignStore(table).left(COUNTY, scene.facts["campaign_id"])
    return wallets_state(table, scene), sum(left.values())


FESTIVAL_CASES: dict[str, Case] = {
    "one visit, twice": Case(
        at_a_festival(1, budget=4 * MILEAGE), (visit(0, "a"), visit(0, "a")), state
    ),
    "two visits of one day": Case(
        at_a_festival(1, budget=4 * MILEAGE), (visit(0, "a"), visit(0, "b")), state
    ),
    "a visit beside a conversion": Case(
        at_a_festival(1, budget=4 * MILEAGE), (visit(0, "a"), convert(1_000, "c")), state
    ),
    "a visit beside an identification": Case(
        at_a_festival(1, budget=4 * MILEAGE), (visit(0, "a"), identify), state
    ),
    "two visits of one day beside an identification": Case(
        at_a_festival(1, budget=4 * MILEAGE), (visit(0, "a"), visit(0, "b"), identify), state
    ),
    "one member at two booths": Case(
        at_a_festival(1, budget=4 * MILEAGE), (visit(0, "a"), visit(0, "b", booth=1)), state
    ),
    "one member at two booths at the budget's end": Case(
        at_a_festival(2, budget=MILEAGE),
        (visit(0, "a"), visit(0, "b", booth=1), visit(1, "c")),
        state,
    ),
    "a visit against leaving": Case(
        at_a_festival(1, budget=4 * MILEAGE), (visit(0, "a"), leave), state
    ),
    "two people's visits, points for one": Case(
        at_a_festival(2, budget=MILEAGE), (visit(0, "a"), visit(1, "b")), state
    ),
}
