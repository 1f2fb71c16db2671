"""What the reports need of the world, beside the general ports."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from chalicelib.core.periods import PeriodKind
from chalicelib.domain.day_totals import DayTotals
from chalicelib.domain.reconciling.reconciliation import Outcome
from chalicelib.domain.reports import Report
from chalicelib.ledger.entries import Entry
from chalicelib.proofs.roots import DayRoot


class EntrySource(Protocol):
    def entries_on(self, county_id: str, on: date) -> Iterator[Entry]:
        """All entries of a business day; those of one wallet in the order of its chain."""


class DayTotalsStore(Protocol):
    def get(self, county_id: str, on: date) -> DayTotals | None: ...

    def between(self, county_id: str, first: date, last: date) -> Sequence[DayTotals]:
        """Those of the span that are kept, in order."""

    def put(self, totals: DayTotals) -> None:
        """Overwrites; the value for a day is the same whoever makes it."""


class OutcomeSource(Protocol):
    def between(self, county_id: str, first: date, last: date) -> Mapping[date, Outcome]:
        """How the days of the span that were reconciled came out."""


class RootSource(Protocol):
    def get(self, county_id: str, on: date) -> DayRoot | None:
        """The published record of a day."""


class SubscriberSource(Protocol):
    def emails(self, county_id: str, kind: PeriodKind) -> Sequence[str]:
        """Addresses of the staff who want reports of this kind."""


class ReportFiles(Protocol):
    """A bucket; names are `<county>/<kind>/<period>/<file>`."""

    def get(self, name: str) -> bytes | None: ...

    def put(self, name: str, content: bytes, content_type: str) -> None: ...

    def list(self, prefix: str) -> Iterable[str]: ...


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
