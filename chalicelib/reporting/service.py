"""Reports: made from the ledger, kept as files, sent by mail. The same whenever they are made.

Two things a report takes from elsewhere: the published record of its last day, which is there from
01:00 on, and how its days were reconciled, which is done at 02:00. Reports are made at 06:30; one
made without them says so. A morning that was missed is made up for by the next one.

A report needs the entries of its own days, and how the county stood before them. That is kept as
small day totals; missing ones are made from the entries, from the last known day on.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from chalicelib.core import periods
from chalicelib.core.periods import Period, PeriodInvalidError
from chalicelib.county.counties import County
from chalicelib.county.settings_of_days import settings_on
from chalicelib.joining.campaigns import Campaign
from chalicelib.reporting.assembly import assemble
from chalicelib.reporting.kept import ReportName, folder_of
from chalicelib.reporting.mails import ReportMails
from chalicelib.reporting.ports import (
    NoteSource,
    ReconciliationSource,
    ReportDocuments,
    SettlementSource,
)
from chalicelib.reporting.report import CountyFacts, Report
from chalicelib.reporting.report_periods import (
    ReportPeriods,
    campaign_of,
    campaign_period,
    last_day,
)
from chalicelib.settlement.period_figures import PeriodFigures
from chalicelib.totals.day_totals import DayTotals
from chalicelib.totals.days import CONTENT_TYPES, FileFormat
from chalicelib.totals.ports import DayTotalsStore, EntrySource, ReportFiles, RootSource
from chalicelib.totals.tally import PeriodTally
from chalicelib.totals.totals_history import TotalsHistory

MORNINGS_MAX = 35
"""So far back a missed morning is made up for: a month and some days."""
REPORTS_MAX = 20
"""At one morning; each takes some seconds of the fifteen minutes that there are."""
_DAY = timedelta(days=1)


class Rendered(Struct, frozen=True):
    """A report's forms for people, made once."""

    html: str
    workbook: bytes


class Reports(ReportPeriods, frozen=True, kw_only=True):
    """Making them. `now` decides alone whether a period is over; no figure depends on it."""

    entries: EntrySource
    day_totals: DayTotalsStore
    roots: RootSource
    notes: NoteSource
    outcomes: ReconciliationSource
    files: ReportFiles
    documents: ReportDocuments
    mails: ReportMails
    settlements: SettlementSource | None = None

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
            notes=[series.at(period.last_on) for series in self.notes.by_day(county_id)],
            previous=self._previous_days(county, period),
            root=self.roots.get(county_id, period.last_on),
            checked=self._differences(county_id, period),
            settlement=self._settled(county_id, period),
        )

    def publish(self, report: Report) -> Rendered:
        """Keep the three files; JSON last, as it is the one that lists go by."""
        rendered = Rendered(self.documents.html(report), self.documents.workbook(report))
        folder = folder_of(report.county.county_id, report.kind, report.period)
        self._put(folder, "xlsx", rendered.workbook)
        self._put(folder, "html", rendered.html.encode())
        self._put(folder, "json", report.to_json())
        return rendered

    def send(self, report: Report, rendered: Rendered, *, request_id: str = "") -> int:
        """Mail it to its subscribers; how many there were. Once per period, or once for the
        request of a person's."""
        folder = folder_of(report.county.county_id, report.kind, report.period)
        return self.mails.send(report, rendered.workbook, folder=folder, request_id=request_id)

    def run(
        self,
        county_id: str,
        kind: str,
        text: str,
        *,
        now: datetime,
        request_id: str = "",
        fresh: bool = False,
    ) -> Report:
        """Make, keep and send one report: what the morning or, by `request_id`, a person asks for.
        The same request again makes the same files and sends nothing."""
        report = self.make(county_id, self.period(county_id, kind, text), now=now, fresh=fresh)
        self.send(report, self.publish(report), request_id=request_id)
        return report

    def due(self, county_id: str, on: date) -> tuple[ReportName, ...]:
        """What the morning job of `on` makes, a campaign that ended yesterday included.

        A campaign too long for a report of its own (`CAMPAIGN_DAYS_MAX`) has none, and a period
        that was over before the county opened neither.
        """
        return _names(self._due(self.county(county_id), self.campaigns.all(county_id), on))

    def missing(self, county_id: str, on: date) -> tuple[ReportName, ...]:
        """What the job in the morning of `on` has to make: all that is due and was not mailed, the
        oldest first, of the last `MORNINGS_MAX` mornings and at most `REPORTS_MAX`. What is left
        is the next morning's.

        A morning on which nobody had joined yet and nothing had been mailed was missed by nobody:
        a county that has just been set up is sent no month of empty reports.
        """
        county, campaigns = self.county(county_id), self.campaigns.all(county_id)
        missing: list[ReportName] = []
        has_begun = False
        for day in [on - n * _DAY for n in reversed(range(MORNINGS_MAX))]:
            names = _names(self._due(county, campaigns, day))
            unsent = [name for name in names if not self._is_mailed(county_id, name)]
            has_begun = (
                has_begun
                or day == on
                or len(unsent) < len(names)
                or self._had_members(county, before=day)
            )
            if has_begun:
                missing.extend(unsent)
        return tuple(missing[:REPORTS_MAX])

    def _is_mailed(self, county_id: str, name: ReportName) -> bool:
        folder = folder_of(county_id, name.kind, name.period)
        return self.mails.sendings.is_done(f"{folder}/sent")

    def _had_members(self, county: County, *, before: date) -> bool:
        """Without one there is no entry. By day totals, which the reports need anyway."""
        return TotalsHistory(self.entries, self.day_totals).before(county, before).members > 0

    def _due(self, county: County, campaigns: Sequence[Campaign], on: date) -> list[Period]:
        ended = [
            period
            for campaign in campaigns
            if last_day(campaign) == on - _DAY and (period := _own_period(campaign))
        ]
        due = (*periods.due(on), *ended)
        return [period for period in due if period.last_on >= county.opened_on]

    def _differences(self, county_id: str, period: Period) -> Sequence[int]:
        """Of each day that was reconciled."""
        outcomes = self.outcomes.between(county_id, period.first_on, period.last_on)
        return [outcome.difference_count for outcome in outcomes.values()]

    def _settled(self, county_id: str, period: Period) -> PeriodFigures | None:
        """Of a month, which is what a county settles its accounts by."""
        if self.settlements is None or period.kind != "monthly":
            return None
        return self.settlements.of(county_id, period.first_on, period.last_on)

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


def _names(due: Sequence[Period]) -> tuple[ReportName, ...]:
    return tuple(ReportName(period.kind, period.code) for period in due)
