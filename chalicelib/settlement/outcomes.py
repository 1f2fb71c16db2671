"""How a shop's statement was paid: by which batch, and what the bank said of it."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from chalicelib.settlement.invoices import Invoice
from chalicelib.settlement.statements import Statement

PayoutResult = Literal["paid", "failed"]
SettlementStatus = Literal["confirmed", "paid", "failed", "carried_over"]


class PayoutOutcome(Struct, frozen=True, kw_only=True):
    """What became of a statement in a batch: written once, never changed. `number` counts the
    batches of a day's payouts; `reason` is the bank's, of one that failed."""

    county_id: str
    merchant_id: str
    on: date
    payout_on: date
    number: int
    result: PayoutResult
    amount: int
    reason: str = ""
    at: datetime


class Settlement(Struct, frozen=True):
    """A statement and its outcomes, the first batch's first; or the invoice of what it carried on
    last."""

    statement: Statement
    outcomes: tuple[PayoutOutcome, ...] = ()
    invoice: Invoice | None = None

    @property
    def last(self) -> PayoutOutcome | None:
        return self.outcomes[-1] if self.outcomes else None

    @property
    def status(self) -> SettlementStatus:
        """`carried_over`: there is nothing to pay, and what is owed goes into the next one."""
        if not self.statement.payout_amount:
            return "carried_over"
        return self.last.result if self.last else "confirmed"
