"""Lots: money of one origin and one expiry, and the arithmetic over them.

A lot counts for nothing from the day after `expires_on`, whether or not the nightly job has
written its `expiration` entry yet: everything here that says *live* decides by the day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

LotKind = Literal["mileage", "sale", "policy"]
"""`mileage` in points; `sale` vouchers bought at a discount; `policy` vouchers given free."""

LOTS_MAX = 200
"""Open lots in one wallet; a bound on the size of an entry."""


@dataclass(frozen=True, slots=True)
class Lot:
    """`face` and `remaining` in points (mileage) or won; usable through `expires_on` in Seoul."""

    lot_id: str
    kind: LotKind
    source: str
    face: int
    remaining: int
    expires_on: date | None

    def __post_init__(self) -> None:
        if not 0 < self.remaining <= self.face:
            raise ValueError(f"lot {self.lot_id} holds {self.remaining} of {self.face}")

    def is_live(self, on: date) -> bool:
        return self.expires_on is None or on <= self.expires_on


@dataclass(frozen=True, slots=True)
class Allocation:
    """What one entry did to one lot: `amount` is minus for taken, plus for put in.

    It repeats the lot's facts, so that a spent lot can be given back to with its old expiry.
    """

    lot_id: str
    kind: LotKind
    source: str
    face: int
    amount: int
    expires_on: date | None


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
        allocations.append(
            Allocation(lot.lot_id, lot.kind, lot.source, lot.face, -part, lot.expires_on)
        )
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
    return Allocation(lot.lot_id, lot.kind, lot.source, lot.face, lot.remaining, lot.expires_on)


def apply(lots: Iterable[Lot], allocations: Iterable[Allocation]) -> tuple[Lot, ...]:
    """The open lots after `allocations`, in spending order."""
    lot_by_id = {lot.lot_id: lot for lot in lots}
    for change in allocations:
        lot = lot_by_id.pop(change.lot_id, None)
        remaining = (lot.remaining if lot else 0) + change.amount
        if remaining < 0:
            raise ValueError(f"lot {change.lot_id} would go below zero")
        if remaining:
            lot_by_id[change.lot_id] = Lot(
                change.lot_id, change.kind, change.source, change.face, remaining, change.expires_on
            )
    return tuple(sorted(lot_by_id.values(), key=spending_order))
