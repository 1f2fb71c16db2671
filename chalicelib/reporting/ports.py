"""What the reports need of the world, beside the general ports."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from chalicelib.core.actors import StaffContact
from chalicelib.core.periods import PeriodKind
from chalicelib.paper.circulation import SeriesDays
from chalicelib.reconciling.reconciliation import ReconciliationSummary
from chalicelib.reporting.report import Report
from chalicelib.settlement.business_days import TemporaryHoliday
from chalicelib.settlement.period_figures import PeriodFigures


class ReconciliationSource(Protocol):
    def between(
        self, county_id: str, first: date, last: date
    ) -> Mapping[date, ReconciliationSummary]:
        """How the days of the span that were reconciled came out."""


class NoteSource(Protocol):
    def by_day(self, county_id: str) -> Sequence[SeriesDays]:
        """Of every series: how many notes people hold at the end of any day."""


class SettlementSource(Protocol):
    def of(self, county_id: str, first: date, last: date) -> PeriodFigures | None:
        """What was settled with shops for the days; `None` if nothing was."""


class SubscriberSource(Protocol):
    def emails(self, county_id: str, kind: PeriodKind) -> Sequence[str]:
        """Addresses of the staff who want reports of this kind."""


class StaffContacts(Protocol):
    def in_group(self, group: str) -> Sequence[StaffContact]:
        """Who may log in, is in the group and has a mail address. Raises `TryAgainError`."""


class HolidaySource(Protocol):
    def all(self, county_id: str) -> Sequence[TemporaryHoliday]: ...


class ReportDocuments(Protocol):
    """How a report looks to people."""

    def subject(self, report: Report) -> str: ...

    def html(self, report: Report) -> str: ...

    def mail(self, report: Report, *, rows_max: int, has_workbook: bool) -> tuple[str, str]:
        """HTML and plain text, with at most so many rows of each list."""

    def workbook(self, report: Report) -> bytes: ...


Attachments = Sequence[tuple[str, str, bytes]]
"""Each (file name, content type, body)."""


class Mailer(Protocol):
    def send(
        self,
        to: Sequence[str],
        subject: str,
        html: str,
        text: str,
        attachments: Attachments = (),
    ) -> None:
        """One mail, to as many as the service takes at once."""

    def size(self, subject: str, html: str, text: str, attachments: Attachments = ()) -> int:
        """How many bytes it has as it goes over the wire."""
