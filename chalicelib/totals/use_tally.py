"""Payments, and which members converted and paid."""

from msgspec import Struct

from chalicelib.ledger.entries import Entry
from chalicelib.ledger.kinds import KINDS, with_role

AT_SHOPS = frozenset(with_role("payment", "payment_canceled"))


class Sales(Struct):
    """Payments and what was taken back of payments, whenever these were made."""

    count: int = 0
    gross_amount: int = 0
    cancel_count: int = 0
    canceled_amount: int = 0

    def add(self, entry: Entry) -> None:
        # A net-cancel that came before its payment moves nothing and counts for nothing.
        amount = entry.voucher_amount + entry.mileage_amount
        if KINDS[entry.kind].role == "payment":
            self.count += 1
            self.gross_amount -= amount
        elif amount:
            self.cancel_count += 1
            self.canceled_amount += amount

    @property
    def net_amount(self) -> int:
        return self.gross_amount - self.canceled_amount


class UseTally:
    """Which members converted or paid; with `only`, counted for these members alone."""

    def __init__(self, only: set[str] | None = None) -> None:
        self._only = only
        self.converted: set[str] = set()
        self.paid: set[str] = set()
        self.sales = Sales()

    def add(self, entry: Entry) -> None:
        if self._only is not None and entry.member_id not in self._only:
            return
        role = KINDS[entry.kind].role
        if role == "conversion":
            self.converted.add(entry.member_id)
        elif role == "payment":
            self.paid.add(entry.member_id)
        if entry.kind in AT_SHOPS:
            self.sales.add(entry)
