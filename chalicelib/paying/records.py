"""Looking payments up, as their merchant may."""

import time
from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.values import id_time, seoul_date
from chalicelib.ledger.entries import Entry, redemption_day
from chalicelib.ledger.ports import WalletStore
from chalicelib.merchants.merchants import Merchant
from chalicelib.paying.errors import RedemptionNotFoundError
from chalicelib.paying.redemptions import RedemptionStatus

INDEX_TRIES_MAX = 4
INDEX_PAUSE_SECONDS = 0.15
INDEX_LAG_MAX = timedelta(seconds=10)
"""A redemption that is seconds old may be asked for before the index shows it: we look again,
half a second in all."""

ORDER_DAYS = 2
"""An order is looked for among today's and yesterday's redemptions, unless a day is named."""


WANTED_PAGE_ROWS = 100
WANTED_PAGES_MAX = 20
"""So many of a shop's payments are looked through for those that are wanted, at one request."""


class Redemption(Struct, frozen=True):
    """A payment and what was taken back of it, oldest cancellation first."""

    entry: Entry
    cancellations: tuple[Entry, ...] = ()

    @property
    def amount(self) -> int:
        return -self.entry.voucher_amount

    @property
    def remaining_amount(self) -> int:
        """By the newest cancellation, which knows the sum of all before it."""
        if not self.cancellations:
            return self.amount
        return self.amount - self.cancellations[-1].cancels[self.entry.redemption_id or ""]

    @property
    def status(self) -> RedemptionStatus:
        if self.remaining_amount == self.amount:
            return "captured"
        return "partially_canceled" if self.remaining_amount else "canceled"


class RedemptionRecords(Struct, frozen=True):
    store: WalletStore
    clock: Clock
    pause: Callable[[float], None] = time.sleep

    def get(self, merchant: Merchant, redemption_id: str) -> Redemption:
        try:
            day = redemption_day(redemption_id)
        except (ValueError, OverflowError) as exc:
            raise RedemptionNotFoundError from exc
        is_fresh = self.clock() - id_time(redemption_id) < INDEX_LAG_MAX
        for attempt in range(INDEX_TRIES_MAX if is_fresh else 1):
            if attempt:
                self.pause(INDEX_PAUSE_SECONDS)
            entries = self.store.redemption_entries(
                merchant.county_id, merchant.merchant_id, day, redemption_id
            )
            # A cancellation may reach the index before its redemption does.
            if entries and entries[0].kind == "redemption":
                return Redemption(entries[0], tuple(entries[1:]))
        raise RedemptionNotFoundError

    def by_order(self, merchant: Merchant, order_id: str, on: date | None) -> list[Redemption]:
        """The payments of one order; more than one only if several people paid towards it."""
        today = seoul_date(self.clock())
        days = [on] if on else [date.fromordinal(today.toordinal() - n) for n in range(ORDER_DAYS)]
        found = []
        for day in days:
            before: str | None = None
            while True:
                rows, before = self.store.redemptions_on(
                    merchant.county_id, merchant.merchant_id, day, limit=100, before=before
                )
                found += [redemption_of(row) for row in rows if row[0].order_id == order_id]
                if before is None:
                    break
        return found

    def on(
        self,
        merchant: Merchant,
        day: date,
        *,
        terminal_id: str | None = None,
        limit: int,
        position: str | None,
    ) -> tuple[list[Redemption], str | None]:
        """A day's payments, of all tills or of one, newest first; where the next page begins. Of a
        till that takes few it may have none yet and still go on."""

        def is_of_till(payment: Redemption) -> bool:
            return payment.entry.terminal_id == terminal_id

        fits = is_of_till if terminal_id is not None else None
        return self.between(merchant, day, day, fits, limit=limit, position=position)

    def between(
        self,
        merchant: Merchant,
        from_on: date,
        to_on: date,
        fits: Callable[[Redemption], bool] | None,
        *,
        limit: int,
        position: str | None,
    ) -> tuple[list[Redemption], str | None]:
        """Payments of the days, those that `fits` wants or all, newest first; where the next page
        begins. It looks through a bounded part, so it may be shorter than `limit` and there still
        be more."""
        found: list[Redemption] = []
        page_rows = limit if fits is None else WANTED_PAGE_ROWS
        for _ in range(WANTED_PAGES_MAX):
            rows, position = self.store.redemptions_between(
                merchant.county_id,
                merchant.merchant_id,
                from_on,
                to_on,
                limit=page_rows,
                before=position,
            )
            for row in rows:
                payment = redemption_of(row)
                if fits is None or fits(payment):
                    found.append(payment)
                if len(found) == limit:
                    is_last = position is None and row is rows[-1]
                    return found, None if is_last else row[0].redemption_id
            if position is None:
                break
        return found, position


def redemption_of(row: list[Entry]) -> Redemption:
    return Redemption(row[0], tuple(row[1:]))
