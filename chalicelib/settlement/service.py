"""What a shop is told of its days."""

from datetime import date, timedelta

from msgspec import Struct

from chalicelib.core.values import id_time, seoul_date
from chalicelib.county.service import Counties
from chalicelib.county.settings import CANCEL_DAYS_MAX
from chalicelib.merchants.merchants import Merchant
from chalicelib.settlement.errors import SettlementNotFoundError
from chalicelib.settlement.outcomes import Settlement
from chalicelib.settlement.ports import SaleSource, SettlementFiles, StatementStore
from chalicelib.settlement.shop_days import ShopDay, shop_day
from chalicelib.settlement.statements import read_content, settlement_id

_DAY = timedelta(days=1)
_FIRST_DAY = date(2000, 1, 1)
_LAST_DAY = date(2999, 12, 31)


class Settlements(Struct, frozen=True):
    """A shop's own."""

    store: StatementStore
    files: SettlementFiles

    def page(
        self,
        county_id: str,
        merchant_id: str,
        *,
        first: date | None,
        last: date | None,
        limit: int,
        position: str | None,
    ) -> tuple[list[Settlement], str | None]:
        """Of some days or all, newest first, and where the next page begins. Without rows."""
        until = last or _LAST_DAY
        if position:
            until = min(until, date.fromisoformat(position) - _DAY)
        found, is_more = self.store.page(
            county_id, merchant_id, first=first or _FIRST_DAY, last=until, limit=limit
        )
        return found, found[-1].statement.on.isoformat() if is_more else None

    def by_id(self, county_id: str, merchant_id: str, identifier: str) -> Settlement:
        """With its rows, from the locked bucket. Raises `SettlementNotFoundError`, for another
        shop's too."""
        try:
            on = seoul_date(id_time(identifier))
        except (ValueError, OverflowError) as exc:
            raise SettlementNotFoundError from exc
        if identifier != settlement_id(merchant_id, on):
            raise SettlementNotFoundError
        found = self.store.get(county_id, merchant_id, on)
        content = self.files.statement(county_id, merchant_id, on) if found else None
        if found is None or content is None:
            raise SettlementNotFoundError
        return Settlement(read_content(content), found.outcomes, found.invoice)


class ShopDays(Struct, frozen=True):
    sales: SaleSource
    counties: Counties

    def on(self, shop: Merchant, day: date) -> ShopDay:
        """The close of a day, or as far as it went. Raises `SearchTooWideError` for a shop with
        more than 20,000 payments within the days that can be canceled."""
        since = self._first_cancelable(shop.county_id, day)
        sales = self.sales.of_day(shop.county_id, shop.merchant_id, day, since=since)
        return shop_day(shop, day, sales)

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
