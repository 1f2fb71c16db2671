"""Bulk grants: a CSV file of rows, proposed by one person, approved by another."""

from datetime import date
from typing import Annotated, Any

from chalicelib.approvals.answers import (
    DECIDERS,
    PROPOSERS,
    READERS,
    ApprovalBody,
    RejectionBody,
    StepsTaken,
    approve,
    listed,
    may_decide,
    reject,
    step_answers,
)
from chalicelib.approvals.bulk_grants import NAME_LETTERS_MAX, BulkGrant, GrantStatus, Tally
from chalicelib.approvals.errors import (
    AlreadyDecidedError,
    ApproverIsProposerError,
    BulkGrantNotFoundError,
    CsvInvalidError,
    GrantExpiryInvalidError,
    OwnWalletError,
    StaffNumberMissingError,
)
from chalicelib.approvals.sent_files import sent_file
from chalicelib.approvals.wiring import ApprovalsWiring
from chalicelib.http.call import Call, Document, Shape, attachment
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, Letters, OneLine, PageQuery
from chalicelib.http.terms import GrantRef, MayDecide, NextCursor
from chalicelib.staff.actor import person_of

routes = Operations(tag="bulk_grants")

FILE_BODY_BYTES_MAX = 1536 * 1024
"""Two thousand rows of the longest, in base64: 400 bytes each."""


class BulkGrantBody(Shape):
    """`csv` is the file as text, or `csv_base64` its very bytes, in UTF-8 or CP949. `expires_on`:
    the last day of the vouchers of a file of `voucher_amount`, if it is fixed."""

    name: Annotated[OneLine, Letters(NAME_LETTERS_MAX)]
    """What the grant is called, as members read it."""
    expires_on: Day | None = None
    """The last day of what is granted; by the settings if left out."""
    csv: str | None = None
    """The file as text: a row for each member."""
    csv_base64: str | None = None
    """The very bytes of the file, in base64; UTF-8 or CP949."""


class BulkGrantRow(Shape):
    """`mileage` and `voucher_amount` are the sums over all rows, in points and won. `approved`: not
    every row is done yet."""

    grant_id: GrantRef
    status: GrantStatus
    """How far it has come."""
    name: str
    """What the grant is called."""
    row_count: int
    """How many rows the file has."""
    mileage: int
    """Points in all rows together."""
    voucher_amount: int
    """Won of vouchers in all rows together."""
    expires_on: date | None
    """The last day of what is granted; null if the settings say it."""
    may_decide: MayDecide
    steps: StepsTaken


class BulkGrantsAnswer(Shape):
    data: list[BulkGrantRow]
    """Files of grants, the newest first."""
    next_cursor: NextCursor


class BulkGrantsQuery(PageQuery):
    status: GrantStatus | None = None
    """Those that have come this far; all if left out."""


class RowCounts(Shape):
    """Rows by what became of them; what this file granted, in points and won."""

    granted: int
    """Rows that this file granted."""
    already_granted: int
    """Rows whose key was granted before: nothing moved."""
    refused: int
    """Rows that a rule refused."""
    pending: int
    """Rows that are yet to be done."""
    mileage: int
    """Points that this file granted."""
    voucher_amount: int
    """Won of vouchers that this file granted."""


class BulkGrantAnswer(BulkGrantRow):
    rows: RowCounts
    """The rows by what became of them."""


