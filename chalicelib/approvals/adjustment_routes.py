"""Adjustments: one member of staff proposes, another approves or rejects."""

from typing import Any

from chalicelib.approvals.adjustments import Adjustment
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
    AdjustmentInvalidError,
    AdjustmentNotFoundError,
    AlreadyDecidedError,
    ApproverIsProposerError,
    CorrectedEntryUnknownError,
    CorrectionExceedsEntryError,
    OwnWalletError,
    StaffNumberMissingError,
)
from chalicelib.approvals.wiring import ApprovalsWiring
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import EntryId, MemberId, Time
from chalicelib.http.terms import (
    AdjustmentRef,
    EntryRef,
    MaskedName,
    MayDecide,
    MemberRef,
    NextCursor,
)
from chalicelib.ledger.errors import AmountOutOfRangeError, MemberUnknownError
from chalicelib.ledger.kinds import EntryKind
from chalicelib.staff.actor import person_of

routes = Operations(tag="adjustments")


class AdjustmentBody(Shape):
    """Either `mileage`, in points, or `voucher_amount`, in won; plus gives, minus takes."""

    member_id: MemberId
    mileage: int = 0
    """Points to give (plus) or to take (minus); 0 if vouchers are adjusted."""
    voucher_amount: int = 0
    """Won of vouchers to give (plus) or to take (minus); 0 if mileage is adjusted."""
    reason: Reason
    corrects_entry_id: EntryId | None = None
    """The entry that this puts right, if it does."""


class CorrectedAnswer(Shape):
    """What the entry to put right moved, and what earlier corrections of it moved, as it stands
    when it is asked for; of a proposal that waits for its decision."""

    kind: EntryKind
    """What kind of entry it is."""
    at: Time
    """When it was written."""
    mileage_amount: int
    """Points that it moved."""
    voucher_amount: int
    """Won of vouchers that it moved."""
    corrected_mileage_amount: int
    """Points that corrections of it have moved so far."""
    corrected_voucher_amount: int
    """Won that corrections of it have moved so far."""
    correction_entry_ids: list[str]
    """The entries of those corrections."""


class AdjustmentAnswer(Shape):
    """`approved` and no `entry_id`: not applied yet; to approve it again applies it.
    `member_name_masked` and `corrected`: of one that is asked for by its id; `null` in lists."""

    adjustment_id: AdjustmentRef
    status: StepName
    """How far it has come."""
    member_id: MemberRef
    member_name_masked: MaskedName | None
    mileage: int
    """Points: plus gives, minus takes."""
    voucher_amount: int
    """Won of vouchers: plus gives, minus takes."""
    reason: str
    """Why it was proposed."""
    corrects_entry_id: str | None
    """The entry that it puts right; null if none."""
    corrected: CorrectedAnswer | None
    """What that entry is and what has been put right of it; null if it corrects none."""
    entry_id: EntryRef | None
    """The entry that it became; null until it is applied."""
    refusal: RefusalAnswer | None
    """Why it could not be applied; null if nothing refused it."""
    may_decide: MayDecide
    steps: StepsTaken


class AdjustmentsAnswer(Shape):
    data: list[AdjustmentAnswer]
    """Proposals, the newest first."""
    next_cursor: NextCursor


