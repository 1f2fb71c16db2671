"""Looking back at what a shop has taken."""

from datetime import date, timedelta

from msgspec import Struct

from chalicelib.county.service import Counties
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.ports import WalletStore
from chalicelib.merchants.merchants import Merchant
from chalicelib.paying.records import Redemption, redemption_of
from chalicelib.shops.history import (
    DAYS_MAX,
    SUMMED_DAYS_MAX,
    PaymentFilter,
    check_span,
)

PAGE_ROWS = 100
PAGES_MAX = 10
"""So many payments are looked through for those that are wanted, at one request."""


class History(Struct, frozen=True):
    store: WalletStore
    counties: Counties

    def page(
        self,
        merchant: Merchant,
        from_on: date,
        to_on: date,
        wanted: PaymentFilter,
        *,
        limit: int,
        position: str | None,
    ) -> tuple[list[Redemption], str | None]:
        """Payments of the days, newest first, and where the next page begins. It looks through a
        bounded part, so it may be shorter than `limit` and there still be more.

        Raises `HistorySpanError`.
        """
        check_span(from_on, to_on, DAYS_MAX)
        found: list[Redemption] = []
        page_rows = limit if wanted == PaymentFilter() else PAGE_ROWS
        for _ in range(PAGES_MAX):
            rows, position = self._rows(merchant, from_on, to_on, page_rows, position)
            for row in rows:
                payment = redemption_of(row)
                if wanted.fits(payment):
                    found.append(payment)
                if len(found) == limit:
                    is_last = position is None and row is rows[-1]
                    return found, None if is_last else row[0].redemption_id
            if position is None:
                break
        return found, position

    def all(self, merchant: Merchant, from_on: date, to_on: date) -> list[Redemption]:
        """Every payment of the days, newest first. Raises `HistorySpanError`."""
        check_span(from_on, to_on, SUMMED_DAYS_MAX)
        found: list[Redemption] = []
        position: str | None = None
        while True:
            rows, position = self._rows(merchant, from_on, to_on, PAGE_ROWS * 5, position)
            found += map(redemption_of, rows)
            if position is None:
                return found

    def cancel_until(self, payment: Redemption) -> date:
        """The last day on which it can be taken back, by the rule of its own day."""
        settings = self.counties.on(payment.entry.county_id, payment.entry.on)
        return payment.entry.on + timedelta(days=settings.redemption_cancel_days)

    def _rows(
        self, merchant: Merchant, from_on: date, to_on: date, limit: int, position: str | None
    ) -> tuple[list[list[Entry]], str | None]:
        return self.store.redemptions_between(
            merchant.county_id, merchant.merchant_id, from_on, to_on, limit=limit, before=position
        )
