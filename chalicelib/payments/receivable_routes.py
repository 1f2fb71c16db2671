"""Who owes the county what, and what is let go of it: one person asks, another decides."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from chalicelib.approvals.answers import (
    DECIDERS,
    PROPOSERS,
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
from chalicelib.approvals.errors import (
    AlreadyDecidedError,
    ApproverIsProposerError,
    OwnWalletError,
    StaffNumberMissingError,
)
from chalicelib.core.values import AMOUNT_MAX, seoul_date
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import PageQuery, Time
from chalicelib.http.terms import (
    EntryRef,
    MaskedName,
    MayDecide,
    MemberRef,
    NextCursor,
    WaiverRef,
)
from chalicelib.ledger.errors import AmountOutOfRangeError, MemberUnknownError
from chalicelib.payments.errors import WaiverNotFoundError
from chalicelib.payments.receivable_list import CauseKind, Receivable
from chalicelib.payments.waivers import Waiver
from chalicelib.payments.wiring import PaymentsWiring
from chalicelib.staff.actor import person_of

routes = Operations(tag="receivables")


class CauseRow(Shape):
    """A part may be settled already."""

    kind: CauseKind
    """For what: a purchase whose payment was taken back, a trip's grant, a cashback; `carried`
    from a wallet that ended in this one."""
    source_id: str | None
    """The purchase or the trip; null for what has no id of its own."""
    amount: int
    """Won that were owed for it."""
    at: Time
    """Since when."""


class ReceivableRow(Shape):
    member_id: MemberRef
    member_name_masked: MaskedName
    owed_amount: int
    """Won that are owed now."""
    since_on: date
    """The day in Seoul since which something is owed."""
    age_days: int
    """How many days ago that was."""
    causes: list[CauseRow]
    """For what, since nothing was owed last, the oldest first."""


class ReceivablesAnswer(Shape):
    data: list[ReceivableRow]
    """Members who owe, those who have owed longest first."""
    total_amount: int
    """Won that all members owe together."""
    member_count: int
    """How many members owe."""
    next_cursor: NextCursor


class WaiverBody(Shape):
    member_id: MemberRef
    amount: Annotated[int, Field(ge=1, le=AMOUNT_MAX)]
    """Won that are not to be asked for any more."""
    reason: Reason


class WaiverAnswer(Shape):
    """`approved` and no `entry_id`: not in the ledger yet; to approve it again writes it.
    `member_name_masked`: of one that is asked for by its id; `null` in lists."""

    waiver_id: WaiverRef
    status: StepName
    """How far it has come."""
    member_id: MemberRef
    member_name_masked: MaskedName | None
    amount: int
    """Won that are not to be asked for any more."""
    reason: str
    """Why."""
    entry_id: EntryRef | None
    """The entry that settles it; null until it is written."""
    refusal: RefusalAnswer | None
    """Why it could not be done; null if nothing refused it."""
    may_decide: MayDecide
    steps: StepsTaken


class WaiversAnswer(Shape):
    data: list[WaiverAnswer]
    """Requests, the newest first."""
    next_cursor: NextCursor


@routes.operation(
    "GET",
    "/v1/staff/receivables",
    summary="Who owes the county what and for what, those who have owed longest first",
    audience="staff",
    roles=READERS,
    query=PageQuery,
    answer=ReceivablesAnswer,
)
def list_receivables(call: Call[None]) -> ReceivablesAnswer:
    page, receivables = call.page(), call.wired(PaymentsWiring).receivable_desk
    owed = receivables.owed(call.county_id)
    found, cursor = page.read(
        lambda position: receivables.page(owed, limit=page.limit, position=position)
    )
    return ReceivablesAnswer(
        data=[_row(call, one) for one in found],
        total_amount=sum(one.amount for one in owed),
        member_count=len(owed),
        next_cursor=cursor,
    )


@routes.operation(
    "POST",
    "/v1/staff/receivable-waivers",
    summary="Ask to let go of what a member owes, or a part; another person approves it",
    audience="staff",
    roles=PROPOSERS,
    status=201,
    body=WaiverBody,
    answer=WaiverAnswer,
    requires_idempotency_key=True,
    errors=(MemberUnknownError, AmountOutOfRangeError, OwnWalletError, StaffNumberMissingError),
)
def request_waiver(call: Call[WaiverBody]) -> WaiverAnswer:
    made, is_repeated = call.wired(PaymentsWiring).waivers.propose(
        call.county_id,
        person_of(call),
        member_id=call.body.member_id,
        amount=call.body.amount,
        reason=call.body.reason,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return _waiver(call, made)


@routes.operation(
    "GET",
    "/v1/staff/receivable-waivers",
    summary="What is to be let go or was, newest first",
    audience="staff",
    roles=READERS,
    query=RequestsQuery,
    answer=WaiversAnswer,
)
def list_waivers(call: Call[None]) -> WaiversAnswer:
    found, cursor = listed(call, call.wired(PaymentsWiring).waivers)
    rows = [_waiver(call, one, is_listed=True) for one in found]
    return WaiversAnswer(data=rows, next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/staff/receivable-waivers/{waiver_id}",
    summary="One request with whose debt it is, masked, and who did what",
    audience="staff",
    roles=READERS,
    answer=WaiverAnswer,
    errors=(WaiverNotFoundError,),
)
def show_waiver(call: Call[None], waiver_id: WaiverRef) -> WaiverAnswer:
    return _waiver(call, call.wired(PaymentsWiring).waivers.by_id(call.county_id, waiver_id))


@routes.operation(
    "POST",
    "/v1/staff/receivable-waivers/{waiver_id}/approve",
    summary="Approve and let go; to approve again finishes what was cut off",
    audience="staff",
    roles=DECIDERS,
    body=ApprovalBody,
    answer=WaiverAnswer,
    requires_idempotency_key=True,
    errors=(
        WaiverNotFoundError,
        ApproverIsProposerError,
        AlreadyDecidedError,
        OwnWalletError,
        StaffNumberMissingError,
    ),
)
def approve_waiver(call: Call[ApprovalBody], waiver_id: WaiverRef) -> WaiverAnswer:
    return _waiver(call, approve(call, call.wired(PaymentsWiring).waivers, waiver_id))


@routes.operation(
    "POST",
    "/v1/staff/receivable-waivers/{waiver_id}/reject",
    summary="Reject; final",
    audience="staff",
    roles=DECIDERS,
    body=RejectionBody,
    answer=WaiverAnswer,
    errors=(WaiverNotFoundError, ApproverIsProposerError, AlreadyDecidedError),
)
def reject_waiver(call: Call[RejectionBody], waiver_id: WaiverRef) -> WaiverAnswer:
    return _waiver(call, reject(call, call.wired(PaymentsWiring).waivers, waiver_id))


def _row(call: Call[Any], one: Receivable) -> ReceivableRow:
    since_on = seoul_date(one.since)
    return ReceivableRow(
        member_id=one.member_id,
        member_name_masked=call.wired(PaymentsWiring).waivers.masked_name(
            call.county_id, one.member_id
        ),
        owed_amount=one.amount,
        since_on=since_on,
        age_days=(seoul_date(call.now()) - since_on).days,
        causes=[
            CauseRow(kind=each.kind, source_id=each.of_id, amount=each.amount, at=each.at)
            for each in one.causes
        ],
    )


def _waiver(call: Call[Any], one: Waiver, *, is_listed: bool = False) -> WaiverAnswer:
    waivers = call.wired(PaymentsWiring).waivers
    return WaiverAnswer(
        waiver_id=one.waiver_id,
        status=one.status,
        member_id=one.member_id,
        member_name_masked=None
        if is_listed
        else waivers.masked_name(call.county_id, one.member_id),
        amount=one.amount,
        reason=one.reason,
        entry_id=one.entry_id,
        refusal=refusal_answer(one.refusal, call.language),
        may_decide=may_decide(call, one.steps),
        steps=step_answers(one.steps),
    )
