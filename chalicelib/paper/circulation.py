"""Notes that people hold: sold, and neither exchanged, given back, void, nor past their last day.

Read of the notes themselves: half a read unit for each thousand of which some were sold.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.values import seoul_date
from chalicelib.paper.stock import EndState, NoteEnd, Run, Series, blocks_of


class Notes(Protocol):
    def all_series(self, county_id: str) -> list[Series]: ...

    def all_runs(self, county_id: str, code: str) -> Iterator[Run]: ...

    def ends(self, county_id: str, code: str, block: int) -> Iterator[NoteEnd]: ...


class Circulation(Struct, frozen=True, kw_only=True):
    """Of one series; all counts are of notes. What was not brought back by the last day is
    `expired`, and no longer held."""

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


class Ended(Struct, frozen=True):
    """Won of sold notes that shops brought on a day, and that were made void."""

    exchanged: int = 0
    voided: int = 0


class NotesInCirculation(Struct, frozen=True):
    store: Notes
    clock: Clock

    def of(self, county_id: str) -> list[Circulation]:
        """Series by series, by their letters."""
        today = seoul_date(self.clock())
        return [
            self._of_series(county_id, series, today) for series in self.store.all_series(county_id)
        ]

    def ended(self, county_id: str) -> Mapping[date, Ended]:
        """By day in Seoul, over all series."""
        found: dict[date, Ended] = {}
        for series in self.store.all_series(county_id):
            runs = [r for r in self.store.all_runs(county_id, series.code) if _is_sold(r)]
            for block in sorted({block for run in runs for block in blocks_of(run.notes)}):
                for end in self.store.ends(county_id, series.code, block):
                    on = seoul_date(end.at)
                    was, won = found.get(on, Ended()), series.denomination
                    found[on] = Ended(
                        was.exchanged + won * (end.state == "exchanged"),
                        was.voided + won * (end.state == "voided"),
                    )
        return found

    def _of_series(self, county_id: str, series: Series, today: date) -> Circulation:
        runs = [r for r in self.store.all_runs(county_id, series.code) if _is_sold(r)]
        ended: Counter[EndState] = Counter()
        for block in sorted({block for run in runs for block in blocks_of(run.notes)}):
            ended.update(end.state for end in self.store.ends(county_id, series.code, block))
        sold = sum(run.notes.size for run in runs)
        left = sold - sum(ended.values())
        return Circulation(
            series=series,
            sold=sold,
            exchanged=ended["exchanged"],
            returned=ended["returned"],
            voided=ended["voided"],
            expired=left if series.expires_on < today else 0,
        )


def _is_sold(run: Run) -> bool:
    return run.standing.state == "sold"
