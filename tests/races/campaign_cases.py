"""Sign-ups that meet at the end of a campaign's budget, and while two people change it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zlib import crc32

from chalicelib.approvals.approvals import Step
from chalicelib.campaigns.proposal_service import CampaignProposals
from chalicelib.campaigns.proposals import Draft, Offer
from chalicelib.campaigns.store import CampaignDeskStore
from chalicelib.county.facility_store import FacilityStore
from chalicelib.joining.campaign_store import CampaignStore
from tests.builders import COUNTY, NOON
from tests.races.cases import Case, Command, Scene, finish
from tests.races.sale_cases import APPROVER, OTHER, PROPOSER
from tests.worlds import World, a_signup

MILEAGE = 5_000


def desk(world: World) -> CampaignProposals:
    return CampaignProposals(
        store=CampaignDeskStore(world.table),
        campaigns=CampaignStore(world.table),
        facilities=FacilityStore(world.table),
        idempotency_keys=world.counter.idempotency_keys,
        clock=world.clock,
    )


def offer(budget: int, mileage: int = MILEAGE) -> Offer:
    return Offer(
        signup_mileage=mileage, budget=budget, legal_basis="조례", gives_in_elections=False
    )


def _proposed(world: World, tag: str, budget: int) -> Any:
    draft = Draft(
        code=f"r{crc32(tag.encode()):08x}",
        name="축제",
        name_en="Festival",
        opens_at=NOON - timedelta(days=1),
        closes_at=NOON + timedelta(days=1),
        booths=(),
    )
    proposal, _ = desk(world).propose(
        COUNTY, PROPOSER, offer(budget), reason="축제", idempotency_key=f"new-{tag}", draft=draft
    )
    return proposal


def proposed(world: World, tag: str) -> Scene:
    proposal = _proposed(world, tag, 2 * MILEAGE)
    return Scene((), facts={"tag": tag, "ids": [proposal.proposal_id],
                            "campaign_id": proposal.campaign_id, "signups": []})  # fmt: skip


def with_signups(
    people: int, *, budget: int, other: int | None = None
) -> Callable[[World, str], Scene]:
    """A campaign in force, so many accepted sign-ups by it, and other terms that are proposed."""

    def prepare(world: World, tag: str) -> Scene:
        made = _proposed(world, tag, budget)
        desk(world).approve_once(
            COUNTY, APPROVER, made.proposal_id, reason=None, idempotency_key=f"made-{tag}"
        )
        ids = []
        if other is not None:
            terms, _ = desk(world).propose(
                COUNTY, PROPOSER, offer(other), reason="예산", idempotency_key=f"terms-{tag}",
                campaign_id=made.campaign_id, number=2,
            )  # fmt: skip
            ids = [terms.proposal_id]
        signups = [
            a_signup(f"{tag}-{n}", now=NOON + timedelta(seconds=1), campaign_id=made.campaign_id,
                     booth_code=None)
            for n in range(people)
        ]  # fmt: skip
        return Scene((), NOON + timedelta(seconds=2),
                     facts={"tag": tag, "ids": ids, "campaign_id": made.campaign_id,
                            "signups": signups})  # fmt: skip

    return prepare


def approve(person: Any) -> Command:
    def run(world: World, scene: Scene) -> Any:
        key = f"{scene.facts['tag']}-{person.subject}"
        done, _ = desk(world).approve_once(
            COUNTY, person, scene.facts["ids"][0], reason=None, idempotency_key=key
        )
        return done.status

    return run


def reject(person: Any) -> Command:
    return lambda w, s: desk(w).reject(COUNTY, person, s.facts["ids"][0], reason="아님").status


def campaign_state(table: Any, scene: Scene) -> Any:
    """What is left and what was given are the budget, however they met; who was decided by whom."""
    campaign_id, world = scene.facts["campaign_id"], World(table)
    store, wallets = CampaignStore(table), world.wallets.store
    campaign = store.by_id(COUNTY, campaign_id, consistent=True)
    statuses = [world.desk.status(COUNTY, s.signup_id) for s in scene.facts["signups"]]
    given = []
    for status in statuses:
        first = wallets.first_entry(COUNTY, status.member_id) if status.member_id else None
        assert (first.mileage_amount if first else None) == status.granted_mileage
        given.append(status.granted_mileage)
    left = sum(store.left(COUNTY, campaign_id).values())
    budget = campaign.budget if campaign else 0
    assert left + sum(filter(None, given)) == budget
    steps = [_steps(world, proposal_id) for proposal_id in scene.facts["ids"]]
    return (
        left,
        tuple((s.status, s.granted_mileage, s.why_nothing) for s in statuses),
        steps_of(steps),
    )


def _steps(world: World, proposal_id: str) -> tuple[Step, ...]:
    return tuple(desk(world).by_id(COUNTY, proposal_id).steps)


def steps_of(found: list[tuple[Step, ...]]) -> Any:
    return tuple(
        (s.name, s.by, s.refusal.code if s.refusal else None) for one in found for s in one
    )


BY_CHANCE = "last points"
"""In the names of cases whose calls hang on which shards are tried first: no order comes again."""

CAMPAIGN_CASES: dict[str, Case] = {
    "two sign-ups at a budget's last points": Case(
        with_signups(2, budget=MILEAGE), (finish(0), finish(1)), campaign_state
    ),
    "two sign-ups at a budget's last points, one twice": Case(
        with_signups(2, budget=MILEAGE), (finish(0), finish(1), finish(0)), campaign_state
    ),
    "a sign-up at the last points against more of them": Case(
        with_signups(2, budget=MILEAGE, other=2 * MILEAGE),
        (finish(0), finish(1), approve(APPROVER)),
        campaign_state,
    ),
    "a sign-up at the last points against none of them": Case(
        with_signups(1, budget=2 * MILEAGE, other=MILEAGE),
        (finish(0), approve(APPROVER)),
        campaign_state,
    ),
    "two approvals of one campaign": Case(
        proposed, (approve(APPROVER), approve(OTHER)), campaign_state
    ),
    "approval against rejection of a campaign": Case(
        proposed, (approve(APPROVER), reject(OTHER)), campaign_state
    ),
}
