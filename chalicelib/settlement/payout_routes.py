"""Paying shops: what is due, batches that two people confirm, the bank's files."""

from typing import Any

from chalicelib.approvals.answers import (
    DECIDERS,
    PROPOSERS,
    READERS,
    ApprovalBody,
    RejectionBody,
    approve,
    listed,
    reject,
)
from chalicelib.approvals.errors import (
    AlreadyDecidedError,
    ApproverIsProposerError,
    CsvInvalidError,
)
from chalicelib.approvals.sent_files import sent_file
from chalicelib.core.values import seoul_date
from chalicelib.http.call import Call, Document, attachment
from chalicelib.http.operations import Operations
from chalicelib.http.terms import BatchRef
from chalicelib.settlement.errors import (
    NothingToPayError,
    PayoutBatchNotFoundError,
    PayoutBatchOpenError,
    PayoutFileNotMadeError,
    PayoutNotApprovedError,
    PayoutResultDiffersError,
    ResultFileInvalidError,
    ResultFileUnclearError,
)
from chalicelib.settlement.payout_answers import (
    RESULT_BYTES_MAX,
    BatchAnswer,
    BatchBody,
    BatchesAnswer,
    BatchesQuery,
    BatchRow,
    FileBody,
    PayablesAnswer,
    PayablesQuery,
    ResultBody,
    batch_answer,
    batch_facts,
    payables_answer,
)
from chalicelib.settlement.payout_batches import PayoutBatch
from chalicelib.settlement.wiring import SettlementWiring
from chalicelib.staff.actor import person_of

routes = Operations(tag="settlements")

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


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
    return payables_answer(payout_on, found)


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
    return BatchRow(**batch_facts(call, batch))


@routes.operation(
    "GET",
    "/v1/staff/payout-batches",
    summary="Batches of payouts to shops, the latest day's first",
    audience="staff",
    roles=READERS,
    query=BatchesQuery,
    answer=BatchesAnswer,
)
def list_payout_batches(call: Call[None]) -> BatchesAnswer:
    found, cursor = listed(call, call.wired(SettlementWiring).payouts)
    return BatchesAnswer(
        data=[BatchRow(**batch_facts(call, each)) for each in found], next_cursor=cursor
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
def show_payout_batch(call: Call[None], batch_id: BatchRef) -> BatchAnswer:
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
def approve_payouts(call: Call[ApprovalBody], batch_id: BatchRef) -> BatchAnswer:
    return _answer(call, approve(call, call.wired(SettlementWiring).payouts, batch_id))


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
def reject_payouts(call: Call[RejectionBody], batch_id: BatchRef) -> BatchAnswer:
    return _answer(call, reject(call, call.wired(SettlementWiring).payouts, batch_id))


@routes.operation(
    "POST",
    "/v1/staff/payout-batches/{batch_id}/files",
    summary="The bank's file of an approved batch, with account numbers; who took it is kept",
    audience="staff",
    roles=DECIDERS,
    body=FileBody,
    errors=(PayoutBatchNotFoundError, PayoutNotApprovedError, NothingToPayError),
)
def make_payout_file(call: Call[FileBody], batch_id: BatchRef) -> Document:
    form = call.body.format
    content = call.wired(SettlementWiring).payouts.file(
        call.county_id, person_of(call), batch_id, form, reason=call.body.reason
    )
    file = content.decode() if form == "csv" else content
    return attachment(f"onmin-{batch_id}.{form}", file, CONTENT_TYPES[form])


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
        PayoutFileNotMadeError,
        PayoutNotApprovedError,
        PayoutResultDiffersError,
        ResultFileInvalidError,
        ResultFileUnclearError,
        CsvInvalidError,
    ),
)
def take_payout_results(call: Call[ResultBody], batch_id: BatchRef) -> BatchAnswer:
    content, text = sent_file(call.body.csv, call.body.csv_base64)
    payouts = call.wired(SettlementWiring).payouts
    person = person_of(call)
    taken = payouts.take_results(call.county_id, person, batch_id, text, content=content)
    return batch_answer(call, taken)


def _answer(call: Call[Any], batch: PayoutBatch) -> BatchAnswer:
    return batch_answer(call, call.wired(SettlementWiring).payouts.followed(batch))
