"""Whether every note stands once, the sums of stock are those of the runs, and what was sold on
paper on the day is what wallets say.

In read units: of each series 1/8 for eight runs, and half a one for each thousand notes of which
some were sold, twice.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from msgspec import Struct

from chalicelib.core.values import seoul_date
from chalicelib.paper.serials import Serial
from chalicelib.paper.stock import Run, RunState, Series, blocks_of, find_hole
from chalicelib.reconciling.day_check import DayCheck
from chalicelib.reconciling.ports import PaperSaleSource, PaperSource
from chalicelib.reconciling.reconciliation import Difference

TRIES_MAX = 3
PAUSE_SECONDS = 1.0
"""Notes are sold while they are read: what differs is looked at again."""
LATER_DAYS_MAX = 14
"""Of a day longer ago it is not said what was in circulation then."""


class PaperReading(Struct, frozen=True):
    stock: PaperSource
    sales: PaperSaleSource
    pause: Callable[[float], None]

    def differences(self, check: DayCheck) -> list[Difference]:
        found: list[Difference] = []
        for attempt in range(TRIES_MAX):
            if attempt:
                self.pause(PAUSE_SECONDS)
            found = [*self._of_stock(check.county_id), *self._of_day(check)]
            if not found:
                break
        return found

    def circulation(self, check: DayCheck, paper: int | None, today: date) -> list[Difference]:
        """Whether the notes that were sold and not taken back are worth what wallets say was sold
        through the day (`paper`) and notes say since; and whether what ended by an exchange on the
        day is what shops are paid for. Both sides less what was exchanged or voided is what is in
        circulation."""
        later = (today - check.on).days
        if paper is None or later > LATER_DAYS_MAX:
            return []
        found: list[Difference] = []
        for attempt in range(TRIES_MAX):
            if attempt:
                self.pause(PAUSE_SECONDS)
            found = list(self._of_circulation(check, paper, later))
            if not found:
                break
        return found

    def _of_circulation(self, check: DayCheck, paper: int, later: int) -> Iterator[Difference]:
        since = (check.on + timedelta(days=n) for n in range(1, later + 1))
        sales = (sale for on in since for sale in self.sales.sales_on(check.county_id, on))
        expected = paper + sum(sale.face_amount for sale in sales)
        out = exchanged = 0
        for series in self.stock.all_series(check.county_id):
            runs = self.stock.all_runs(check.county_id, series.code)
            sold = [run for run in runs if run.standing.state == "sold"]
            notes = sum(run.notes.size for run in sold)
            for block in sorted({block for run in sold for block in blocks_of(run.notes)}):
                for end in self.stock.ends(check.county_id, series.code, block):
                    notes -= end.state == "returned"
                    if end.state == "exchanged" and seoul_date(end.at) == check.on:
                        exchanged += series.denomination
            out += notes * series.denomination
        if out != expected:
            yield _circulating("sold", f"notes {out}, ledger {expected}")
        paid = sum(one.amount for one in self.sales.exchanges_on(check.county_id, check.on))
        if exchanged != paid:
            yield _circulating("exchanged", f"notes {exchanged}, exchanges {paid}")

    def _of_stock(self, county_id: str) -> Iterator[Difference]:
        all_series = self.stock.all_series(county_id)
        counted: dict[str, Counter[tuple[str, RunState]]] = {"COUNTY": Counter()}
        for series in all_series:
            runs = list(self.stock.all_runs(county_id, series.code))
            hole = find_hole(runs, series.all_notes)
            if hole is not None:
                serial = Serial(series.code, hole).text
                yield _difference(series.code, f"{serial} is in no run, or in two")
            for run in runs:
                of = counted.setdefault(run.standing.holder, Counter())
                of[series.code, run.standing.state] += run.notes.size
            yield from self._of_ends(county_id, series, runs)
        for holder, expected in counted.items():
            sums = self.stock.sums(county_id, holder)
            for place in sorted(sums.keys() | expected.keys()):
                one, other = expected[place], sums.get(place, 0)
                if one != other:
                    code, state = place
                    yield _difference(code, f"{holder} {state}: runs {one}, sum {other}")

    def _of_ends(self, county_id: str, series: Series, runs: list[Run]) -> Iterator[Difference]:
        """Nothing ends that was not sold."""
        sold = [run for run in runs if run.standing.state == "sold"]
        blocks = {block for run in sold for block in blocks_of(run.notes)}
        begins = [run.first for run in sold]
        for block in sorted(blocks):
            for end in self.stock.ends(county_id, series.code, block):
                at = bisect_right(begins, end.serial.number) - 1
                if at < 0 or sold[at].last < end.serial.number:
                    yield _difference(series.code, f"{end.serial.text} ended and was not sold")

    def _of_day(self, check: DayCheck) -> Iterator[Difference]:
        """The notes' side of the day's sales and returns beside the wallets'."""
        by_kind = check.flows
        kept = self.sales.sales_on(check.county_id, check.on)
        sold = [s.price_amount for s in kept if not s.of_entry_id]
        back = [-s.price_amount for s in kept if s.of_entry_id]
        flow, flow_back = by_kind["paper_sale"], by_kind["paper_return"]
        wallets = [flow.count, flow.price_in, flow_back.count, flow_back.price_out]
        notes = [len(sold), sum(sold), len(back), sum(back)]
        if wallets != notes:
            yield _difference(check.on.isoformat(), f"wallets {wallets}, notes {notes}")
        if not kept:
            return
        values = {s.code: s.denomination for s in self.stock.all_series(check.county_id)}
        for sale in kept:
            value = sum(values.get(notes.series, 0) * notes.size for notes in sale.notes)
            if value != abs(sale.face_amount):
                detail = f"{sale.entry_id}: notes of {value}, face value {sale.face_amount}"
                yield _difference(check.on.isoformat(), detail)


def _difference(subject: str, detail: str) -> Difference:
    return Difference(kind="paper_stock", subject=subject, detail=detail)


def _circulating(subject: str, detail: str) -> Difference:
    return Difference(kind="paper_circulation", subject=subject, detail=detail)
