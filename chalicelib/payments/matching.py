"""The daily match: the provider's own list against our book of purchase money.

It is what finds money whose every notice was lost. A difference is named and kept, and the purchase
is asked about like any other; nothing is mended by the match itself.
"""

from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.clock import Clock
from chalicelib.core.values import day_start, seoul_date, to_milliseconds
from chalicelib.payments.matches import DayMatch, MatchDifference, matched
from chalicelib.payments.ports import MatchStore, PaymentMessages, PaymentStore, TransactionList

DAYS_MATCHED = 4
"""Of each run: yesterday, and what may have been seen late of the days before."""


class Matching(Struct, frozen=True):
    store: PaymentStore
    matches: MatchStore
    transactions: TransactionList
    messages: PaymentMessages
    clock: Clock

    def catch_up(self, county_id: str) -> list[DayMatch]:
        """The last days, the oldest first. Raises `OutcomeUnknownError` while there is no list."""
        today = seoul_date(self.clock())
        days = [today - timedelta(days=n) for n in range(DAYS_MATCHED, 0, -1)]
        return [self.run(county_id, on) for on in days]

    def run(self, county_id: str, on: date) -> DayMatch:
        """Match a day anew; what differs is asked about."""
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
        named = tuple(self._asked_about(county_id, one) for one in found.differences)
        found = replace(found, differences=named)
        self.matches.put(found)
        return found

    def _asked_about(self, county_id: str, difference: MatchDifference) -> MatchDifference:
        if self.store.by_id(county_id, difference.purchase_id) is None:
            return replace(difference, kind="purchase_unknown")
        self.messages.send(county_id, difference.purchase_id)
        return difference
