"""Paying shops: what is due, batches that two people confirm, the bank's files."""

import base64
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.approvals.answers import (
    DECIDERS,
    PROPOSERS,
    READERS,
    ApprovalBody,
    Reason,
    RejectionBody,
    StepAnswer,
    may_decide,
    step_answers,
)
from chalicelib.approvals.errors import (
    AlreadyDecidedError,
    ApproverIsProposerError,
    CsvInvalidError,
)
from chalicelib.approvals.grant_files import decode
from chalicelib.core.errors import InvalidRequestError
from chalicelib.core.values import seoul_date
from chalicelib.http.call import Call, Document, Query, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, PageQuery
from chalicelib.settlement.errors import (
    NothingToPayError,
    PayoutBatchNotFoundError,
    PayoutBatchOpenError,
    PayoutNotApprovedError,
    ResultFileInvalidError,
)
from chalicelib.settlement.outcomes import PayoutResult, SettlementStatus
from chalicelib.settlement.payout_batches import BatchStatus, Payable, PayoutBatch
from chalicelib.settlement.wiring import SettlementWiring
from chalicelib.staff.actor import person_of

routes = Operations(tag="settlements")

RESULT_BYTES_MAX = 1024 * 1024
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class PayablesQuery(Query):
    """`on`: the day of the payout; today without it."""

    on: Day | None = None


class PayableRow(Shape):
    """`held_for` says why nothing is paid to the shop now; null if it may be."""

    settlement_id: str
    merchant_id: str
    merchant_name: str
    settled_on: date
    amount: int
    status: SettlementStatus
    failed_reason: str | None
    held_for: str | None


class PayablesAnswer(Shape):
    """Sums in won: `due_amount` is what a batch would pay now, `held_amount` what waits."""

    payout_on: date
    due_amount: int
    held_amount: int
    paid_amount: int
    data: list[PayableRow]


class BatchBody(Shape):
    payout_on: Day


class BatchRow(Shape):
    """A batch of a day's payouts: `number` counts those of the day, `hash` is that of its lines,
    which no one can change."""

    batch_id: str
    payout_on: date
    number: int
    status: BatchStatus
    line_count: int
    amount: int
    hash: str
    may_decide: bool
    steps: list[StepAnswer]


class BatchesAnswer(Shape):
    data: list[BatchRow]
    next_cursor: str | None


class LineRow(Shape):
    """A transfer to a shop; `result` is the bank's, null until it is brought in."""

    reference: str
    merchant_id: str
    merchant_name: str
    amount: int
    settled_on: list[date]
    result: PayoutResult | None
    reason: str | None


class BatchAnswer(BatchRow):
    paid_amount: int
    failed_amount: int
    open_amount: int
    lines: list[LineRow]


class FileBody(Shape):
    """Why the file is made; who made it, when and why is kept."""

    format: Literal["csv", "xlsx"]
    reason: Reason


class ResultBody(Shape):
    """The bank's list of results: `csv` as text, or `csv_base64` its very bytes, in UTF-8 or CP949.
    Columns: 참조번호 (or reference), 처리결과 (or result), and if there is one 사유 (or reason)."""

    csv: Annotated[str, Field(max_length=RESULT_BYTES_MAX)] | None = None
    csv_base64: Annotated[str, Field(max_length=RESULT_BYTES_MAX)] | None = None


@routes.operation(
    "GET",
    "/v1/staff/payouts",
    summary="What is to be paid to shops on a day, paid or not, and what is held",
    audience="staff",
    roles=READERS,
    query=PayablesQuery,
    answer=PayablesAnswer,
)
def list_payables(call: Call[None]) -> PayablesAnswer:
    payout_on = call.query.on or seoul_date(call.now())
    found = call.wired(SettlementWiring).payouts.due_on(call.county_id, payout_on)
    return PayablesAnswer(
        payout_on=payout_on,
        due_amount=_sum(p for p in found if p.is_due and p.held_for is None),
        held_amount=_sum(p for p in found if p.is_due and p.held_for is not None),
        paid_amount=_sum(p for p in found if not p.is_due),
        data=[_payable(each) for each in found],
    )


