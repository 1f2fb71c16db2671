"""Reports: made from the ledger, kept as files, sent by mail. The same whenever they are made.

Two things a report takes from elsewhere: the published record of its last day, which is there from
01:00 on, and how its days were reconciled, which is done at 02:00. Reports are made at 06:30; one
made without them says so.

A report needs the entries of its own days, and how the county stood before them. That is kept as
small day totals; missing ones are made from the entries, from the last known day on.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.core import periods
from chalicelib.core.periods import Period, PeriodInvalidError
from chalicelib.county.counties import County
from chalicelib.county.settings import settings_on
from chalicelib.joining.campaigns import Campaign
from chalicelib.reporting.assembly import assemble
from chalicelib.reporting.kept import ReportName, folder_of
from chalicelib.reporting.ports import (
    Mailer,
    ReconciliationSource,
    ReportDocuments,
    SubscriberSource,
)
from chalicelib.reporting.report import CountyFacts, Report
from chalicelib.reporting.report_periods import (
    ReportPeriods,
    campaign_of,
    campaign_period,
    last_day,
)
from chalicelib.totals.day_totals import DayTotals
from chalicelib.totals.days import CONTENT_TYPES, FileFormat
from chalicelib.totals.ports import DayTotalsStore, EntrySource, ReportFiles, RootSource
from chalicelib.totals.tally import PeriodTally
from chalicelib.totals.totals_history import TotalsHistory

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A report's forms for people, made once."""

    html: str
    workbook: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports(ReportPeriods):
    """Making them. `now` decides alone whether a period is over; no figure depends on it."""

    entries: EntrySource
    day_totals: DayTotalsStore
    subscribers: SubscriberSource
    roots: RootSource
    outcomes: ReconciliationSource
    files: ReportFiles
    documents: ReportDocuments
    mailer: Mailer

    def make(self, county_id: str, period: Period, *, now: datetime, fresh: bool = False) -> Report:
        """The report of a period that is over. `fresh` makes all day totals from the entries again.

        Raises `PeriodNotOverError`, `ReportNotFoundError` (no such county or campaign).
        """
        county = self.county(county_id)
        self.check_can_be_made(county, period, now)
        campaigns = self.campaigns.all(county_id)
        campaign_id = None
        if period.kind == "campaign":
            campaign_id = campaign_of(campaigns, period.code).campaign_id
        totals_history = TotalsHistory(self.entries, self.day_totals)
        opening = totals_history.before(county, period.first_on, fresh=fresh)
        tally = PeriodTally(county_id, period, opening, campaign_id=campaign_id)
        totals_history.read_days(tally)
        settings = settings_on(self.counties.setting_versions(county_id), period.last_on)
        return assemble(
            tally,
            county=CountyFacts(county_id, county.name, county.region_code),
            campaigns={campaign.campaign_id: campaign for campaign in campaigns},
            small_cell_min=settings.report_small_cell,
            previous=self._previous_days(county, period),
            root=self.roots.get(county_id, period.last_on),
            checked=self._differences(county_id, period),
        )

    def publish(self, report: Report) -> Rendered:
        """Keep the three files; JSON last, as it is the one that lists go by."""
        rendered = Rendered(self.documents.html(report), self.documents.workbook(report))
        folder = folder_of(report.county.county_id, report.kind, report.period)
        self._put(folder, "xlsx", rendered.workbook)
        self._put(folder, "html", rendered.html.encode())
        self._put(folder, "json", report.to_json())
        return rendered

    def send(self, report: Report, rendered: Rendered, *, again: bool = False) -> int:
        """Mail it to its subscribers; how many there were. Once per period, unless `again`.

        That it was sent is noted right after: a crash in between sends it once more, never not.
        """
        folder = folder_of(report.county.county_id, report.kind, report.period)
        marker = f"{folder}/sent"
        if not again and self.files.get(marker) is not None:
            return 0
        recipients = self.subscribers.emails(
            report.county.county_id, periods.parse_kind(report.kind)
        )
        if recipients:
            self.mailer.send(
                to=recipients,
                subject=self.documents.subject(report),
                html=rendered.html,
                text=self.documents.text(report),
                attachments=[(_file_name(report), CONTENT_TYPES["xlsx"], rendered.workbook)],
            )
        digest = hashlib.sha256(report.to_json()).hexdigest()
        self.files.put(marker, digest.encode(), "text/plain")
        return len(recipients)

    def run(
        self,
        county_id: str,
        kind: str,
        text: str,
        *,
        now: datetime,
        again: bool = False,
        fresh: bool = False,
    ) -> Report:
        """Make, keep and send one report: what a queue's message or a staff member asks for."""
        report = self.make(county_id, self.period(county_id, kind, text), now=now, fresh=fresh)
        self.send(report, self.publish(report), again=again)
        return report

    def due(self, county_id: str, on: date) -> tuple[ReportName, ...]:
        """What the morning job of `on` makes, a campaign that ended yesterday included.

        A campaign too long for a report of its own (`CAMPAIGN_DAYS_MAX`) has none.
        """
        ended = [
            period
            for campaign in self.campaigns.all(county_id)
            if last_day(campaign) == on - _DAY and (period := _own_period(campaign))
        ]
        return tuple(ReportName(p.kind, p.code) for p in (*periods.due(on), *ended))

    def _differences(self, county_id: str, period: Period) -> Sequence[int]:
        """Of each day that was reconciled."""
        outcomes = self.outcomes.between(county_id, period.first_on, period.last_on)
        return [outcome.difference_count for outcome in outcomes.values()]

    def _previous_days(self, county: County, period: Period) -> Sequence[DayTotals]:
        """The totals of the period before; empty if the county had not opened yet."""
        before = periods.previous(period)
        if before.first_on < county.opened_on:
            return ()
        days = [self.day_totals.get(county.county_id, on) for on in before.days()]
        known = [totals for totals in days if totals]
        return known if len(known) == len(days) else ()

    def _put(self, folder: str, file_format: FileFormat, body: bytes) -> None:
        self.files.put(f"{folder}/report.{file_format}", body, CONTENT_TYPES[file_format])


def _own_period(campaign: Campaign) -> Period | None:
    try:
        return campaign_period(campaign)
    except PeriodInvalidError:
        return None


def _file_name(report: Report) -> str:
    return f"{report.county.county_id}-{report.kind}-{report.period}.xlsx"
