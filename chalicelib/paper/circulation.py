"""Notes that people hold: sold, and neither exchanged, given back, void, nor past their last day.

A note holds for five years from its issue, or as the ordinance says (지역사랑상품권법 제4조). Past
its last day no shop takes it and the county owes nobody for it, as for what a wallet's lots lose by
expiry; what was paid for it stays at the treasury, among what is left of purchase money (제4조의2).
So it counts as held nowhere: not at the desk, not in the treasury account, not in a report. All
three ask here.

Read of the notes themselves: half a read unit for each thousand of which some were sold.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Protocol

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.values import id_time, seoul_date
from chalicelib.paper.stock import EndState, NoteEnd, Run, Series, blocks_of


class Notes(Protocol):
    def all_series(self, county_id: str) -> list[Series]: ...

    def all_runs(self, county_id: str, code: str) -> Iterator[Run]: ...

    def ends(self, county_id: str, code: str, block: int) -> Iterator[NoteEnd]: ...


class Circulation(Struct, frozen=True, kw_only=True):
    """Of one series at a day's end; all counts are of notes. What was not brought back by the last
    day is `expired`, and no longer held."""

    series: Series
    sold: int
    exchanged: int
    returned: int
    voided: int
    expired: int

    @property
    def held(self) -> int:
        return self.sold - self.exchanged - self.returned - self.voided - self.expired

    @property
    def amount(self) -> int:
        """Won that the county still owes for these notes."""
        return self.held * self.series.denomination


class SeriesDays(Struct, frozen=True):
    """Notes of one series by their day in Seoul: sold, and come to what end."""

    series: Series
    sold: Mapping[date, int]
    ended: Mapping[tuple[date, EndState], int]

    def at(self, on: date) -> Circulation:
        """At the end of the day."""
        sold = sum(count for day, count in self.sold.items() if day <= on)
        ended: Counter[EndState] = Counter()
        for (day, state), count in self.ended.items():
            if day <= on:
                ended[state] += count
        return Circulation(
            series=self.series,
            sold=sold,
            exchanged=ended["exchanged"],
            returned=ended["returned"],
            voided=ended["voided"],
            expired=0 if self.series.is_live(on) else sold - ended.total(),
        )

    def exchanged_on(self, on: date) -> int:
        """Won."""
        return self.ended.get((on, "exchanged"), 0) * self.series.denomination


class NotesInCirculation(Struct, frozen=True):
    store: Notes
    clock: Clock

    def now(self, county_id: str) -> list[Circulation]:
        """Series by series, by their letters."""
        today = seoul_date(self.clock())
        return [series.at(today) for series in self.by_day(county_id)]

    def by_day(self, county_id: str) -> list[SeriesDays]:
        """Every series, by its letters: from this follow the notes of any day."""
        return [self._of_series(county_id, series) for series in self.store.all_series(county_id)]

    def _of_series(self, county_id: str, series: Series) -> SeriesDays:
        runs = [
            run
            for run in self.store.all_runs(county_id, series.code)
            if run.standing.state == "sold"
        ]
        sold: Counter[date] = Counter()
        for run in runs:
            # What is sold stays sold: its cause is the entry of the sale.
            sold[seoul_date(id_time(run.cause))] += run.notes.size
        ended = Counter(
            (seoul_date(end.at), end.state)
            for block in sorted({block for run in runs for block in blocks_of(run.notes)})
            for end in self.store.ends(county_id, series.code, block)
        )
        return SeriesDays(series, sold, ended)


def held_amount(found: Iterable[Circulation]) -> int:
    """Won that the county still owes for notes of all these series."""
    return sum(one.amount for one in found)
