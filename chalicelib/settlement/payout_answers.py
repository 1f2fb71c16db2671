"""How payouts to shops look to staff: what is due, batches and their lines."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.approvals.answers import Reason, StepsTaken, may_decide, step_answers
from chalicelib.http.call import Call, Query, Shape
from chalicelib.http.shapes import Day, PageQuery
from chalicelib.http.terms import (
    BatchRef,
    MayDecide,
    MerchantName,
    MerchantRef,
    NextCursor,
    SettlementRef,
)
from chalicelib.settlement.outcomes import PayoutResult, SettlementStatus
from chalicelib.settlement.payout_batches import (
    BatchStatus,
    FollowedBatch,
    Payable,
    PayoutBatch,
)

RESULT_BYTES_MAX = 1024 * 1024


class PayablesQuery(Query):
    """`on`: the day of the payout; today without it."""

    on: Day | None = None
    """The day of the payout; today if left out."""


class PayableRow(Shape):
    """`held_for` says why nothing is paid to the shop now; null if it may be."""

    settlement_id: SettlementRef
    merchant_id: MerchantRef
    merchant_name: MerchantName
    settled_on: date
    """The day whose sales are settled."""
    amount: int
    """Won to pay out."""
    status: SettlementStatus
    """How the payout stands."""
    failed_reason: str | None
    """What the bank said of a payout that failed; null otherwise."""
    held_for: str | None
    """Why nothing is paid to the shop now; null if it may be."""


class PayablesAnswer(Shape):
    """Sums in won: `due_amount` is what a batch would pay now, `held_amount` what waits."""

    payout_on: date
    """The day of the payout."""
    due_amount: int
    """Won that a batch would pay now."""
    held_amount: int
    """Won that wait."""
    paid_amount: int
    """Won that are paid."""
    data: list[PayableRow]
    """A row for each shop and day."""


class BatchBody(Shape):
    payout_on: Day
    """The day of the payout."""


class BatchRow(Shape):
    """A batch of a day's payouts: `number` counts those of the day, `hash` is that of its lines,
    which no one can change."""

    batch_id: BatchRef
    payout_on: date
    """The day of the payout."""
    number: int
    """Counts the batches of the day."""
    status: BatchStatus
    """How far it has come."""
    line_count: int
    """How many transfers."""
    amount: int
    """Won in all."""
    hash: str
    """The hash of its lines, in hex: what was approved is what is paid."""
    may_decide: MayDecide
    steps: StepsTaken


class BatchesAnswer(Shape):
    data: list[BatchRow]
    """Batches, the latest day's first."""
    next_cursor: NextCursor


class BatchesQuery(PageQuery):
    status: BatchStatus | None = None
    """Those that have come this far; all if left out."""


class LineRow(Shape):
    """A transfer to a shop; `result` is the bank's, null until it is brought in."""

    reference: str
    """Names the transfer in the bank's file."""
    merchant_id: MerchantRef
    merchant_name: MerchantName
    amount: int
    """Won to transfer."""
    settled_on: list[date]
    """The days whose sales it pays."""
    result: PayoutResult | None
    """What the bank did; null until its results are brought in."""
    reason: str | None
    """What the bank said of a transfer that failed; null otherwise."""


class BatchAnswer(BatchRow):
    paid_amount: int
    """Won that the bank paid."""
    failed_amount: int
    """Won that it could not pay."""
    open_amount: int
    """Won of which nothing is known yet."""
    lines: list[LineRow]
    """The transfers."""


class FileBody(Shape):
    """Why the file is made; who made it, when and why is kept."""

    format: Literal["csv", "xlsx"]
    """The form of the file."""
    reason: Reason


class ResultBody(Shape):
    """The bank's list of results: `csv` as text, or `csv_base64` its very bytes, in UTF-8 or CP949.
    Columns: 참조번호 (or reference) and 처리결과 (이체결과, 결과, result …), and if there are any
    사유 (오류사유, reason …) and amounts (입금액, 이체금액, 처리금액, 금액, amount …). Of what was
    paid each amount has to be the line's. Lines above and below the list are passed over."""

    csv: Annotated[str, Field(max_length=RESULT_BYTES_MAX)] | None = None
    """The bank's list as text."""
    csv_base64: Annotated[str, Field(max_length=RESULT_BYTES_MAX)] | None = None
    """Its very bytes, in base64; UTF-8 or CP949."""


def payables_answer(payout_on: date, found: list[Payable]) -> PayablesAnswer:
    return PayablesAnswer(
        payout_on=payout_on,
        due_amount=_sum(p for p in found if p.is_due and p.held_for is None),
        held_amount=_sum(p for p in found if p.is_due and p.held_for is not None),
        paid_amount=_sum(p for p in found if not p.is_due),
        data=[_payable(each) for each in found],
    )


def _sum(payables: Iterable[Payable]) -> int:
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


def batch_facts(call: Call[Any], batch: PayoutBatch) -> dict[str, Any]:
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


def batch_answer(call: Call[Any], followed: FollowedBatch) -> BatchAnswer:
    rows = [
        LineRow(
            reference=line.reference,
            merchant_id=line.merchant_id,
            merchant_name=line.name,
            amount=line.amount,
            settled_on=[on for on, _ in line.parts],
            result=found.result if (found := followed.results.get(line.reference)) else None,
            reason=found.reason or None if found else None,
        )
        for line in followed.lines
    ]
    return BatchAnswer(
        **batch_facts(call, followed.batch),
        paid_amount=sum(row.amount for row in rows if row.result == "paid"),
        failed_amount=sum(row.amount for row in rows if row.result == "failed"),
        open_amount=sum(row.amount for row in rows if row.result is None),
        lines=rows,
    )