@routes.operation(
    "POST",
    "/v1/staff/bulk-grants",
    summary="Propose a file of up to 2,000 rows; nothing moves until it is approved",
    audience="staff",
    roles=PROPOSERS,
    status=201,
    body=BulkGrantBody,
    answer=BulkGrantRow,
    requires_idempotency_key=True,
    body_bytes_max=FILE_BODY_BYTES_MAX,
    errors=(CsvInvalidError, GrantExpiryInvalidError, OwnWalletError, StaffNumberMissingError),
)
def propose_bulk_grant(call: Call[BulkGrantBody]) -> BulkGrantRow:
    _, text = sent_file(call.body.csv, call.body.csv_base64)
    grant, is_repeated = call.wired(ApprovalsWiring).bulk_grants.propose(
        call.county_id,
        person_of(call),
        name=call.body.name,
        text=text,
        expires_on=call.body.expires_on,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return _row(call, grant)


@routes.operation(
    "GET",
    "/v1/staff/bulk-grants",
    summary="Bulk grants, newest first",
    audience="staff",
    roles=READERS,
    query=BulkGrantsQuery,
    answer=BulkGrantsAnswer,
)
def list_bulk_grants(call: Call[None]) -> BulkGrantsAnswer:
    found, cursor = listed(call, call.wired(ApprovalsWiring).bulk_grants)
    return BulkGrantsAnswer(data=[_row(call, one) for one in found], next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/staff/bulk-grants/{grant_id}",
    summary="One bulk grant and how many of its rows are done",
    audience="staff",
    roles=READERS,
    answer=BulkGrantAnswer,
    errors=(BulkGrantNotFoundError,),
)
def show_bulk_grant(call: Call[None], grant_id: GrantRef) -> BulkGrantAnswer:
    return _answer(call, call.wired(ApprovalsWiring).bulk_grants.by_id(call.county_id, grant_id))


@routes.operation(
    "GET",
    "/v1/staff/bulk-grants/{grant_id}/result.csv",
    summary="What became of each row, as CSV for a spreadsheet",
    audience="staff",
    roles=READERS,
    errors=(BulkGrantNotFoundError,),
)
def show_bulk_grant_result(call: Call[None], grant_id: GrantRef) -> Document:
    content = call.wired(ApprovalsWiring).bulk_grants.result_csv(call.county_id, grant_id)
    return attachment(f"onmin-{grant_id}.csv", content)


@routes.operation(
    "POST",
    "/v1/staff/bulk-grants/{grant_id}/approve",
    summary="Approve and start; again, to go on with rows that are not done",
    audience="staff",
    roles=DECIDERS,
    body=ApprovalBody,
    answer=BulkGrantAnswer,
    requires_idempotency_key=True,
    errors=(
        BulkGrantNotFoundError,
        ApproverIsProposerError,
        AlreadyDecidedError,
        OwnWalletError,
        StaffNumberMissingError,
    ),
)
def approve_bulk_grant(call: Call[ApprovalBody], grant_id: GrantRef) -> BulkGrantAnswer:
    return _answer(call, approve(call, call.wired(ApprovalsWiring).bulk_grants, grant_id))


@routes.operation(
    "POST",
    "/v1/staff/bulk-grants/{grant_id}/reject",
    summary="Reject; final",
    audience="staff",
    roles=DECIDERS,
    body=RejectionBody,
    answer=BulkGrantAnswer,
    errors=(
        BulkGrantNotFoundError,
        ApproverIsProposerError,
        AlreadyDecidedError,
    ),
)
def reject_bulk_grant(call: Call[RejectionBody], grant_id: GrantRef) -> BulkGrantAnswer:
    return _answer(call, reject(call, call.wired(ApprovalsWiring).bulk_grants, grant_id))


def _row(call: Call[Any], grant: BulkGrant) -> BulkGrantRow:
    return BulkGrantRow(**_facts(call, grant))


def _answer(call: Call[Any], grant: BulkGrant) -> BulkGrantAnswer:
    counted = call.wired(ApprovalsWiring).bulk_grants.tally(grant)
    return BulkGrantAnswer(**_facts(call, grant), rows=_counts(counted))


def _facts(call: Call[Any], grant: BulkGrant) -> dict[str, Any]:
    return {
        "grant_id": grant.grant_id,
        "status": grant.status,
        "name": grant.name,
        "row_count": grant.row_count,
        "mileage": grant.mileage,
        "voucher_amount": grant.voucher_amount,
        "expires_on": grant.expires_on,
        "may_decide": may_decide(call, grant.steps),
        "steps": step_answers(grant.steps),
    }


def _counts(tally: Tally) -> RowCounts:
    return RowCounts(
        granted=tally.granted,
        already_granted=tally.already_granted,
        refused=tally.refused,
        pending=tally.pending,
        mileage=tally.mileage,
        voucher_amount=tally.voucher_amount,
    )
