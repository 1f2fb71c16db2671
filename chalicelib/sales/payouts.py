"""Money that a refund owes, and the one time that it was handed over."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from chalicelib.ledger.entries import Entry
from chalicelib.ledger.kinds import KINDS
from chalicelib.ledger.lots import Lot
from chalicelib.staff.person import Person

PayoutStatus = Literal["open", "paid"]
REFUND_KINDS = tuple(name for name, kind in KINDS.items() if kind.is_handed_over)


class Payout(Struct, frozen=True, kw_only=True):
    """Written once for each refund, never changed. `amount` in won; `idempotency` is the digest of
    who paid and under which key, so that the same request sent again is told from a second one."""

    county_id: str
    entry_id: str
    member_id: str
    amount: int
    at: datetime
    by: Person
    idempotency: str


class Refund(Struct, frozen=True):
    """An entry that owes money, and how it was paid, if it was."""

    entry: Entry
    payout: Payout | None

    @property
    def status(self) -> PayoutStatus:
        return "paid" if self.payout else "open"


class LeftVouchers(Struct, frozen=True):
    """The bought lots that a left wallet still holds."""

    member_id: str
    left_at: datetime
    lots: tuple[Lot, ...]


def owed(entry: Entry) -> int:
    """Won that the county owes the member for this entry; 0 if it is not a refund."""
    if entry.kind not in REFUND_KINDS or entry.purchase is None:
        return 0
    return -entry.purchase.price_amount


def recorder_of(entry: Entry) -> Person | None:
    """Who of staff recorded a refund; `None` if its member asked for it."""
    if entry.kind != "leaving_refund" or entry.reason is None:
        return None
    subject, _, username = entry.reason.partition(" ")
    return Person(subject, username)
