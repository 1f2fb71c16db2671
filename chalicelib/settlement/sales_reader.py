"""What a shop took and took back on a day, from the index of its payments.

A cancel stands there under its payment's day, so the days before are looked through as far back as
a payment can still be taken back: 1/8 of a read unit for each payment and cancel of these days.
"""

from collections.abc import Iterator
from datetime import date

from chalicelib.aws.table import Item, Table
from chalicelib.core.errors import SearchTooWideError, TryAgainError
from chalicelib.core.values import parse_time, seoul_date
from chalicelib.ledger import keys as ledger_keys
from chalicelib.ledger.entries import redemption_day
from chalicelib.ledger.entry_codec import entry_from_item
from chalicelib.ledger.ports import WalletStore
from chalicelib.settlement import keys
from chalicelib.settlement.day_files import DaySale, day_sale
from chalicelib.settlement.shop_days import Sale, cancel_of, payment_of

ENTRIES_MAX = 20_000
"""Of one look at a shop: a day of 600 payments and a week of such days before it are 5,000."""


class SalesReader:
    def __init__(self, table: Table, entries_max: int = ENTRIES_MAX) -> None:
        self._table = table
        self._entries_max = entries_max

    def of_day(self, county_id: str, merchant_id: str, on: date, *, since: date) -> Iterator[Sale]:
        """Access pattern 150: payments of the day, and cancels of the day of payments `since` then.
        Only what is of the day is unpacked. Raises `SearchTooWideError`."""
        payment: Item = {}
        found = self._table.query_all(
            ledger_keys.merchant_entries(county_id, merchant_id),
            index="by_merchant",
            between=keys.merchant_days(since, on),
        )
        for count, item in enumerate(found):
            if count == self._entries_max:
                raise SearchTooWideError
            redemption_id, cancel_id = keys.sale_of(item["by_merchant_sk"])
            if cancel_id is None:
                payment = item
            if _day_of(item) != on:
                continue
            if cancel_id is None:
                yield payment_of(entry_from_item(item))
            # A payment stands right before its cancels; for seconds the index may lack it.
            elif payment and keys.sale_of(payment["by_merchant_sk"])[0] == redemption_id:
                yield cancel_of(entry_from_item(item), entry_from_item(payment))


def _day_of(item: Item) -> date:
    return seoul_date(parse_time(ledger_keys.time_of_entry(item["by_day_sk"])))


class PaymentReader:
    """Payments of earlier days, for their cancels."""

    def __init__(self, wallets: WalletStore) -> None:
        self._wallets = wallets

    def payment(self, county_id: str, merchant_id: str, redemption_id: str) -> DaySale:
        """By access pattern 5. Raises `TryAgainError` while the index does not show it."""
        paid_on = redemption_day(redemption_id)
        found = self._wallets.redemption_entries(county_id, merchant_id, paid_on, redemption_id)
        sale = day_sale(found[0]) if found else None
        if sale is None or sale.kind != "payment":
            raise TryAgainError(retry_after_seconds=5)
        return sale
