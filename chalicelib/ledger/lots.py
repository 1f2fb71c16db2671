"""Lots: money of one origin and one expiry, and the arithmetic over them.

A lot counts for nothing from the day after `expires_on`, whether or not the nightly job has
written its `expiration` entry yet: everything here that says *live* decides by the day.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.values import add_months, seoul_date, sibling_id
from chalicelib.county.settings import CountySettings

LotKind = Literal["mileage", "sale", "policy"]
"""`mileage` in points; `sale` vouchers bought at a discount; `policy` vouchers given free."""

LOTS_MAX = 200
"""Open lots in one wallet; a bound on the size of an entry."""


class SaleTerms(Struct, frozen=True):
    """What a bought lot was sold for, in won, and how much of its face must be spent, in percent,
    before its rest is paid back. Stamped on the lot when it is bought: no later setting changes
    what a holder was promised."""

    price: int
    refund_percent: int


class Lot(Struct, frozen=True):
    """`face` and `remaining` in points (mileage) or won; usable through `expires_on` in Seoul.
    A `sale` lot has `terms`, and its `source` is the round in which it was bought."""

    lot_id: str
    kind: LotKind
    source: str
    face: int
    remaining: int
    expires_on: date | None
    terms: SaleTerms | None = None

    def __post_init__(self) -> None:
        if not 0 < self.remaining <= self.face:
            raise ValueError(f"lot {self.lot_id} holds {self.remaining} of {self.face}")
        if (self.terms is not None) != (self.kind == "sale"):
            raise ValueError(f"lot {self.lot_id} of kind {self.kind} has the wrong terms")

    def is_live(self, on: date) -> bool:
        return self.expires_on is None or on <= self.expires_on


class Allocation(Struct, frozen=True):
    """What one entry did to one lot: `amount` is minus for taken, plus for put in.

    It repeats the lot's facts, so that a spent lot can be given back to with its old expiry.
    """

    lot_id: str
    kind: LotKind
    source: str
    face: int
    amount: int
    expires_on: date | None
    terms: SaleTerms | None = None


def spending_order(lot: Lot) -> tuple[date, str]:
    """Earliest expiry first; lots without one last; then the older lot."""
    return (lot.expires_on or date.max, lot.lot_id)


def total(lots: Iterable[Lot]) -> int:
    return sum(lot.remaining for lot in lots)


def take(lots: Iterable[Lot], amount: int) -> tuple[Allocation, ...]:
    """Take `amount` from `lots` in spending order; the caller has checked that it is there."""
    allocations = []
    for lot in sorted(lots, key=spending_order):
        if amount == 0:
            break
        part = min(amount, lot.remaining)
        amount -= part
        allocations.append(change(lot, -part))
    if amount:
        raise ValueError("allocated more than the lots hold")
    return tuple(allocations)


def give_back(taken: Iterable[Allocation], *, already: int, amount: int) -> tuple[Allocation, ...]:
    """Return `amount` of what `taken` took, last taken first, after `already` was returned."""
    returned = []
    for allocation in reversed(tuple(taken)):
        available = -allocation.amount
        skipped = min(already, available)
        already -= skipped
        part = min(amount, available - skipped)
        amount -= part
        if part:
            returned.append(replace(allocation, amount=part))
    if amount:
        raise ValueError("gave back more than was taken")
    return tuple(returned)


def put_in(lot: Lot) -> Allocation:
    """The allocation that opens a new lot."""
    return change(lot, lot.remaining)


def close(lot: Lot) -> Allocation:
    """The allocation that takes all that a lot holds."""
    return change(lot, -lot.remaining)


def change(lot: Lot, amount: int) -> Allocation:
    return Allocation(lot.lot_id, lot.kind, lot.source, lot.face, amount, lot.expires_on, lot.terms)


def apply(lots: Iterable[Lot], allocations: Iterable[Allocation]) -> tuple[Lot, ...]:
    """The open lots after `allocations`, in spending order."""
    lot_by_id = {lot.lot_id: lot for lot in lots}
    for a in allocations:
        lot = lot_by_id.pop(a.lot_id, None)
        remaining = (lot.remaining if lot else 0) + a.amount
        if remaining < 0:
            raise ValueError(f"lot {a.lot_id} would go below zero")
        if remaining:
            lot_by_id[a.lot_id] = Lot(
                a.lot_id, a.kind, a.source, a.face, remaining, a.expires_on, a.terms
            )
    return tuple(sorted(lot_by_id.values(), key=spending_order))


def mileage_lot(
    entry_id: str, mileage: int, *, source: str, settings: CountySettings, now: datetime
) -> tuple[Lot, ...]:
    if mileage == 0:
        return ()
    months = settings.mileage_valid_months
    expires_on = add_months(seoul_date(now), months) if months is not None else None
    return (
        Lot(
            lot_id=sibling_id("mlg", entry_id),
            kind="mileage",
            source=source,
            face=mileage,
            remaining=mileage,
            expires_on=expires_on,
        ),
    )
