"""A shop's business day: what it took and took back, each by its own day, and the tax in it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from chalicelib.ledger.entries import Entry
from chalicelib.merchants.merchants import Merchant
from chalicelib.paying.slips import Slip, slip_of

SaleKind = Literal["payment", "cancel"]


class Sale(Struct, frozen=True, kw_only=True):
    """A payment, or what was taken back of one on this day. `amount` in won: minus for a cancel.
    A cancel has the order and the till of its payment. What is left of the payment went from
    `before` to `after`, won; it was made on `paid_on`, whose tax class holds for its cancels too.
    """

    kind: SaleKind
    redemption_id: str
    cancel_id: str | None = None
    order_id: str
    terminal_id: str | None
    amount: int
    before: int = 0
    after: int
    paid_on: date
    at: datetime

    def slip(self, shop: Merchant) -> Slip:
        """As the receipt of it says."""
        name = self.cancel_id or self.redemption_id
        return slip_of(name, shop, self.paid_on, before=self.before, after=self.after)


class TaxSums(Struct, frozen=True):
    """Won of payments less cancels, as their receipts split them, so any may be minus.
    `unsplit`: of which no receipt shows a tax, or nobody knew how the shop was taxed. The four
    together are the net amount."""

    supply: int = 0
    vat: int = 0
    tax_free: int = 0
    unsplit: int = 0

    def plus(self, sale: Sale, shop: Merchant) -> "TaxSums":
        slip, sign = sale.slip(shop), 1 if sale.kind == "payment" else -1
        supply, vat, free = slip.supply_amount or 0, slip.vat_amount or 0, slip.tax_free_amount
        return TaxSums(
            self.supply + sign * supply,
            self.vat + sign * vat,
            self.tax_free + sign * free,
            self.unsplit + sale.amount - sign * (supply + vat + free),
        )


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
    tax: TaxSums = TaxSums()

    @property
    def net_amount(self) -> int:
        return self.payments.amount - self.cancels.amount

    def plus(self, sale: Sale, shop: Merchant) -> "SaleSums":
        tax = self.tax.plus(sale, shop)
        if sale.kind == "payment":
            return SaleSums(self.terminal_id, self.payments.plus(sale), self.cancels, tax)
        return SaleSums(self.terminal_id, self.payments, self.cancels.plus(sale), tax)


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
        after=-entry.voucher_amount,
        paid_on=entry.on,
        at=entry.at,
    )


def cancel_of(entry: Entry, payment: Entry) -> Sale:
    after = -payment.voucher_amount - entry.cancels[payment.redemption_id or ""]
    return Sale(
        kind="cancel",
        redemption_id=payment.redemption_id or "",
        cancel_id=entry.cancel_id,
        order_id=payment.order_id or "",
        terminal_id=payment.terminal_id,
        amount=-entry.voucher_amount,
        before=after + entry.voucher_amount,
        after=after,
        paid_on=payment.on,
        at=entry.at,
    )


def shop_day(shop: Merchant, on: date, sales: Iterable[Sale]) -> ShopDay:
    """The sums of a day's sales, of all tills and of each."""
    ordered = tuple(sorted(sales, key=lambda s: (s.at, s.redemption_id, s.cancel_id or "")))
    sums, by_terminal = SaleSums(), dict[str | None, SaleSums]()
    for sale in ordered:
        sums = sums.plus(sale, shop)
        of_till = by_terminal.get(sale.terminal_id) or SaleSums(sale.terminal_id)
        by_terminal[sale.terminal_id] = of_till.plus(sale, shop)
    tills = sorted(by_terminal, key=lambda till: (till is not None, till or ""))
    return ShopDay(
        on=on, sums=sums, by_terminal=tuple(by_terminal[till] for till in tills), sales=ordered
    )
