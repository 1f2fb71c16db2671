"""What a shop is told of its days."""

from datetime import date, timedelta

from msgspec import Struct

from chalicelib.county.service import Counties
from chalicelib.county.settings import CANCEL_DAYS_MAX
from chalicelib.settlement.ports import SaleSource
from chalicelib.settlement.shop_days import ShopDay, shop_day

_DAY = timedelta(days=1)


class ShopDays(Struct, frozen=True):
    sales: SaleSource
    counties: Counties

    def on(self, county_id: str, merchant_id: str, day: date) -> ShopDay:
        """The close of a day, or as far as it went. Raises `SearchTooWideError` for a shop with
        more than 20,000 payments within the days that can be canceled."""
        since = self._first_cancelable(county_id, day)
        return shop_day(day, self.sales.of_day(county_id, merchant_id, day, since=since))

    def _first_cancelable(self, county_id: str, day: date) -> date:
        """The earliest day of which a payment could be taken back on this one."""
        opened_on = self.counties.county(county_id).opened_on
        first = max(opened_on, day - CANCEL_DAYS_MAX * _DAY)
        while first < day:
            window = self.counties.on(county_id, first).redemption_cancel_days
            if first + window * _DAY >= day:
                return first
            first += _DAY
        return day
