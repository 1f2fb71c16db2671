"""What an entry says of vouchers that are bought: counters, prices, what is held, or paid back."""

from datetime import date, datetime
from typing import Literal, NamedTuple

from msgspec import Struct


class PurchaseCounters(Struct, frozen=True):
    """Bought in this Seoul month (`2026-11`) and year (`2026`), in won of face value."""

    month: str = ""
    month_amount: int = 0
    year: str = ""
    year_amount: int = 0


BudgetSource = Literal["round", "carry_over"]


class PurchaseFact(Struct, frozen=True):
    """The money side of a sale lot: `price_amount` in won, plus for what the member paid, minus
    for what is paid back. `budget`: where the face value came from or went back to, if it moved.
    `held_amount`: face value that is out of the budget by this and in no lot, minus for no longer:
    reserved, or sold on paper."""

    purchase_id: str
    round_id: str
    price_amount: int
    budget: BudgetSource | None
    held_amount: int = 0


class Reservation(NamedTuple):
    """What is held of a round, of the limits and of the holding cap for a purchase that is being
    paid, and on what terms. In won; `pay_by` is when it may be given to others."""

    round_id: str
    face: int
    price: int
    refund_percent: int
    pay_by: datetime


class ChangeRefunds(NamedTuple):
    """What was paid back of the rest of a lot so far, in won of its face, and the last day of it.
    It left the lot and was not spent, which matters when a cancel opens the lot again."""

    amount: int
    last_on: date
