"""One person's visits at once, by several requests, and a number that changes hands meanwhile."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zlib import crc32

from msgspec.structs import replace

from chalicelib.county.service import Counties
from chalicelib.county.store import CountyStore
from chalicelib.festivals import visit_codes
from chalicelib.festivals.activity_service import Activities
from chalicelib.festivals.referral_service import Referrals
from chalicelib.festivals.return_service import Returns
from chalicelib.festivals.service import Visits
from chalicelib.festivals.store import VisitStore
from chalicelib.joining.campaign_service import Campaigns
from chalicelib.joining.campaign_store import CampaignStore, budget_items, item_from_terms
from chalicelib.joining.campaigns import Booth, Campaign, CampaignTerms, spread
from chalicelib.ledger.store import WalletStore
from chalicelib.staff.person import Person
from tests.builders import COUNTY, NOON
from tests.festivals.rewarded import MILEAGE as REWARD
from tests.festivals.rewarded import (
    a_campaign,
    a_friend,
    a_person,
    holder_of,
    rewarded_log_ins,
)
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


def with_friends(people: int, *, budget: int) -> Callable[[World, str], Scene]:
    """New members by the link of another one, who is the last of `members`."""

    def prepare(world: World, tag: str) -> Scene:
        world.now = NOON
        number = crc32(tag.encode())
        campaign = a_campaign(world.table, NOON, number, budget=budget)
        referrer = a_person(f"{tag}-r", NOON)
        world.consumer.complete(referrer)
        friends = [
            a_friend(campaign, holder_of(referrer), f"{tag}-{n}", NOON) for n in range(people)
        ]
        for each in friends:
            world.consumer.complete(each)
        members = tuple(holder_of(each) for each in (*friends, referrer))
        return Scene(members, NOON, facts={"campaign_id": campaign.campaign_id})

    return prepare


def referrals_of(world: World) -> Referrals:
    return Referrals(
        rewards=visits_of(world).rewards,
        wallets=WalletStore(world.table),
        members=world.members,
        signer=SIGNER,
        clock=world.clock,
    )


def befriend(member: int, key: str) -> Command:
    return lambda w, s: referrals_of(w).claim(s.members[member].actor, idempotency_key=key)


def take_back(world: World, scene: Scene) -> Any:
    entries = Returns(referrals_of(world), world.clock).take_back(
        COUNTY, Person("sub-2", "second"), scene.members[0].member_id, reason="대신 가입"
    )
    return ", ".join(f"{each.kind} {each.seq} {each.mileage_amount}" for each in entries)


def referred(world: World, tag: str) -> Scene:
    scene = with_friends(1, budget=3 * REWARD)(world, tag)
    befriend(0, "before")(world, scene)
    return scene


def logging_in(world: World, tag: str) -> Scene:
    rewarded_log_ins(world.table)
    return Scene((world.join(person=tag),), NOON + timedelta(seconds=1))


def activities_of(world: World) -> Activities:
    """By the settings as they are now, whatever the world remembers of them."""
    counties = Counties(CountyStore(world.table))
    return Activities(replace(visits_of(world).rewards, counties=counties), world.clock)


def log_in(key: str) -> Command:
    return lambda w, s: activities_of(w).log_in(s.member.actor, idempotency_key=key)


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
    "one referral of the last points, twice": Case(
        with_friends(1, budget=3 * REWARD), (befriend(0, "a"), befriend(0, "a")), state
    ),
    "one referral of the last points, asked for by two requests": Case(
        with_friends(1, budget=3 * REWARD), (befriend(0, "a"), befriend(0, "b")), state
    ),
    # The first of them is the only one for whom the referrer is rewarded.
    "two friends of one member": Case(
        with_friends(2, budget=3 * REWARD), (befriend(0, "a"), befriend(1, "b")), state
    ),
    "a referral taken back, twice": Case(referred, (take_back, take_back), state),
    "two log-ins of one day": Case(logging_in, (log_in("a"), log_in("b"))),
}
