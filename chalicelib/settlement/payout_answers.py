"""How payouts to shops look to staff: what is due, batches and their lines."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.approvals.answers import Reason, StepAnswer, may_decide, step_answers
from chalicelib.http.call import Call, Query, Shape
from chalicelib.http.shapes import Day
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
