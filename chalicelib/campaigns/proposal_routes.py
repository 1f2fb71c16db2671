"""What is proposed of campaigns, and decided by another person; election periods."""

from datetime import date
from typing import Annotated, Any

from chalicelib.approvals.answers import (
    DECIDERS,
    READERS,
    ApprovalBody,
    RejectionBody,
    RequestsQuery,
    approve,
    listed,
    reject,
)
from chalicelib.approvals.errors import AlreadyDecidedError, ApproverIsProposerError
from chalicelib.campaigns.answers import CampaignProposalAnswer, proposal_answer
from chalicelib.campaigns.errors import CampaignProposalNotFoundError, ElectionPeriodInvalidError
from chalicelib.campaigns.proposals import CampaignProposal
from chalicelib.campaigns.wiring import CampaignsWiring
from chalicelib.core.errors import TryAgainError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, Letters, OneLine, PageQuery
from chalicelib.http.terms import CampaignProposalRef, NextCursor
from chalicelib.joining.campaigns import Campaign, ElectionPeriod
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.staff.actor import person_of

routes = Operations(tag="campaign_proposals")


class CampaignProposalsAnswer(Shape):
    data: list[CampaignProposalAnswer]
    """Proposals, the newest first."""
    next_cursor: NextCursor


class ElectionPeriodBody(Shape):
    from_on: Day
    """The first day, from tomorrow on."""
    to_on: Day
    """The last day."""
    name: Annotated[OneLine, Letters(60)]
    """Which election."""
    source: Annotated[OneLine, Letters(200)]
    """The article or notice that says so."""


class ElectionPeriodAnswer(Shape):
    from_on: date
    """The first day."""
    to_on: date
    """The last day."""
    name: str
    """Which election."""
    source: str
    """The article or notice that says so."""


class ElectionPeriodsAnswer(Shape):
    data: list[ElectionPeriodAnswer]
    """All of them, by their first day."""
    next_cursor: NextCursor


@routes.operation(
    "GET",
    "/v1/staff/campaign-proposals",
    summary="Proposals of campaigns, newest first",
    audience="staff",
    roles=READERS,
    query=RequestsQuery,
    answer=CampaignProposalsAnswer,
)
def list_campaign_proposals(call: Call[None]) -> CampaignProposalsAnswer:
    found, cursor = listed(call, call.wired(CampaignsWiring).proposals)
    campaigns = call.wired(JoiningWiring).campaigns.all(call.county_id) if found else []
    known = {each.campaign_id: each for each in campaigns}
    rows = [proposal_answer(call, one, known.get(one.campaign_id)) for one in found]
    return CampaignProposalsAnswer(data=rows, next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/staff/campaign-proposals/{proposal_id}",
    summary="One proposal of a campaign with who did what, when and why",
    audience="staff",
    roles=READERS,
    answer=CampaignProposalAnswer,
    errors=(CampaignProposalNotFoundError,),
)
def show_campaign_proposal(
    call: Call[None], proposal_id: CampaignProposalRef
) -> CampaignProposalAnswer:
    found = call.wired(CampaignsWiring).proposals.by_id(call.county_id, proposal_id)
    return proposal_answer(call, found, _known(call, found))


@routes.operation(
    "POST",
    "/v1/staff/campaign-proposals/{proposal_id}/approve",
    summary="Approve and put in force; again, if it was approved but is not in force",
    audience="staff",
    roles=DECIDERS,
    body=ApprovalBody,
    answer=CampaignProposalAnswer,
    requires_idempotency_key=True,
    errors=(
        CampaignProposalNotFoundError,
        ApproverIsProposerError,
        AlreadyDecidedError,
        TryAgainError,
    ),
)
def approve_campaign_proposal(
    call: Call[ApprovalBody], proposal_id: CampaignProposalRef
) -> CampaignProposalAnswer:
    decided = approve(call, call.wired(CampaignsWiring).proposals, proposal_id)
    return proposal_answer(call, decided, _known(call, decided))


@routes.operation(
    "POST",
    "/v1/staff/campaign-proposals/{proposal_id}/reject",
    summary="Reject a proposal of a campaign; final",
    audience="staff",
    roles=DECIDERS,
    body=RejectionBody,
    answer=CampaignProposalAnswer,
    errors=(CampaignProposalNotFoundError, ApproverIsProposerError, AlreadyDecidedError),
)
def reject_campaign_proposal(
    call: Call[RejectionBody], proposal_id: CampaignProposalRef
) -> CampaignProposalAnswer:
    decided = reject(call, call.wired(CampaignsWiring).proposals, proposal_id)
    return proposal_answer(call, decided, _known(call, decided))


@routes.operation(
    "GET",
    "/v1/staff/election-periods",
    summary="Days on which campaigns give nothing for an election's sake",
    audience="staff",
    roles=READERS,
    query=PageQuery,
    answer=ElectionPeriodsAnswer,
)
def list_election_periods(call: Call[None]) -> ElectionPeriodsAnswer:
    found = call.wired(JoiningWiring).campaign_store.election_periods(call.county_id)
    shown, next_cursor = call.page().of(found, lambda period: f"{period.from_on} {period.to_on}")
    rows = [_period_answer(each) for each in shown]
    return ElectionPeriodsAnswer(data=rows, next_cursor=next_cursor)


@routes.operation(
    "POST",
    "/v1/staff/election-periods",
    summary="Record an election period; it is never changed or removed",
    audience="staff",
    roles=("manager",),
    status=201,
    body=ElectionPeriodBody,
    answer=ElectionPeriodAnswer,
    errors=(ElectionPeriodInvalidError,),
)
def add_election_period(call: Call[ElectionPeriodBody]) -> ElectionPeriodAnswer:
    period = ElectionPeriod(county_id=call.county_id, **call.body.model_dump())
    return _period_answer(
        call.wired(CampaignsWiring).desk.add_election_period(period, person_of(call))
    )


def _known(call: Call[Any], one: CampaignProposal) -> Campaign | None:
    if one.draft is not None:
        return None
    return call.wired(JoiningWiring).campaigns.by_id(call.county_id, one.campaign_id)


def _period_answer(period: ElectionPeriod) -> ElectionPeriodAnswer:
    return ElectionPeriodAnswer(
        from_on=period.from_on, to_on=period.to_on, name=period.name, source=period.source
    )
