"""Hours, fees and benefits of a sight, proposed by one of staff and approved by another."""

from typing import Any

from chalicelib.approvals.answers import (
    DECIDERS,
    READERS,
    ApprovalBody,
    RefusalAnswer,
    RejectionBody,
    RequestsQuery,
    StepsTaken,
    approve,
    listed,
    may_decide,
    refusal_answer,
    reject,
    step_answers,
)
from chalicelib.approvals.approvals import StepName
from chalicelib.approvals.errors import AlreadyDecidedError, ApproverIsProposerError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.terms import FacilityProposalRef, FacilityRef, MayDecide, NextCursor
from chalicelib.staff.actor import person_of
from chalicelib.visits.errors import (
    FacilityNotFoundError,
    FacilityProposalNotFoundError,
    TermsFixedError,
    TermsInvalidError,
    TermsNotAheadError,
)
from chalicelib.visits.facility_file import terms_from_record
from chalicelib.visits.facility_routes import MAKERS, TermsAnswer, TermsBody, terms_answer
from chalicelib.visits.terms_proposals import TermsProposal
from chalicelib.visits.wiring import VisitsWiring

routes = Operations(tag="visits")


class FacilityProposalAnswer(Shape):
    """`approved`: not in force yet; to approve it again puts it in force. `refused`: when it was
    approved, a rule forbade it; nothing came into force."""

    proposal_id: FacilityProposalRef
    facility_id: FacilityRef
    status: StepName
    """How far it has come."""
    terms: TermsAnswer
    """What would hold."""
    refusal: RefusalAnswer | None
    """Why it could not be put in force; null if nothing refused it."""
    may_decide: MayDecide
    steps: StepsTaken


class FacilityProposalsAnswer(Shape):
    data: list[FacilityProposalAnswer]
    """Proposals, the newest first."""
    next_cursor: NextCursor


@routes.operation(
    "POST",
    "/v1/staff/facilities/{facility_id}/terms",
    summary="Propose a sight's hours, fees and benefits from a day to come on",
    audience="staff",
    roles=MAKERS,
    status=201,
    body=TermsBody,
    answer=FacilityProposalAnswer,
    requires_idempotency_key=True,
    errors=(FacilityNotFoundError, TermsNotAheadError, TermsInvalidError, TermsFixedError),
)
def propose_terms(call: Call[TermsBody], facility_id: FacilityRef) -> FacilityProposalAnswer:
    record = call.body.model_dump(mode="json", exclude={"reason"})
    proposal, is_repeated = call.wired(VisitsWiring).terms_proposals.propose(
        person_of(call),
        terms_from_record(call.county_id, facility_id, record),
        reason=call.body.reason,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return _answer(call, proposal)


@routes.operation(
    "GET",
    "/v1/staff/facility-proposals",
    summary="Proposals of sights' terms, newest first",
    audience="staff",
    roles=READERS,
    query=RequestsQuery,
    answer=FacilityProposalsAnswer,
)
def list_facility_proposals(call: Call[None]) -> FacilityProposalsAnswer:
    found, cursor = listed(call, call.wired(VisitsWiring).terms_proposals)
    return FacilityProposalsAnswer(data=[_answer(call, one) for one in found], next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/staff/facility-proposals/{proposal_id}",
    summary="One proposal of a sight's terms with who did what, when and why",
    audience="staff",
    roles=READERS,
    answer=FacilityProposalAnswer,
    errors=(FacilityProposalNotFoundError,),
)
def show_facility_proposal(
    call: Call[None], proposal_id: FacilityProposalRef
) -> FacilityProposalAnswer:
    proposals = call.wired(VisitsWiring).terms_proposals
    return _answer(call, proposals.by_id(call.county_id, proposal_id))


@routes.operation(
    "POST",
    "/v1/staff/facility-proposals/{proposal_id}/approve",
    summary="Approve a sight's terms and put them in force; again, if that was cut off",
    audience="staff",
    roles=DECIDERS,
    body=ApprovalBody,
    answer=FacilityProposalAnswer,
    requires_idempotency_key=True,
    errors=(FacilityProposalNotFoundError, ApproverIsProposerError, AlreadyDecidedError),
)
def approve_facility_proposal(
    call: Call[ApprovalBody], proposal_id: FacilityProposalRef
) -> FacilityProposalAnswer:
    return _answer(call, approve(call, call.wired(VisitsWiring).terms_proposals, proposal_id))


@routes.operation(
    "POST",
    "/v1/staff/facility-proposals/{proposal_id}/reject",
    summary="Reject a sight's terms; final",
    audience="staff",
    roles=DECIDERS,
    body=RejectionBody,
    answer=FacilityProposalAnswer,
    errors=(FacilityProposalNotFoundError, ApproverIsProposerError, AlreadyDecidedError),
)
def reject_facility_proposal(
    call: Call[RejectionBody], proposal_id: FacilityProposalRef
) -> FacilityProposalAnswer:
    return _answer(call, reject(call, call.wired(VisitsWiring).terms_proposals, proposal_id))


def _answer(call: Call[Any], one: TermsProposal) -> FacilityProposalAnswer:
    return FacilityProposalAnswer(
        proposal_id=one.proposal_id,
        facility_id=one.terms.facility_id,
        status=one.status,
        terms=terms_answer(one.terms),
        refusal=refusal_answer(one.refusal, call.language),
        may_decide=may_decide(call, one.steps),
        steps=step_answers(one.steps),
    )
