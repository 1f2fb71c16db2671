"""The county's records as a book of which the report of what was issued is made."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import ClassVar, Protocol

from msgspec import Struct

from chalicelib.core.csv_rows import write_csv
from chalicelib.core.errors import NotFoundError
from chalicelib.county.counties import County
from chalicelib.merchants.errors import RegisterNotFoundError
from chalicelib.merchants.register import COLUMNS as REGISTER_COLUMNS
from chalicelib.merchants.register_service import Registers
from chalicelib.sales.rounds import Round
from chalicelib.staff.audit import AuditAction
from chalicelib.staff.table_files import to_xlsx
from chalicelib.totals.day_totals import ClosingTotals
from chalicelib.treasury.account import Notes, Totals
from chalicelib.treasury.errors import IssueReportNotFoundError
from chalicelib.treasury.fund_book import check_whole
from chalicelib.treasury.issue_report import COLUMNS, LAW, IssueFigures, issue_rows
from chalicelib.treasury.publications import FundFile, HalfYear

FORMATS: tuple[FundFile, ...] = ("xlsx", "csv")


class RoundSource(Protocol):
    def all(self, county_id: str) -> list[Round]: ...


class IssueBook(Struct, frozen=True):
    totals: Totals
    notes: Notes
    rounds: RoundSource
    registers: Registers

    folder: ClassVar[str] = "issue-reports"
    action: ClassVar[AuditAction] = "issue_report_made"
    formats: ClassVar[tuple[FundFile, ...]] = FORMATS
    NOT_FOUND: ClassVar[type[NotFoundError]] = IssueReportNotFoundError

    def draft(self, county: County, half: HalfYear, first_on: date, kind: FundFile) -> bytes:
        title = f"{county.name} 지역사랑상품권 발행 현황 보고 ({half.words}), 근거: {LAW}"
        rows = [*issue_rows(self._figures(county, half, first_on)), (title, *[None] * 4)]
        return to_xlsx(COLUMNS, rows) if kind == "xlsx" else write_csv(COLUMNS, rows).encode()

    def _figures(self, county: County, half: HalfYear, first_on: date) -> IssueFigures:
        eve = first_on - timedelta(days=1)
        kept = self.totals.between(county.county_id, eve, half.last_on)
        days = [day for day in kept if day.on >= first_on and day.is_whole]
        # Before the county opened there was nothing; else the eve is a day like the others.
        has_eve = first_on == county.opened_on or bool(kept and kept[0].on == eve)
        check_whole(len(days) - (not has_eve), first_on, half)
        has_notes = any(day.closing.paper or day.flows["paper_sale"].count for day in kept)
        return IssueFigures(
            first_on=first_on,
            opening=kept[0].closing if kept[0].on == eve else ClosingTotals(),
            days=days,
            notes=self.notes.by_day(county.county_id) if has_notes else (),
            rounds=self.rounds.all(county.county_id),
            shops=self._shops(county.county_id, half),
        )

    def _shops(self, county_id: str, half: HalfYear) -> Sequence[tuple[str, int]] | None:
        """Of the register as it was published, which stays: the same report gives the same."""
        try:
            content = self.registers.file(county_id, half.name, "csv")
        except RegisterNotFoundError:
            return None
        sort, state = REGISTER_COLUMNS.index("구분"), REGISTER_COLUMNS.index("상태")
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:]
        found = Counter(row[sort] for row in rows)
        stopped = sum(row[state] == "정지" for row in rows)
        return [("일반", found["일반"]), ("임시", found["임시"]), ("이 가운데 정지", stopped)]
