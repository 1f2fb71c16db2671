"""What came of messages and benefits, fourteen days later: counted once, and kept as counts."""

from collections.abc import Callable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.analysis.figures import key_of
from chalicelib.analysis.member_facts import quarter_of
from chalicelib.analysis.ports import Pseudonymizer
from chalicelib.analysis.reading import Readings
from chalicelib.analysis.trials import Trial, is_due, measure
from chalicelib.core.errors import VersionConflictError
from chalicelib.marketing.ports import Book, Trials


class Effects(Struct, frozen=True, kw_only=True):
    trials: Trials
    book: Book
    readings: Readings
    pseudonyms: Pseudonymizer
    begun_on: Callable[[Trial], date | None]
    """When it was approved; `None` before."""

    def measure(self, county_id: str) -> int:
        """Count what is due, by last night's book; how many it were."""
        figures = self.readings.known_figures(county_id)
        if figures is None:
            return 0
        due = [
            (one, on)
            for one in self.trials.all(county_id)
            if one.effect is None
            and (on := self.begun_on(one)) is not None
            and is_due(on, figures.on)
        ]
        if not due:
            return 0
        took_part = [list(self.trials.participants(one)) for one, _ in due]
        wanted = {one.member_id for people in took_part for one in people}
        rows = {row.member_id: row for row in self.book.rows(county_id) if row.member_id in wanted}
        quarter = quarter_of(figures.on)
        for (trial, on), people in zip(due, took_part, strict=True):
            effect = measure(
                people,
                rows,
                begun_on=on,
                through=figures.on,
                key_of=lambda one: key_of(self.pseudonyms.analysis_mac(county_id, quarter, one)),
            )
            try:
                self.trials.put_effect(replace(trial, effect=effect, version=trial.version + 1))
            except VersionConflictError:
                # The task came twice.
                continue
        return len(due)
