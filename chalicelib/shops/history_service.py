"""Looking back at what a shop has taken."""

from datetime import date, timedelta

from msgspec import Struct

from chalicelib.county.service import Counties
from chalicelib.ledger.ports import WalletStore
from chalicelib.merchants.merchants import Merchant
from chalicelib.paying.records import Redemption, RedemptionRecords, redemption_of
from chalicelib.shops.history import (
    DAYS_MAX,
    SUMMED_DAYS_MAX,
    PaymentFilter,
    check_span,
)

READ_ROWS = 500


class History(Struct, frozen=True):
    store: WalletStore
    records: RedemptionRecords
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
        """As `RedemptionRecords.between`. Raises `HistorySpanError`."""
        check_span(from_on, to_on, DAYS_MAX)
        fits = wanted.fits if wanted != PaymentFilter() else None
        return self.records.between(merchant, from_on, to_on, fits, limit=limit, position=position)

    def all(self, merchant: Merchant, from_on: date, to_on: date) -> list[Redemption]:
        """Every payment of the days, newest first. Raises `HistorySpanError`."""
        check_span(from_on, to_on, SUMMED_DAYS_MAX)
        found: list[Redemption] = []
        position: str | None = None
        while True:
            rows, position = self.store.redemptions_between(
                merchant.county_id,
                merchant.merchant_id,
                from_on,
                to_on,
                limit=READ_ROWS,
                before=position,
            )
            found += map(redemption_of, rows)
            if position is None:
                return found

    def cancel_until(self, payment: Redemption) -> date:
        """The last day on which it can be taken back, by the rule of its own day."""
        settings = self.counties.on(payment.entry.county_id, payment.entry.on)
        return payment.entry.on + timedelta(days=settings.redemption_cancel_days)
