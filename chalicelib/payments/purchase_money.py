"""Purchase money by day (자금관리): what came in, went back, and is outstanding.

A report of figures: each is a sum over the book of purchase money or over the entries of a day, so
that the same days give the same figures whenever they are asked for (Act on local gift certificates
art. 8: kept apart, and published each half-year).
"""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from chalicelib.payments.book import BookLine
from chalicelib.payments.ports import PaymentStore
from chalicelib.totals.day_totals import DayTotals
from chalicelib.totals.ports import DayTotalsStore

DAYS_MAX = 184
"""A half-year."""


class MoneyDay(Struct, frozen=True, kw_only=True):
    """In won. `online_…`: at the provider, by its day. `sold_price_amount` and
    `repaid_price_amount`: prices of vouchers by the ledger, at the counter and online together;
    `outstanding_amount`: vouchers in all wallets at the day's end. Those of the ledger are `None`
    while the day's totals are not made."""

    on: date
    online_paid_amount: int
    online_given_back_amount: int
    online_reversed_amount: int
    sold_price_amount: int | None
    repaid_price_amount: int | None
    outstanding_amount: int | None


class PurchaseMoney(Struct, frozen=True):
    store: PaymentStore
    totals: DayTotalsStore

    def between(self, county_id: str, first: date, last: date) -> list[MoneyDay]:
        """At most `DAYS_MAX` days, in order."""
        kept = {day.on: day for day in self.totals.between(county_id, first, last)}
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return [
            money_day(on, self.store.book_of(county_id, on), kept.get(on)) for on in days[:DAYS_MAX]
        ]


def money_day(on: date, lines: Iterable[BookLine], totals: DayTotals | None) -> MoneyDay:
    by_kind = {"paid": 0, "given_back": 0, "reversed": 0}
    for line in lines:
        by_kind[line.kind] += line.amount
    flows = totals.flows.values() if totals else ()
    return MoneyDay(
        on=on,
        online_paid_amount=by_kind["paid"],
        online_given_back_amount=by_kind["given_back"],
        online_reversed_amount=by_kind["reversed"],
        sold_price_amount=sum(flow.price_in for flow in flows) if totals else None,
        repaid_price_amount=sum(flow.price_out for flow in flows) if totals else None,
        outstanding_amount=totals.closing.voucher if totals else None,
    )
