"""Reconciling a county's day, every night and on demand, and keeping what was found.

It only reads the ledger, and mends nothing. The outcome is a small item, and a file with every
difference named: the same bytes whenever it is made of the same ledger.
"""

from datetime import date, datetime, timedelta

from msgspec import Struct

from chalicelib.core.periods import PeriodNotOverError
from chalicelib.core.values import day_start, seoul_date
from chalicelib.county.counties import County
from chalicelib.county.ports import CountyStore
from chalicelib.reconciling import ledger_sums
from chalicelib.reconciling.day_check import DayCheck
from chalicelib.reconciling.errors import ReconciliationNotFoundError
from chalicelib.reconciling.ledger_reading import LedgerReading
from chalicelib.reconciling.ports import SummaryStore
from chalicelib.reconciling.reconciliation import (
    Difference,
    Reconciliation,
    ReconciliationSummary,
    ordered,
)
from chalicelib.totals.day_totals import ClosingTotals, DayTotals
from chalicelib.totals.days import parse_day
from chalicelib.totals.flows import NO_FLOWS, add_flows
from chalicelib.totals.funds import plus
from chalicelib.totals.ports import DayTotalsStore, ReportFiles
from chalicelib.totals.totals_history import TotalsHistory

CATCH_UP_DAYS_MAX = 14
"""A night makes up for missed ones, but for no older ones than this; those are run on demand."""

_DAY = timedelta(days=1)


class Reconciliations(Struct, frozen=True, kw_only=True):
    reading: LedgerReading
    totals_history: TotalsHistory
    day_totals: DayTotalsStore
    counties: CountyStore
    outcomes: SummaryStore
    files: ReportFiles

    def due(self, county_id: str, today: date) -> list[date]:
        """The days that are over and were not reconciled, oldest first; not too many."""
        county = find_county(self.counties, county_id)
        first = max(today - CATCH_UP_DAYS_MAX * _DAY, county.opened_on)
        days = [first + n * _DAY for n in range((today - first).days)]
        done = self.outcomes.between(county_id, days[0], days[-1]) if days else {}
        return [on for on in days if on not in done]

    def run(self, county_id: str, on: date, *, now: datetime) -> Reconciliation:
        """Reconcile a day that is over and keep the outcome: the file first, as lists go by the
        item. `now` bears on budgets and what waits after an approval alone."""
        county = find_county(self.counties, county_id)
        check_can_run(county, on, now)
        made = self._reconcile(county, on, now)
        self.files.put(_file_name(county_id, on), made.to_json(), "application/json")
        self.outcomes.put(county_id, made.outcome)
        return made

    def _reconcile(self, county: County, on: date, now: datetime) -> Reconciliation:
        county_id = county.county_id
        check = DayCheck(county_id, on)
        self.reading.wallets(check)
        self.reading.merchants(check)
        differences = [
            *check.differences(),
            *self.reading.root(check, is_first=on == county.opened_on),
            *self.reading.budgets(check, self.outcomes, today=seoul_date(now)),
            *self.reading.approvals.past_the_desk(county_id, check.movements),
            *self.reading.approvals.waiting(county_id, now),
            *self.reading.signups.differences(county_id, check.signup_grants),
            *self.reading.settlements.differences(check),
            *self.reading.receivables.differences(county_id, on, check.owing),
            *self.reading.interest.differences(county_id),
            *self.reading.fee_shares.differences(county_id, check.fee_shares),
            *self.reading.trips.differences(county_id, seoul_date(now)),
            *self.reading.paper.differences(check),
        ]
        history = self.totals_history.history(county, on)
        totals = _totals(check, history[-1].closing if history else ClosingTotals())
        flows = add_flows([*(day.flows for day in history), totals.flows])
        equations = {
            "mileage": ledger_sums.mileage_equation(flows, totals.closing.mileage),
            "voucher": ledger_sums.voucher_equation(flows, totals.closing.voucher),
            "mileage_of_day": ledger_sums.mileage_equation(totals.flows, check.mileage_movement),
            "voucher_of_day": ledger_sums.voucher_equation(totals.flows, check.voucher_movement),
        }
        differences += self._sum_differences(history, totals)
        paper = totals.closing.paper
        differences += self.reading.paper.circulation(check, paper, seoul_date(now))
        differences += ledger_sums.check_equations(**equations)
        count, kept = ordered(differences)
        return Reconciliation(
            county_id=county_id,
            on=on,
            entry_count=check.entry_count,
            wallet_count=check.wallet_count,
            **equations,
            merchants=check.merchants.lines(),
            difference_count=count,
            differences=kept,
            budget_moves=check.budgets.moves(),
        )

    def _sum_differences(self, history: list[DayTotals], totals: DayTotals) -> list[Difference]:
        kept = self.day_totals.get(totals.county_id, totals.on)
        return [
            *ledger_sums.check_history(history),
            *ledger_sums.check_carried(totals.flows),
            *ledger_sums.check_kept_totals(kept, totals),
        ]


class ReconciliationService(Struct, frozen=True):
    """What staff see of it, and whether they may ask for a day."""

    counties: CountyStore
    outcomes: SummaryStore
    files: ReportFiles

    def check_can_run(self, county_id: str, text: str, *, now: datetime) -> date:
        """The day named `2026-11-21`. Refuses at once what the worker would refuse later.

        Raises `PeriodInvalidError`, `PeriodNotOverError`, `ReconciliationNotFoundError`.
        """
        on = parse_day(text)
        check_can_run(find_county(self.counties, county_id), on, now)
        return on

    def page(
        self, county_id: str, *, limit: int, position: str | None
    ) -> tuple[list[ReconciliationSummary], str | None]:
        """Newest first, and where the next page begins."""
        before = date.fromisoformat(position) if position else None
        found = self.outcomes.newest(county_id, limit=limit + 1, before=before)
        if len(found) <= limit:
            return found, None
        return found[:limit], found[limit - 1].on.isoformat()

    def read(self, county_id: str, text: str) -> bytes:
        """The kept file of a day. Raises `ReconciliationNotFoundError`, `PeriodInvalidError`."""
        body = self.files.get(_file_name(county_id, parse_day(text)))
        if body is None:
            raise ReconciliationNotFoundError(param="on")
        return body


def check_can_run(county: County, on: date, now: datetime) -> None:
    """Raises `PeriodNotOverError`, and `ReconciliationNotFoundError` for a day before the county
    opened."""
    if now < day_start(on + _DAY):
        raise PeriodNotOverError(param="on", last_on=on.isoformat())
    if on < county.opened_on:
        raise ReconciliationNotFoundError(param="on")


def find_county(counties: CountyStore, county_id: str) -> County:
    """Raises `ReconciliationNotFoundError`."""
    county = counties.county(county_id)
    if county is None:
        raise ReconciliationNotFoundError(param="county_id")
    return county


def _totals(check: DayCheck, before: ClosingTotals) -> DayTotals:
    """The day's totals as the wallets have them."""
    flows = {**NO_FLOWS, **check.flows}
    closing = ClosingTotals(
        before.members + flows["signup"].count,
        before.mileage + check.mileage_movement,
        before.voucher + check.voucher_movement,
        plus(before.bought, check.funds.bought),
        plus(before.paper, check.funds.paper),
    )
    spent, discounts = check.funds.bought_spent, check.funds.discounts_by_round()
    return DayTotals(check.county_id, check.on, closing, flows, spent, discounts)


def _file_name(county_id: str, on: date) -> str:
    return f"{county_id}/reconciliations/{on.isoformat()}.json"
