"""How a county stood at the end of a past day: from small kept totals, made again where missing."""

from datetime import date, timedelta

from msgspec import Struct

from chalicelib.core import periods
from chalicelib.county.counties import County
from chalicelib.totals.day_totals import ClosingTotals, DayTotals
from chalicelib.totals.ports import DayTotalsStore, EntrySource
from chalicelib.totals.tally import PeriodTally

HISTORY_DAYS_MAX = 366 * 20
"""How far back day totals are looked for; longer than any county's history here."""

REMADE_DAYS_MAX = 62
"""Totals of before all was counted that is now are made again, so many in a run."""

_DAY = timedelta(days=1)


class TotalsHistory(Struct, frozen=True):
    entries: EntrySource
    day_totals: DayTotalsStore

    def before(self, county: County, day: date, *, fresh: bool = False) -> ClosingTotals:
        """How the county stood at the end of the day before; zero before its first day. `fresh`
        makes all totals again."""
        known: ClosingTotals | None = None
        first_missing = day
        while known is None and first_missing > county.opened_on:
            if (day - first_missing).days > HISTORY_DAYS_MAX:
                raise ValueError(f"{county.county_id} opened too long ago")
            before = first_missing - _DAY
            totals = None if fresh else self.day_totals.get(county.county_id, before)
            if totals:
                known = totals.closing
            else:
                first_missing = before
        closing = known or ClosingTotals()
        while first_missing < day:
            closing = self._make(county.county_id, first_missing, closing).closing
            first_missing += _DAY
        return closing

    def history(self, county: County, before: date) -> list[DayTotals]:
        """The totals of every day from the county's first until before `before`."""
        first = county.opened_on
        if (before - first).days > HISTORY_DAYS_MAX:
            raise ValueError(f"{county.county_id} opened too long ago")
        kept = self.day_totals.between(county.county_id, first, before - _DAY)
        totals_by_day = {totals.on: totals for totals in kept}
        days: list[DayTotals] = []
        remade = 0
        for n in range((before - first).days):
            on = first + n * _DAY
            closing = days[-1].closing if days else ClosingTotals()
            totals = totals_by_day.get(on)
            is_old = totals is not None and not totals.is_whole
            if totals is None or (is_old and remade < REMADE_DAYS_MAX):
                remade += is_old
                totals = self._make(county.county_id, on, closing)
            days.append(totals)
        return days

    def read_days(self, tally: PeriodTally) -> None:
        """Count the entries of the tally's days, one at a time, and keep each day's totals."""
        for on in tally.period.days():
            for entry in self.entries.entries_on(tally.county_id, on):
                tally.add(entry)
            self.day_totals.put(tally.end_day())

    def _make(self, county_id: str, on: date, closing: ClosingTotals) -> DayTotals:
        tally = PeriodTally(county_id, periods.daily(on), closing)
        self.read_days(tally)
        return tally.days[-1]
