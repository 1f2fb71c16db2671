"""The reports that were made, as files; and what can be made. All that the API does with reports:
it makes none, and so loads nothing that draws them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.core import periods
from chalicelib.core.periods import Period, PeriodKind, PeriodNotOverError
from chalicelib.core.values import seoul_date
from chalicelib.county.counties import County
from chalicelib.county.ports import CountyStore
from chalicelib.joining.campaigns import Campaign
from chalicelib.joining.ports import CampaignStore
from chalicelib.reporting.errors import ReportNotFoundError
from chalicelib.totals.days import FileFormat
from chalicelib.totals.ports import ReportFiles


@dataclass(frozen=True, slots=True)
class ReportName:
    """What a list of reports shows; the contract's `kind` and `period`."""

    kind: PeriodKind
    period: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReports:
    counties: CountyStore
    campaigns: CampaignStore
    files: ReportFiles

    def period(self, county_id: str, kind: str, text: str) -> Period:
        """From the contract's `{kind}/{period}`; `PeriodInvalidError`, `ReportNotFoundError`."""
        parsed_kind = periods.parse_kind(kind)
        if parsed_kind != "campaign":
            return periods.parse(parsed_kind, text)
        return campaign_period(campaign_of(self.campaigns.all(county_id), text))

    def check_can_run(self, county_id: str, kind: str, text: str, *, now: datetime) -> None:
        """Refuse at once what `run` would refuse later, in the queue."""
        self.check_can_be_made(self.county(county_id), self.period(county_id, kind, text), now)

    def list_kept(self, county_id: str, kind: PeriodKind | None = None) -> list[ReportName]:
        """What is kept, by kind in their fixed order, within a kind the latest first."""
        names: list[ReportName] = []
        for each in [kind] if kind else periods.KINDS:
            keys = self.files.list(f"{county_id}/{each}/")
            found = {key.split("/")[2] for key in keys if key.endswith("/report.json")}
            names.extend(ReportName(each, text) for text in sorted(found, reverse=True))
        return names

    def read(self, county_id: str, kind: str, text: str, file_format: FileFormat) -> bytes:
        """A kept file. Raises `ReportNotFoundError`, `PeriodInvalidError`."""
        parsed_kind = periods.parse_kind(kind)
        if parsed_kind != "campaign":
            periods.parse(parsed_kind, text)
        elif not periods.is_campaign_code(text):
            raise ReportNotFoundError(param="period")
        body = self.files.get(f"{folder_of(county_id, kind, text)}/report.{file_format}")
        if body is None:
            raise ReportNotFoundError(param="period")
        return body

    def check_can_be_made(self, county: County, period: Period, now: datetime) -> None:
        if now < period.ends_at:
            raise PeriodNotOverError(param="period", last_on=period.last_on.isoformat())
        if period.last_on < county.opened_on:
            raise ReportNotFoundError(param="period")

    def county(self, county_id: str) -> County:
        county = self.counties.county(county_id)
        if county is None:
            raise ReportNotFoundError(param="county_id")
        return county


def campaign_of(campaigns: Iterable[Campaign], code: str) -> Campaign:
    for campaign in campaigns:
        if campaign.code == code:
            return campaign
    raise ReportNotFoundError(param="period")


def campaign_period(campaign: Campaign) -> Period:
    """Its days in Seoul. Raises `PeriodInvalidError` if it is too long for a report."""
    return periods.campaign(
        campaign.code, first_on=seoul_date(campaign.opens_at), last_on=last_day(campaign)
    )


def last_day(campaign: Campaign) -> date:
    """It is not open any more at `closes_at` itself."""
    return seoul_date(campaign.closes_at - timedelta(milliseconds=1))


def folder_of(county_id: str, kind: str, text: str) -> str:
    return f"{county_id}/{kind}/{text}"
