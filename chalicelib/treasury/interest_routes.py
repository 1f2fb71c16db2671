"""Interest of the treasury account: checked, proposed by one person, confirmed by another."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from chalicelib.approvals.answers import (
    DECIDERS,
    READERS,
    ApprovalBody,
    Reason,
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
from chalicelib.core.errors import TryAgainError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day
from chalicelib.http.terms import InterestProposalRef, MayDecide, NextCursor
from chalicelib.staff.actor import person_of
from chalicelib.treasury.errors import InterestProposalNotFoundError, InterestRowsInvalidError
from chalicelib.treasury.interest import AMOUNT_MAX, ROWS_MAX, InterestProposal, RowState
from chalicelib.treasury.wiring import TreasuryWiring

routes = Operations(tag="treasury")

PROPOSERS = ("treasurer",)


class InterestRowBody(Shape):
    on: Day
    """The day in Seoul, which is over."""
    amount: Annotated[int, Field(ge=0, le=AMOUNT_MAX)]
    """Won that the bank's statement has for the day."""


class InterestBody(Shape):
    rows: Annotated[list[InterestRowBody], Field(min_length=1, max_length=ROWS_MAX)]
    """One for each day."""
    reason: Reason


class InterestFileBody(Shape):
    content: Annotated[str, Field(min_length=1, max_length=50_000)]
    """A csv file: the day, then the amount, with or without a head."""


class CheckedRow(Shape):
    line: int
    """Where it begins in the file, from 1."""
    on: date | None
    """The day as it was read; null if it was not."""
    amount: int | None
    """Won as they were read; null if they were not."""
    before_amount: int | None
    """Won that are in force for the day; null if none."""
    state: RowState
    """Whether it may be proposed, or why not."""


class InterestFileAnswer(Shape):
    data: list[CheckedRow]
    """Every row, in the order of the file."""


class InterestRowAnswer(Shape):
    on: date
    """The day in Seoul."""
    amount: int
    """Won."""
    version: int
    """Which version of the day it is: from 2 on it corrects the one before."""


class InterestProposalAnswer(Shape):
    """`approved`: not in force yet; to approve it again puts it in force. `refused`: another record
    of a day was confirmed first; nothing came into force."""

    proposal_id: InterestProposalRef
    status: StepName
    """How far it has come."""
    rows: list[InterestRowAnswer]
    """What would hold, by day."""
    total_amount: int
    """Won of all rows."""
    reason: str
    """Why, and by which statement."""
    refusal: RefusalAnswer | None
    """Why it could not be put in force; null if nothing refused it."""
    may_decide: MayDecide
    steps: StepsTaken


class InterestProposalsAnswer(Shape):
    data: list[InterestProposalAnswer]
    """Proposals, the newest first."""
    next_cursor: NextCursor


@routes.operation(
    "POST",
    "/v1/staff/interest-files",
    summary="What would become of each row of a file of interest; nothing is written",
    audience="staff",
    roles=PROPOSERS,
    body=InterestFileBody,
    answer=InterestFileAnswer,
)
def check_interest_file(call: Call[InterestFileBody]) -> InterestFileAnswer:
    rows = call.wired(TreasuryWiring).interest.check_file(call.county_id, call.body.content)
    return InterestFileAnswer(
        data=[
            CheckedRow(
                line=row.line,
                on=row.on,
                amount=row.amount,
                before_amount=row.before_amount,
                state=row.state,
            )
            for row in rows
        ]
    )


@routes.operation(
    "POST",
    "/v1/staff/interest-proposals",
    summary="Propose interest of days by the bank's statement; another person confirms it",
    audience="staff",
    roles=PROPOSERS,
    status=201,
    body=InterestBody,
    answer=InterestProposalAnswer,
    requires_idempotency_key=True,
    errors=(InterestRowsInvalidError,),
)
def propose_interest(call: Call[InterestBody]) -> InterestProposalAnswer:
    proposal, is_repeated = call.wired(TreasuryWiring).interest.propose(
        call.county_id,
        person_of(call),
        [(row.on, row.amount) for row in call.body.rows],
        reason=call.body.reason,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return _answer(call, proposal)


@routes.operation(
    "GET",
    "/v1/staff/interest-proposals",
    summary="Proposals of interest, newest first",
    audience="staff",
    roles=READERS,
    query=RequestsQuery,
    answer=InterestProposalsAnswer,
)
def list_interest_proposals(call: Call[None]) -> InterestProposalsAnswer:
    found, cursor = listed(call, call.wired(TreasuryWiring).interest)
    return InterestProposalsAnswer(data=[_answer(call, one) for one in found], next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/staff/interest-proposals/{proposal_id}",
    summary="One proposal of interest with who did what, when and why",
    audience="staff",
    roles=READERS,
    answer=InterestProposalAnswer,
    errors=(InterestProposalNotFoundError,),
)
def show_interest_proposal(
    call: Call[None], proposal_id: InterestProposalRef
) -> InterestProposalAnswer:
    return _answer(call, call.wired(TreasuryWiring).interest.by_id(call.county_id, proposal_id))


@routes.operation(
    "POST",
    "/v1/staff/interest-proposals/{proposal_id}/approve",
    summary="Confirm interest and put it in force; again, if that was cut off",
    audience="staff",
    roles=DECIDERS,
    body=ApprovalBody,
    answer=InterestProposalAnswer,
    requires_idempotency_key=True,
    errors=(
        InterestProposalNotFoundError,
        ApproverIsProposerError,
        AlreadyDecidedError,
        TryAgainError,
    ),
)
def approve_interest_proposal(
    call: Call[ApprovalBody], proposal_id: InterestProposalRef
) -> InterestProposalAnswer:
    return _answer(call, approve(call, call.wired(TreasuryWiring).interest, proposal_id))


@routes.operation(
    "POST",
    "/v1/staff/interest-proposals/{proposal_id}/reject",
    summary="Reject a record of interest; final",
    audience="staff",
    roles=DECIDERS,
    body=RejectionBody,
    answer=InterestProposalAnswer,
    errors=(InterestProposalNotFoundError, ApproverIsProposerError, AlreadyDecidedError),
)
def reject_interest_proposal(
    call: Call[RejectionBody], proposal_id: InterestProposalRef
) -> InterestProposalAnswer:
    return _answer(call, reject(call, call.wired(TreasuryWiring).interest, proposal_id))


def _answer(call: Call[Any], one: InterestProposal) -> InterestProposalAnswer:
    return InterestProposalAnswer(
        proposal_id=one.proposal_id,
        status=one.status,
        rows=[
            InterestRowAnswer(on=row.on, amount=row.amount, version=row.number) for row in one.rows
        ],
        total_amount=sum(row.amount for row in one.rows),
        reason=one.reason,
        refusal=refusal_answer(one.refusal, call.language),
        may_decide=may_decide(call, one.steps),
        steps=step_answers(one.steps),
    )
