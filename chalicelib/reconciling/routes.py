"""How the ledger's reconciliations came out, and asking for one."""

from datetime import date
from typing import Literal

from chalicelib.core.periods import PeriodInvalidError, PeriodNotOverError
from chalicelib.http.call import Call, Document, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import PageQuery
from chalicelib.http.terms import BusinessDay, NextCursor
from chalicelib.reconciling.errors import ReconciliationNotFoundError
from chalicelib.reconciling.wiring import ReconcilingWiring
from chalicelib.totals.days import CONTENT_TYPES, RECONCILIATION
from chalicelib.totals.wiring import TotalsWiring

routes = Operations(tag="reconciliations")

SEEN_BY = ("operator", "manager", "treasurer", "auditor")
"""Who may see it may ask for it, the auditor too: it reads the ledger and changes nothing there."""


class ReconciliationRow(Shape):
    on: date
    """The day in Seoul."""
    is_clean: bool
    """Whether nothing differs."""
    difference_count: int
    """How many differences were found."""
    entry_count: int
    """How many entries were read."""
    wallet_count: int
    """How many wallets they are of."""


class ReconciliationsAnswer(Shape):
    data: list[ReconciliationRow]
    """Days, the newest first."""
    next_cursor: NextCursor


class ReconciliationRunAnswer(Shape):
    on: date
    """The day that is reconciled again."""
    status: Literal["queued"]
    """It is queued."""


@routes.operation(
    "GET",
    "/v1/staff/reconciliations",
    summary="The days that were reconciled, newest first, and how many differences each has",
    audience="staff",
    roles=SEEN_BY,
    query=PageQuery,
    answer=ReconciliationsAnswer,
)
def list_reconciliations(call: Call[None]) -> ReconciliationsAnswer:
    page = call.page()
    results = call.wired(ReconcilingWiring).results
    outcomes, cursor = page.read(
        lambda position: results.page(call.staff.county_id, limit=page.limit, position=position)
    )
    rows = [
        ReconciliationRow(
            on=outcome.on,
            is_clean=outcome.difference_count == 0,
            difference_count=outcome.difference_count,
            entry_count=outcome.entry_count,
            wallet_count=outcome.wallet_count,
        )
        for outcome in outcomes
    ]
    return ReconciliationsAnswer(data=rows, next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/staff/reconciliations/{on}",
    summary="A day's reconciliation: its sums, its merchants, and each difference, named",
    audience="staff",
    roles=SEEN_BY,
    errors=(ReconciliationNotFoundError, PeriodInvalidError),
)
def show_reconciliation(call: Call[None], on: BusinessDay) -> Document:
    content = call.wired(ReconcilingWiring).results.read(call.staff.county_id, on)
    return Document(content.decode(), CONTENT_TYPES["json"])


@routes.operation(
    "POST",
    "/v1/staff/reconciliations/{on}/run",
    summary="Reconcile a past day again, through the queue; it changes nothing in the ledger",
    audience="staff",
    roles=SEEN_BY,
    status=202,
    answer=ReconciliationRunAnswer,
    errors=(ReconciliationNotFoundError, PeriodInvalidError, PeriodNotOverError),
)
def run_reconciliation(call: Call[None], on: BusinessDay) -> ReconciliationRunAnswer:
    county_id = call.staff.county_id
    day = call.wired(ReconcilingWiring).results.check_can_run(county_id, on, now=call.now())
    call.wired(TotalsWiring).queue.send(county_id, RECONCILIATION, on)
    return ReconciliationRunAnswer(on=day, status="queued")
