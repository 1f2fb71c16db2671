"""A shop's business day: what it took and what it took back, each by its own day."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from chalicelib.ledger.entries import Entry

SaleKind = Literal["payment", "cancel"]


class Sale(Struct, frozen=True, kw_only=True):
    """A payment, or what was taken back of one on this day. `amount` in won: minus for a cancel.
    A cancel has the order and the till of its payment."""

    kind: SaleKind
    redemption_id: str
    cancel_id: str | None = None
    order_id: str
    terminal_id: str | None
    amount: int
    at: datetime


class SaleSum(Struct, frozen=True):
    """How many there were, and their amount in won, never minus."""

    count: int = 0
    amount: int = 0

    def plus(self, sale: Sale) -> "SaleSum":
        return SaleSum(self.count + 1, self.amount + abs(sale.amount))


class SaleSums(Struct, frozen=True):
    """Of some sales; `terminal_id` is the till that all of them are of, if they are of one."""

    terminal_id: str | None = None
    payments: SaleSum = SaleSum()
    cancels: SaleSum = SaleSum()

    @property
    def net_amount(self) -> int:
        return self.payments.amount - self.cancels.amount

    def plus(self, sale: Sale) -> "SaleSums":
        if sale.kind == "payment":
            return SaleSums(self.terminal_id, self.payments.plus(sale), self.cancels)
        return SaleSums(self.terminal_id, self.payments, self.cancels.plus(sale))


class ShopDay(Struct, frozen=True, kw_only=True):
    """`sales` are the oldest first; `by_terminal` by the name of the till, those without one
    first."""

    on: date
    sums: SaleSums
    by_terminal: tuple[SaleSums, ...]
    sales: tuple[Sale, ...]


def payment_of(entry: Entry) -> Sale:
    return Sale(
        kind="payment",
        redemption_id=entry.redemption_id or "",
        order_id=entry.order_id or "",
        terminal_id=entry.terminal_id,
        amount=-entry.voucher_amount,
        at=entry.at,
    )


def cancel_of(entry: Entry, payment: Entry) -> Sale:
    return Sale(
        kind="cancel",
        redemption_id=payment.redemption_id or "",
        cancel_id=entry.cancel_id,
        order_id=payment.order_id or "",
        terminal_id=payment.terminal_id,
        amount=-entry.voucher_amount,
        at=entry.at,
    )


def shop_day(on: date, sales: Iterable[Sale]) -> ShopDay:
    """The sums of a day's sales, of all tills and of each."""
    ordered = tuple(sorted(sales, key=lambda s: (s.at, s.redemption_id, s.cancel_id or "")))
    sums, by_terminal = SaleSums(), dict[str | None, SaleSums]()
    for sale in ordered:
        sums = sums.plus(sale)
        of_till = by_terminal.get(sale.terminal_id) or SaleSums(sale.terminal_id)
        by_terminal[sale.terminal_id] = of_till.plus(sale)
    tills = sorted(by_terminal, key=lambda till: (till is not None, till or ""))
    return ShopDay(
        on=on, sums=sums, by_terminal=tuple(by_terminal[till] for till in tills), sales=ordered
    )
