"""Campaigns that two people make and change, and sign-ups that are granted out of their budgets."""

from datetime import timedelta
from typing import Any

from chalicelib.campaigns.proposals import Draft, Offer
from chalicelib.campaigns.wiring import CampaignsWiring
from chalicelib.joining.campaign_store import CampaignStore
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.joining.worker import complete_signup
from chalicelib.ledger.store import WalletStore
from chalicelib.staff.person import Person
from tests.builders import COUNTY
from tests.simulator.command import Answer, Command
from tests.simulator.commands.joining import DRAWN, complete_all, send, twice
from tests.simulator.commands.queues import Deliveries
from tests.simulator.commands.scene import sign_up
from tests.simulator.universe import Universe, process

PROPOSER, APPROVER = Person("sub-1", "first"), Person("sub-2", "second")
MILEAGE = 5_000


def _desk() -> Any:
    return process().wired(CampaignsWiring).proposals


def _offer(budget: int) -> Offer:
    return Offer(
        signup_mileage=MILEAGE, budget=budget, legal_basis="조례", gives_in_elections=False
    )


def _draft(universe: Universe) -> Draft:
    now = universe.clock()
    return Draft(
        code="reed26",
        name="축제",
        name_en="Festival",
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=9),
        booths=(),
    )


def _propose(universe: Universe, draft: Draft) -> Answer:
    made, _ = _desk().propose(
        COUNTY, PROPOSER, _offer(2 * MILEAGE), reason="축제", idempotency_key="new", draft=draft
    )
    return Answer(made.status, made.proposal_id)


def _proposed(universe: Universe) -> Any:
    made = _propose(universe, _draft(universe))
    universe.clock.advance(10.0)
    return made.identity


def _approve(universe: Universe, proposal_id: Any) -> Answer:
    done, _ = _desk().approve_once(
        COUNTY, APPROVER, proposal_id, reason=None, idempotency_key=f"approve-{proposal_id}"
    )
    return Answer([step.name for step in done.steps], done.campaign_id)


def _in_force(universe: Universe, budget: int = 2 * MILEAGE) -> str:
    made, _ = _desk().propose(
        COUNTY, PROPOSER, _offer(budget), reason="축제", idempotency_key="new",
        draft=_draft(universe),
    )  # fmt: skip
    _approve(universe, made.proposal_id)
    universe.clock.advance(10.0)
    campaign_id: str = made.campaign_id
    return campaign_id


def _terms(universe: Universe, campaign_id: str, budget: int) -> str:
    made, _ = _desk().propose(
        COUNTY, PROPOSER, _offer(budget), reason="예산", idempotency_key="terms",
        campaign_id=campaign_id, number=2,
    )  # fmt: skip
    universe.clock.advance(10.0)
    proposal_id: str = made.proposal_id
    return proposal_id


def _less_proposed(universe: Universe) -> Any:
    """Terms by which the budget is enough for one, and somebody's sign-up by the campaign."""
    campaign_id = _in_force(universe)
    proposal_id = _terms(universe, campaign_id, MILEAGE)
    signup = sign_up(universe, campaign_id=campaign_id, booth_code=None)
    return proposal_id, campaign_id, signup


def _approve_terms(universe: Universe, scene: Any) -> Answer:
    return _approve(universe, scene[0])


def _join(universe: Universe, scene: Any) -> Answer:
    process().wired(JoiningWiring).signup_consumer.complete(scene[-1])
    return Answer("done")


def _queued(universe: Universe) -> Any:
    """The budget is enough for one; one of two people's sign-ups is in the queue."""
    campaign_id = _in_force(universe, MILEAGE)
    signups = [
        sign_up(universe, person, campaign_id=campaign_id, booth_code=None) for person in "ab"
    ]
    send(universe, signups[0])
    return campaign_id, *signups


def _work(universe: Universe, _: Any) -> Answer:
    Deliveries(universe, "signups", complete_signup).work()
    return Answer("done")


def _twice(universe: Universe, scene: Any) -> None:
    twice(universe, [])


def _once_more(universe: Universe, scene: Any) -> None:
    """Long after, both are delivered once more."""
    for signup in scene[1:]:
        send(universe, signup)
    complete_all(universe, None)


def _given(universe: Universe) -> int:
    """By all sign-ups that name a campaign of the desk's."""
    given = 0
    for row in universe.db.store.table.all():
        if row.item.get("type") == {"S": "profile"}:
            member_id = row.item["pk"]["S"].rpartition("#")[2]
            first = WalletStore(universe.table).first_entry(COUNTY, member_id)
            assert first is not None
            given += first.mileage_amount
    return given


def _check(universe: Universe, campaign_id: str) -> None:
    """What is left and what was given are the budget."""
    store = CampaignStore(universe.table)
    campaign = store.by_id(COUNTY, campaign_id, consistent=True)
    assert campaign is not None
    left = store.left(COUNTY, campaign_id)
    assert sum(left.values()) + _given(universe) == campaign.budget
    assert all(part >= 0 for part in left.values())
    numbers = [terms.number for terms in campaign.terms]
    assert numbers == list(range(1, len(numbers) + 1))


def _check_made(universe: Universe, proposal_id: str) -> None:
    proposal = _desk().by_id(COUNTY, proposal_id)
    assert [step.name for step in proposal.steps] == ["proposed", "approved", "applied"]
    _check(universe, proposal.campaign_id)


def _check_less(universe: Universe, scene: Any) -> None:
    _check(universe, scene[1])


def _check_last(universe: Universe, scene: Any) -> None:
    """One of the two was granted, the other is told why not."""
    _check(universe, scene[0])
    desk = process().wired(JoiningWiring).signups
    statuses = [desk.status(COUNTY, signup.signup_id) for signup in scene[1:]]
    told = sorted((s.status, s.granted_mileage, s.why_nothing or "") for s in statuses)
    assert told == [("completed", 0, "budget_spent"), ("completed", MILEAGE, "")]
    assert not universe.queues.queues["signup-dead-letters"].messages


MOMENTS = frozenset({"holds_from"})

COMMANDS = (
    Command("campaign, propose", _draft, _propose),
    Command("campaign, approve", _proposed, _approve, blind=MOMENTS, check=_check_made),
    Command(
        "campaign, approve other terms", _less_proposed, _approve_terms, other=_join,
        blind=MOMENTS | DRAWN, check=_check_less,
    ),
    Command(
        "campaign, grant the last of a budget", _queued, _work, other=_join, duplicate=_twice,
        settle=_once_more, spare=("TICKET",), blind=DRAWN, is_worker=True, check=_check_last,
        stall_seconds=181.0,
    ),
)  # fmt: skip
