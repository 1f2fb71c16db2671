"""The treasury account by day: purchase money in and back, paid for at shops, left, and interest.

Vouchers that were bought stand apart from those that the county gave: only for the former is
somebody's money in the account (지역사랑상품권법 제4조의2).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from msgspec import Struct

from chalicelib.ledger.kinds import with_role
from chalicelib.paper.circulation import SeriesDays, held_amount
from chalicelib.totals.day_totals import DayTotals
from chalicelib.treasury.interest import Interest, newest

DAYS_MAX = 184
"""A half-year."""
_AT_SHOPS = with_role("payment", "payment_canceled")
_DAY = timedelta(days=1)


class Totals(Protocol):
    def between(self, county_id: str, first: date, last: date) -> list[DayTotals]: ...


class InterestSource(Protocol):
    def versions(self, county_id: str, first: date, last: date) -> list[Interest]: ...


class Notes(Protocol):
    def by_day(self, county_id: str) -> list[SeriesDays]: ...


class DayMoney(Struct, frozen=True, kw_only=True):
    """In won, of the ledger. `received`: paid for vouchers and notes; `repaid`: owed back for what
    was cancelled or refunded. `…_spent`: face value at shops less cancels, which shops are paid
    for; `notes_exchanged`: notes that they brought. `…_left`: what the county owes people for at
    the day's end. What expired is in none of these, though its money stays in the account: vouchers
    of wallets from their write-off on, notes from the day after their last."""

    received: int
    repaid: int
    bought_spent: int
    given_spent: int
    notes_exchanged: int
    bought_left: int
    given_left: int
    notes_left: int


class AccountDay(Struct, frozen=True, kw_only=True):
    """`money` is `None` while the day's totals are not made; `interest` while nobody confirmed
    any."""

    on: date
    money: DayMoney | None
    interest: Interest | None


class TreasuryAccount(Struct, frozen=True):
    totals: Totals
    interest: InterestSource
    notes: Notes

    def between(self, county_id: str, first: date, last: date) -> list[AccountDay]:
        """At most `DAYS_MAX` days, in order."""
        last = min(last, first + (DAYS_MAX - 1) * _DAY)
        kept = {day.on: day for day in self.totals.between(county_id, first, last)}
        interest = newest(self.interest.versions(county_id, first, last))
        # A county that sells no notes has none to read.
        has_notes = any(day.closing.paper for day in kept.values())
        notes = self.notes.by_day(county_id) if has_notes else ()
        return [
            AccountDay(on=on, money=_money(kept.get(on), notes), interest=interest.get(on))
            for on in (first + n * _DAY for n in range((last - first).days + 1))
        ]


def _money(day: DayTotals | None, notes: Sequence[SeriesDays]) -> DayMoney | None:
    if day is None or day.bought_spent is None:
        return None
    bought = day.closing.bought
    if bought is None or day.closing.paper is None:
        return None
    spent = -sum(day.flows[kind].voucher for kind in _AT_SHOPS)
    return DayMoney(
        received=sum(flow.price_in for flow in day.flows.values()),
        repaid=sum(flow.price_out for flow in day.flows.values()),
        bought_spent=day.bought_spent,
        given_spent=spent - day.bought_spent,
        notes_exchanged=sum(series.exchanged_on(day.on) for series in notes),
        bought_left=bought,
        given_left=day.closing.voucher - bought,
        notes_left=held_amount(series.at(day.on) for series in notes),
    )
