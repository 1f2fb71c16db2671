"""A festival that two people made, and a member's visit to it, without HTTP."""

from datetime import timedelta

from chalicelib.campaigns.proposals import Draft, Offer
from chalicelib.festivals import visit_codes
from chalicelib.joining.campaign_store import CampaignStore
from chalicelib.joining.campaigns import Booth
from chalicelib.staff.person import Person
from tests.builders import COUNTY
from tests.races.campaign_cases import desk
from tests.races.festival_cases import visits_of
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
