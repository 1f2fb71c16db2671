"""What a shop has taken, by days: what is looked for, and sums."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from chalicelib.paying.records import Redemption
from chalicelib.shops.errors import HistorySpanError

DAYS_MAX = 366
"""Of one look back, page by page."""
SUMMED_DAYS_MAX = 31
"""Of sums and of a file, which read every payment at once."""


class PaymentFilter(Struct, frozen=True):
    """`text`: a part of an order's number, or the amount; `person_id`: who took it."""

    text: str = ""
    person_id: str = ""

    def fits(self, payment: Redemption) -> bool:
        entry = payment.entry
        text = self.text.replace(",", "").lower()
        is_found = not text or text in (entry.order_id or "").lower() or text == str(payment.amount)
        taken_by = (entry.terminal_id or "").partition(".")[2]
        return is_found and self.person_id in ("", taken_by)


class DaySum(Struct, frozen=True):
    """Of the payments of one day: how many, their won, and what was given back of them since,
    whenever that was."""

    on: date
    count: int
    amount: int
    canceled_amount: int


def sums_of(payments: Iterable[Redemption]) -> list[DaySum]:
    """By day, the newest first; days without a payment are left out."""
    by_day: dict[date, list[Redemption]] = {}
    for payment in payments:
        by_day.setdefault(payment.entry.on, []).append(payment)
    return [
        DaySum(
            on=day,
            count=len(rows),
            amount=sum(row.amount for row in rows),
            canceled_amount=sum(row.amount - row.remaining_amount for row in rows),
        )
        for day, rows in sorted(by_day.items(), reverse=True)
    ]


def check_span(from_on: date, to_on: date, days_max: int) -> None:
    """Raises `HistorySpanError` for days in the wrong order, or too many."""
    if not 0 <= (to_on - from_on).days < days_max:
        raise HistorySpanError(param="to_on", limit=days_max)