@routes.operation(
    "POST",
    "/v1/staff/adjustments",
    summary="Propose an adjustment; nothing moves until another person approves it",
    audience="staff",
    roles=PROPOSERS,
    status=201,
    body=AdjustmentBody,
    answer=AdjustmentAnswer,
    requires_idempotency_key=True,
    errors=(
        MemberUnknownError,
        CorrectedEntryUnknownError,
        AdjustmentInvalidError,
        AmountOutOfRangeError,
        CorrectionExceedsEntryError,
        OwnWalletError,
        StaffNumberMissingError,
    ),
)
def propose_adjustment(call: Call[AdjustmentBody]) -> AdjustmentAnswer:
    body = call.body
    adjustment, is_repeated = call.wired(ApprovalsWiring).adjustments.propose(
        call.county_id,
        person_of(call),
        member_id=body.member_id,
        mileage=body.mileage,
        voucher_amount=body.voucher_amount,
        reason=body.reason,
        corrects_entry_id=body.corrects_entry_id,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return _answer(call, adjustment)


@routes.operation(
    "GET",
    "/v1/staff/adjustments",
    summary="Adjustments, newest first",
    audience="staff",
    roles=READERS,
    query=RequestsQuery,
    answer=AdjustmentsAnswer,
)
def list_adjustments(call: Call[None]) -> AdjustmentsAnswer:
    found, cursor = listed(call, call.wired(ApprovalsWiring).adjustments)
    return AdjustmentsAnswer(
        data=[_answer(call, one, is_listed=True) for one in found],
        next_cursor=cursor,
    )


@routes.operation(
    "GET",
    "/v1/staff/adjustments/{adjustment_id}",
    summary="One adjustment with who did what, when and why",
    audience="staff",
    roles=READERS,
    answer=AdjustmentAnswer,
    errors=(AdjustmentNotFoundError,),
)
def show_adjustment(call: Call[None], adjustment_id: AdjustmentRef) -> AdjustmentAnswer:
    return _answer(
        call, call.wired(ApprovalsWiring).adjustments.by_id(call.county_id, adjustment_id)
    )


@routes.operation(
    "POST",
    "/v1/staff/adjustments/{adjustment_id}/approve",
    summary="Approve and apply; again, if it was approved but not applied",
    audience="staff",
    roles=DECIDERS,
    body=ApprovalBody,
    answer=AdjustmentAnswer,
    requires_idempotency_key=True,
    errors=(
        AdjustmentNotFoundError,
        ApproverIsProposerError,
        AlreadyDecidedError,
        OwnWalletError,
        StaffNumberMissingError,
    ),
)
def approve_adjustment(call: Call[ApprovalBody], adjustment_id: AdjustmentRef) -> AdjustmentAnswer:
    return _answer(call, approve(call, call.wired(ApprovalsWiring).adjustments, adjustment_id))


@routes.operation(
    "POST",
    "/v1/staff/adjustments/{adjustment_id}/reject",
    summary="Reject; final",
    audience="staff",
    roles=DECIDERS,
    body=RejectionBody,
    answer=AdjustmentAnswer,
    errors=(
        AdjustmentNotFoundError,
        ApproverIsProposerError,
        AlreadyDecidedError,
    ),
)
def reject_adjustment(call: Call[RejectionBody], adjustment_id: AdjustmentRef) -> AdjustmentAnswer:
    return _answer(call, reject(call, call.wired(ApprovalsWiring).adjustments, adjustment_id))


def _answer(
    call: Call[Any], adjustment: Adjustment, *, is_listed: bool = False
) -> AdjustmentAnswer:
    adjustments = call.wired(ApprovalsWiring).adjustments
    return AdjustmentAnswer(
        adjustment_id=adjustment.adjustment_id,
        status=adjustment.status,
        member_id=adjustment.member_id,
        member_name_masked=None if is_listed else adjustments.masked_name(adjustment),
        mileage=adjustment.mileage,
        voucher_amount=adjustment.voucher_amount,
        reason=adjustment.reason,
        corrects_entry_id=adjustment.corrects_entry_id,
        corrected=None if is_listed else _corrected(call, adjustment),
        entry_id=adjustment.entry_id,
        refusal=refusal_answer(adjustment.refusal, call.language),
        may_decide=may_decide(call, adjustment.steps),
        steps=step_answers(adjustment.steps),
    )


def _corrected(call: Call[Any], adjustment: Adjustment) -> CorrectedAnswer | None:
    if adjustment.status != "proposed":
        return None
    correction = call.wired(ApprovalsWiring).adjustments.correction(
        adjustment.county_id, adjustment.member_id, adjustment.corrects_entry_id
    )
    if correction is None:
        return None
    return CorrectedAnswer(
        kind=correction.of.kind,
        at=correction.of.at,
        mileage_amount=correction.of.mileage_amount,
        voucher_amount=correction.of.voucher_amount,
        corrected_mileage_amount=correction.mileage,
        corrected_voucher_amount=correction.vouchers,
        correction_entry_ids=[entry.entry_id for entry in correction.earlier],
    )
