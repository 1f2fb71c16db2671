"""Last night's figures as staff may see them, and the extract as a file."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta

from msgspec import Struct, field

from chalicelib.analysis import extract
from chalicelib.analysis.errors import AnalysisNotReadyError, ExtractTooLargeError
from chalicelib.analysis.figures import Figures
from chalicelib.analysis.member_book import PARTS, AnalysisBook, head_line
from chalicelib.analysis.paths import Path
from chalicelib.analysis.small_counts import shown, shown_won
from chalicelib.analysis.spending import Gap, Shop, gap_of, spots
from chalicelib.core.cache import TtlCache
from chalicelib.core.clock import Clock
from chalicelib.core.csv_rows import write_csv
from chalicelib.core.values import SEOUL, seoul_date
from chalicelib.county.service import Counties
from chalicelib.county.settings import CountySettings
from chalicelib.staff.audit_trail import AuditTrail
from chalicelib.staff.person import Person

EXTRACT_BYTES_MAX = 4 * 1024 * 1024
"""Less than Lambda answers with, as it is sent in base64."""


READY_AT = time(3, 15)
"""Of Seoul: `begin_analysis` starts at three and every part takes minutes."""


class PathShown(Struct, frozen=True):
    """Counts of people, blurred; `None` where there are too few. `spent_amount` in won."""

    joined: int | None
    converted: int | None
    spent: int | None
    returned: int | None
    spent_amount: int | None


class SpotShown(Struct, frozen=True):
    area: str
    category: str
    shops: int
    payers: int | None
    payments: int | None
    amount: int | None
    gap: Gap | None


class Readings(Struct, frozen=True):
    book: AnalysisBook
    counties: Counties
    shops: Callable[[str], Iterator[Shop]]
    """Of a county, those that take vouchers today."""
    trail: AuditTrail
    clock: Clock
    cache: TtlCache[Figures | None] = field(default_factory=TtlCache)

    def settings(self, county_id: str) -> CountySettings:
        return self.counties.on(county_id, seoul_date(self.clock()))

    def minimum(self, county_id: str) -> int:
        return self.settings(county_id).report_small_cell

    def known_figures(self, county_id: str) -> Figures | None:
        """`None` before a county's first night. Remembered for a minute: they are of the night."""
        key = (county_id, seoul_date(self.clock()))
        return self.cache.get(key, lambda: self.book.figures(county_id))

    def figures(self, county_id: str) -> Figures:
        """Raises `AnalysisNotReadyError` before a county's first night."""
        figures = self.known_figures(county_id)
        if figures is None:
            raise self.not_ready()
        return figures

    def not_ready(self) -> AnalysisNotReadyError:
        """Says when the next night's can be used: today's as long as that is to come."""
        now = self.clock().astimezone(SEOUL)
        is_to_come = now.time() < READY_AT
        next_on = now.date() if is_to_come else now.date() + timedelta(days=1)
        return AnalysisNotReadyError(next_on=next_on.isoformat())

    def shown(self, county_id: str, path: Path) -> PathShown:
        least = self.minimum(county_id)
        return PathShown(
            shown(path.joined, least),
            shown(path.converted, least),
            shown(path.spent, least),
            shown(path.returned, least),
            shown_won(path.spent_amount, path.spent, least),
        )

    def gaps(self, county_id: str) -> tuple[date, list[SpotShown]]:
        figures, least = self.figures(county_id), self.minimum(county_id)
        found = spots(self.shops(county_id), figures.shops)
        rows = []
        for spot in found:
            people, use = spot.use.payers, spot.use
            payers = shown(people, least)
            rows.append(
                SpotShown(
                    spot.area,
                    spot.category,
                    spot.shops,
                    payers,
                    use.payments if payers is not None else None,
                    shown_won(use.amount, people, least),
                    # What is hidden is told by no word beside it.
                    gap_of(spot, found) if payers is not None else None,
                )
            )
        return figures.on, rows

    def extract(self, county_id: str, person: Person, *, reason: str, part: int | None) -> bytes:
        """The lines of all members, or of one part of them, compressed. On record first.

        Raises `AnalysisNotReadyError`, `ExtractTooLargeError`.
        """
        numbers = range(PARTS) if part is None else (part,)
        content = [head_line()]
        for number in numbers:
            found = self.book.extract_part(county_id, number)
            if found is None:
                raise self.not_ready()
            content.append(found)
            if sum(map(len, content)) > EXTRACT_BYTES_MAX:
                raise ExtractTooLargeError(parts=PARTS - 1)
        facts = {"part": part} if part is not None else {}
        self.trail.note(
            county_id, person, "extract_taken_out", "extract", reason=reason, facts=facts
        )
        return b"".join(content)

    def dictionary(self) -> str:
        return write_csv(("column", "form", "ko", "en"), extract.dictionary())
