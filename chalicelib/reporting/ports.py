"""What the reports need of the world, beside the general ports."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from chalicelib.core.periods import PeriodKind
from chalicelib.reconciling.reconciliation import ReconciliationSummary
from chalicelib.reporting.report import Report


class ReconciliationSource(Protocol):
    def between(
        self, county_id: str, first: date, last: date
    ) -> Mapping[date, ReconciliationSummary]:
        """How the days of the span that were reconciled came out."""


class SubscriberSource(Protocol):
    def emails(self, county_id: str, kind: PeriodKind) -> Sequence[str]:
        """Addresses of the staff who want reports of this kind."""


class ReportDocuments(Protocol):
    """How a report looks to people."""

    def subject(self, report: Report) -> str: ...

    def html(self, report: Report) -> str: ...

    def text(self, report: Report) -> str: ...

    def workbook(self, report: Report) -> bytes: ...


class Mailer(Protocol):
    def send(
        self,
        to: Sequence[str],
        subject: str,
        html: str,
        text: str,
        attachments: Sequence[tuple[str, str, bytes]] = (),
    ) -> None:
        """One mail; an attachment is (file name, content type, body)."""