@routes.operation(
    "POST",
    "/v1/staff/payout-batches",
    summary="Propose to pay what is due on a day; nothing leaves until another approves",
    audience="staff",
    roles=PROPOSERS,
    status=201,
    body=BatchBody,
    answer=BatchRow,
    requires_idempotency_key=True,
    errors=(PayoutBatchOpenError, NothingToPayError),
)
def propose_payouts(call: Call[BatchBody]) -> BatchRow:
    batch, is_repeated = call.wired(SettlementWiring).payouts.propose(
        call.county_id,
        person_of(call),
        call.body.payout_on,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return BatchRow(**_facts(call, batch))


@routes.operation(
    "GET",
    "/v1/staff/payout-batches",
    summary="Batches of payouts to shops, the latest day's first",
    audience="staff",
    roles=READERS,
    query=PageQuery,
    answer=BatchesAnswer,
)
def list_payout_batches(call: Call[None]) -> BatchesAnswer:
    page = call.page()
    store = call.wired(SettlementWiring).payout_store
    found, cursor = page.read(
        lambda position: store.page(call.county_id, limit=page.limit, before_id=position)
    )
    return BatchesAnswer(
        data=[BatchRow(**_facts(call, each)) for each in found], next_cursor=cursor
    )


@routes.operation(
    "GET",
    "/v1/staff/payout-batches/{batch_id}",
    summary="One batch, each line with what the bank said of it",
    audience="staff",
    roles=READERS,
    answer=BatchAnswer,
    errors=(PayoutBatchNotFoundError,),
)
def show_payout_batch(call: Call[None], batch_id: str) -> BatchAnswer:
    return _answer(call, call.wired(SettlementWiring).payouts.by_id(call.county_id, batch_id))


@routes.operation(
    "POST",
    "/v1/staff/payout-batches/{batch_id}/approve",
    summary="Confirm a batch; then its file can be made",
    audience="staff",
    roles=DECIDERS,
    body=ApprovalBody,
    answer=BatchAnswer,
    requires_idempotency_key=True,
    errors=(PayoutBatchNotFoundError, ApproverIsProposerError, AlreadyDecidedError),
)
def approve_payouts(call: Call[ApprovalBody], batch_id: str) -> BatchAnswer:
    batch, is_repeated = call.wired(SettlementWiring).payouts.approve(
        call.county_id,
        person_of(call),
        batch_id,
        reason=call.body.reason,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return _answer(call, batch)


@routes.operation(
    "POST",
    "/v1/staff/payout-batches/{batch_id}/reject",
    summary="Reject a batch; final, and its lines can be proposed anew",
    audience="staff",
    roles=DECIDERS,
    body=RejectionBody,
    answer=BatchAnswer,
    errors=(PayoutBatchNotFoundError, ApproverIsProposerError, AlreadyDecidedError),
)
def reject_payouts(call: Call[RejectionBody], batch_id: str) -> BatchAnswer:
    batch = call.wired(SettlementWiring).payouts.reject(
        call.county_id, person_of(call), batch_id, reason=call.body.reason
    )
    return _answer(call, batch)


@routes.operation(
    "POST",
    "/v1/staff/payout-batches/{batch_id}/files",
    summary="The bank's file of an approved batch, with account numbers; who took it is kept",
    audience="staff",
    roles=DECIDERS,
    body=FileBody,
    errors=(PayoutBatchNotFoundError, PayoutNotApprovedError, NothingToPayError),
)
def make_payout_file(call: Call[FileBody], batch_id: str) -> Document:
    form = call.body.format
    content = call.wired(SettlementWiring).payouts.file(
        call.county_id, person_of(call), batch_id, form, reason=call.body.reason
    )
    headers = {"Content-Disposition": f'attachment; filename="onmin-{batch_id}.{form}"'}
    if form == "csv":
        return Document(content.decode(), CONTENT_TYPES[form], headers)
    return Document(content, CONTENT_TYPES[form], headers)


@routes.operation(
    "POST",
    "/v1/staff/payout-batches/{batch_id}/results",
    summary="Bring in what the bank did; the same file again changes nothing",
    audience="staff",
    roles=DECIDERS,
    body=ResultBody,
    answer=BatchAnswer,
    body_bytes_max=RESULT_BYTES_MAX + 1024,
    errors=(
        PayoutBatchNotFoundError,
        PayoutNotApprovedError,
        ResultFileInvalidError,
        CsvInvalidError,
    ),
)
def take_payout_results(call: Call[ResultBody], batch_id: str) -> BatchAnswer:
    text = _text(call.body)
    payouts = call.wired(SettlementWiring).payouts
    return _answer(call, payouts.take_results(call.county_id, batch_id, text))


def _text(body: ResultBody) -> str:
    if (body.csv is None) == (body.csv_base64 is None):
        problem = ("csv와 csv_base64 가운데 하나만 보냅니다", "send either csv or csv_base64")
        raise InvalidRequestError(param="csv", problem=problem)
    if body.csv is not None:
        return body.csv
    try:
        return decode(base64.b64decode(body.csv_base64 or "", validate=True))
    except ValueError as exc:
        problem = ("base64가 아닙니다", "is not base64")
        raise InvalidRequestError(param="csv_base64", problem=problem) from exc


def _sum(payables: Any) -> int:
    return sum(each.settlement.statement.payout_amount for each in payables)


def _payable(each: Payable) -> PayableRow:
    made, last = each.settlement.statement, each.settlement.last
    return PayableRow(
        settlement_id=made.settlement_id,
        merchant_id=made.merchant_id,
        merchant_name=each.name,
        settled_on=made.on,
        amount=made.payout_amount,
        status=each.settlement.status,
        failed_reason=last.reason if last and last.result == "failed" else None,
        held_for=each.held_for if each.is_due else None,
    )


def _facts(call: Call[Any], batch: PayoutBatch) -> dict[str, Any]:
    return {
        "batch_id": batch.batch_id,
        "payout_on": batch.payout_on,
        "number": batch.number,
        "status": batch.status,
        "line_count": batch.line_count,
        "amount": batch.amount,
        "hash": batch.hash,
        "may_decide": batch.status == "proposed" and may_decide(call, batch.steps),
        "steps": step_answers(batch.steps),
    }


def _answer(call: Call[Any], batch: PayoutBatch) -> BatchAnswer:
    payouts = call.wired(SettlementWiring).payouts
    results = payouts.results(batch)
    rows = [
        LineRow(
            reference=line.reference,
            merchant_id=line.merchant_id,
            merchant_name=line.name,
            amount=line.amount,
            settled_on=[on for on, _ in line.parts],
            result=found.result if (found := results.get(line.reference)) else None,
            reason=found.reason or None if found else None,
        )
        for line in payouts.lines(batch)
    ]
    return BatchAnswer(
        **_facts(call, batch),
        paid_amount=sum(row.amount for row in rows if row.result == "paid"),
        failed_amount=sum(row.amount for row in rows if row.result == "failed"),
        open_amount=sum(row.amount for row in rows if row.result is None),
        lines=rows,
    )
