"""How much of the month's and the year's purchase limit is used. Months and years are Seoul's."""

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.domain.county_settings import CountySettings
from chalicelib.domain.entries import PurchaseCounters
from chalicelib.domain.values import add_months, day_start


@dataclass(frozen=True, slots=True)
class Standing:
    """In won of face value; `limit` and `remaining` are `None` where there is no limit."""

    limit: int | None
    used: int
    resets_at: datetime

    @property
    def remaining(self) -> int | None:
        return None if self.limit is None else max(0, self.limit - self.used)


def month(counters: PurchaseCounters, settings: CountySettings, today: date) -> Standing:
    used = counters.month_amount if counters.month == today.strftime("%Y-%m") else 0
    resets_at = day_start(add_months(today.replace(day=1), 1))
    return Standing(settings.purchase_month_cap, used, resets_at)


def year(counters: PurchaseCounters, settings: CountySettings, today: date) -> Standing:
    used = counters.year_amount if counters.year == today.strftime("%Y") else 0
    return Standing(settings.purchase_year_cap, used, day_start(date(today.year + 1, 1, 1)))
