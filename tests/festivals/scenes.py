"""A festival that two people made, and a member's visit to it, without HTTP."""

from datetime import timedelta

from chalicelib.campaigns.proposals import Draft, Offer
from chalicelib.county.facility_store import FacilityStore
from chalicelib.festivals import visit_codes
from chalicelib.festivals.return_service import Returns
from chalicelib.festivals.store import StampStore
from chalicelib.festivals.tour_service import Tours
from chalicelib.joining.campaign_store import CampaignStore
from chalicelib.joining.campaigns import Booth, Campaign, ReferralOffer, StampTour
from chalicelib.staff.person import Person
from chalicelib.visits.admission_store import AdmissionStore
from tests.builders import COUNTY
from tests.festivals.rewarded import a_friend, a_person, holder_of, rewarded_log_ins
from tests.races.campaign_cases import desk
from tests.races.festival_cases import activities_of, referrals_of, visits_of
from tests.worlds import SIGNER, World

SIGN = Booth("reed26-c", "가우도", False, "printed")


def visit_a_festival(world: World) -> None:
    draft = Draft(
        code="reed26", name="갈대축제", name_en="Reed Festival", booths=(SIGN,),
        opens_at=world.now - timedelta(days=1), closes_at=world.now + timedelta(days=9),
    )  # fmt: skip
    offer = Offer(
        signup_mileage=0, budget=10_000, legal_basis="조례", gives_in_elections=False,
        printed_visit_mileage=500,
        tour=StampTour(places=(SIGN.code,), needed=1, mileage=400),
        referral=ReferralOffer(
            referrer_mileage=300, newcomer_mileage=200, spending=0, friends_max=3
        ),
    )  # fmt: skip
    made, _ = desk(world).propose(
        COUNTY, Person("sub-1", "first"), offer,
        reason="축제", idempotency_key="festival", draft=draft,
    )  # fmt: skip
    desk(world).approve_once(
        COUNTY, Person("sub-2", "second"), made.proposal_id,
        reason=None, idempotency_key="festival",
    )  # fmt: skip
    campaign = CampaignStore(world.table).by_id(COUNTY, made.campaign_id)
    assert campaign is not None
    visitor = world.join(person="visitor")
    world.now += timedelta(minutes=5)
    (code,) = visit_codes.codes_of(SIGNER, campaign, SIGN, world.now)
    visits_of(world).visit(visitor.actor, code.text, idempotency_key="visit")
    tours_of(world).stamp(visitor.actor, code.text)
    tours_of(world).claim(visitor.actor, campaign.campaign_id, idempotency_key="tour")
    rewarded_log_ins(world.table)
    activities_of(world).log_in(visitor.actor, idempotency_key="login")
    _befriend(world, campaign)


def tours_of(world: World) -> Tours:
    return Tours(
        visits=visits_of(world),
        stamps=StampStore(world.table),
        sights=FacilityStore(world.table),
        admissions=AdmissionStore(world.table),
    )


def _befriend(world: World, campaign: Campaign) -> None:
    """Two friends: what the second was worth is taken back, when all of it is vouchers."""
    referrer = a_person("referrer", world.now)
    world.consumer.complete(referrer)
    friends = [
        a_friend(campaign, holder_of(referrer), f"friend {number}", world.now) for number in (1, 2)
    ]
    for friend in friends:
        world.consumer.complete(friend)
        world.now += timedelta(minutes=1)
        referrals_of(world).claim(holder_of(friend).actor, idempotency_key="referral")
    Returns(referrals_of(world), world.clock).take_back(
        COUNTY, Person("sub-2", "second"), holder_of(friends[1]).member_id, reason="대신 가입"
    )
