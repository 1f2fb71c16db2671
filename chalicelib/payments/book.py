"""The book of purchase money: what came in, went back and was taken back, by day.

Each line is written once, in the transaction of the step that it tells of, so the sum of a day's
lines is the money of that day's steps.
"""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from chalicelib.aws.provider_payments import PaymentMethod
from chalicelib.core.values import seoul_date

LineKind = Literal["paid", "given_back", "reversed"]


class BookLine(Struct, frozen=True, kw_only=True):
    """`amount` in won, never below zero; `at`: when the provider did it, as far as it says.
    `number` tells lines of one purchase and kind apart."""

    county_id: str
    purchase_id: str
    payment_key: str
    kind: LineKind
    amount: int
    method: PaymentMethod
    at: datetime
    number: int = 1

    @property
    def on(self) -> date:
        """The business day that it counts to."""
        return seoul_date(self.at)

    @property
    def signed_amount(self) -> int:
        """In won, plus for what came to the county."""
        return self.amount if self.kind == "paid" else -self.amount
