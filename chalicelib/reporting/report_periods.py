"""Of which spans a report can be made: those that are over, and of a county that was open."""

from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from chalicelib.core import periods
from chalicelib.core.periods import Period, PeriodNotOverError
from chalicelib.core.values import last_day_before, seoul_date
from chalicelib.county.counties import County
from chalicelib.county.ports import CountyStore
from chalicelib.joining.campaigns import Campaign
from chalicelib.joining.ports import CampaignStore
from chalicelib.reporting.errors import ReportNotFoundError


class ReportPeriods(Struct, frozen=True, kw_only=True):
    counties: CountyStore
    campaigns: CampaignStore

    def period(self, county_id: str, kind: str, text: str) -> Period:
        """From the contract's `{kind}/{period}`; `PeriodInvalidError`, `ReportNotFoundError`."""
        parsed_kind = periods.parse_kind(kind)
        if parsed_kind != "campaign":
            return periods.parse(parsed_kind, text)
        return campaign_period(campaign_of(self.campaigns.all(county_id), text))

    def check_can_run(self, county_id: str, kind: str, text: str, *, now: datetime) -> None:
        """Refuse at once what `run` would refuse later, in the queue."""
        self.check_can_be_made(self.county(county_id), self.period(county_id, kind, text), now)

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
    return last_day_before(campaign.closes_at)
