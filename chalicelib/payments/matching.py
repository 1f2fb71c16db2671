"""The daily match: the provider's own list against our book of purchase money, and the book against
what the ledger says was sold.

It is what finds money whose every notice was lost. A difference is named and kept, and the purchase
is asked about like any other; nothing is mended by the match itself.
"""

from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.clock import Clock
from chalicelib.core.values import day_start, seoul_date, to_milliseconds
from chalicelib.payments.ledger_sales import unpaid, unsold
from chalicelib.payments.matches import DayMatch, MatchDifference, matched
from chalicelib.payments.ports import (
    MatchStore,
    PaymentMessages,
    PaymentStore,
    SoldOnline,
    TransactionList,
)

DAYS_MATCHED = 4
"""Of each run: yesterday, and what may have been seen late of the days before."""


class Matching(Struct, frozen=True):
    store: PaymentStore
    matches: MatchStore
    transactions: TransactionList
    sales: SoldOnline
    messages: PaymentMessages
    clock: Clock

    def catch_up(self, county_id: str) -> list[DayMatch]:
        """The last days, the oldest first. Raises `OutcomeUnknownError` while there is no list."""
        today = seoul_date(self.clock())
        days = [today - timedelta(days=n) for n in range(DAYS_MATCHED, 0, -1)]
        return [self.run(county_id, on) for on in days]

    def run(self, county_id: str, on: date) -> DayMatch:
        """Match a day anew; what differs is asked about. Money that is on its way, or on its way
        back, needs no purchase in the ledger."""
        listed = self.transactions.transactions(
            county_id, day_start(on), day_start(on + timedelta(days=1))
        )
        found = matched(
            county_id,
            on,
            listed,
            self.store.book_of(county_id, on),
            to_milliseconds(self.clock()),
        )
        named = tuple(
            self._asked_about(county_id, one)
            for one in (*found.differences, *self._against_ledger(county_id, on))
        )
        found = replace(found, differences=named)
        self.matches.put(found)
        return found

    def _against_ledger(self, county_id: str, on: date) -> list[MatchDifference]:
        around = [on + timedelta(days=n) for n in (-1, 0, 1)]
        by_day = {day: self.store.book_of(county_id, day) for day in around}
        sold = {day: self.sales.sold_online(county_id, day) for day in around}
        everything = {key: won for of_day in sold.values() for key, won in of_day.items()}
        missing = [
            one
            for one in unsold(by_day[on], everything)
            if not self._is_moving(county_id, one.purchase_id)
        ]
        return missing + unpaid(sold[on], (line for day in around for line in by_day[day]))

    def _is_moving(self, county_id: str, purchase_id: str) -> bool:
        payment = self.store.by_id(county_id, purchase_id)
        return payment is not None and payment.state not in ("completed", "reversing", "reversed")

    def _asked_about(self, county_id: str, difference: MatchDifference) -> MatchDifference:
        if self.store.by_id(county_id, difference.purchase_id) is None:
            if difference.ledger_amount is not None:
                return difference
            return replace(difference, kind="purchase_unknown")
        self.messages.send(county_id, difference.purchase_id)
        return difference
