"""All that the reports need of the world, in memory, for one county."""

from datetime import UTC, date, datetime

from chalicelib.county.counties import County
from chalicelib.proofs.roots import DayRoot
from chalicelib.reconciling.reconciliation import ReconciliationSummary
from chalicelib.reporting.mails import ReportMails
from chalicelib.reporting.sendings import Sendings
from chalicelib.reporting.service import Reports
from chalicelib.totals.day_totals import DayTotals, from_record
from tests import builders
from tests.reporting.report_ledgers import CAMPAIGN, FIRST_ON, Ledger

COUNTY = County(
    county_id="gangjin",
    name="강진군",
    name_en="Gangjin-gun",
    region_code="46810",
    programme="강진품애 온 군민",
    programme_en="Gangjin online residents",
    contact="061-430-3114",
    opened_on=FIRST_ON,
    terms_version="1",
    privacy_version="1",
)


class World:
    """All the ports of `Reports`, in memory."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.days_read: list[date] = []
        self.totals: dict[date, dict[str, object]] = {}
        self.kept: dict[str, bytes] = {}
        self.roots: dict[date, DayRoot] = {}
        self.outcomes: dict[date, ReconciliationSummary] = {}
        self.mails: list[tuple[object, ...]] = []
        self.campaigns = [CAMPAIGN]
        self.addresses = ["staff@gangjin.example", "treasurer@gangjin.example"]
        self.now = datetime(2026, 4, 1, tzinfo=UTC)
        files, documents = _Files(self.kept), _Documents()
        self.reports = Reports(
            entries=self,
            day_totals=_Totals(self.totals),
            counties=self,
            campaigns=self,
            roots=_Roots(self.roots),
            notes=_NoNotes(),
            outcomes=_Outcomes(self.outcomes),
            files=files,
            documents=documents,
            mails=ReportMails(self, documents, self, Sendings(files, lambda: self.now)),
        )

    def entries_on(self, county_id, on):
        self.days_read.append(on)
        return self.ledger.entries_on(county_id, on)

    def county(self, county_id):
        return COUNTY if county_id == "gangjin" else None

    def setting_versions(self, county_id):
        return builders.setting_versions()

    def by_code(self, county_id, code):
        return CAMPAIGN

    def all(self, county_id):
        return self.campaigns

    def emails(self, county_id, kind):
        return self.addresses

    def send(self, to, subject, html, text, attachments=()):
        self.mails.append((to, subject, html, text, attachments))

    def size(self, subject, html, text, attachments=()):
        return len(html) + sum(len(body) for _, _, body in attachments)


class _Outcomes:
    def __init__(self, outcomes: dict[date, ReconciliationSummary]) -> None:
        self._outcomes = outcomes

    def between(self, county_id, first, last):
        return {on: found for on, found in self._outcomes.items() if first <= on <= last}


class _Roots:
    def __init__(self, roots: dict[date, DayRoot]) -> None:
        self._roots = roots

    def get(self, county_id, on):
        return self._roots.get(on)


class _Totals:
    """Keeps records, so that what is read has been through JSON types."""

    def __init__(self, records: dict[date, dict[str, object]]) -> None:
        self._records = records

    def get(self, county_id, on) -> DayTotals | None:
        return from_record(self._records[on]) if on in self._records else None

    def put(self, totals: DayTotals) -> None:
        self._records[totals.on] = totals.to_record()


class _Files:
    def __init__(self, kept: dict[str, bytes]) -> None:
        self._kept = kept

    def get(self, name):
        return self._kept.get(name)

    def put(self, name, content, content_type):
        assert "/" in content_type
        self._kept[name] = content

    def put_once(self, name, content, content_type):
        return self._kept.setdefault(name, content)

    def list(self, prefix):
        return sorted(name for name in self._kept if name.startswith(prefix))


class _Documents:
    def subject(self, report):
        return f"{report.county.name} {report.period}"

    def html(self, report):
        return "<p>"

    def mail(self, report, *, rows_max, has_workbook):
        return "<p>", "text"

    def workbook(self, report):
        return b"PK"


class _NoNotes:
    def by_day(self, county_id):
        return []
