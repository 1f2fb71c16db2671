"""Corrections: adjustments that put one entry of a wallet right, never by more than it was."""

from collections.abc import Sequence

from msgspec import Struct

from chalicelib.approvals.errors import CorrectionExceedsEntryError
from chalicelib.ledger.entries import Entry


class Correction(Struct, frozen=True):
    """The entry `of` and the corrections of it that stand in the ledger, newest first."""

    of: Entry
    earlier: tuple[Entry, ...]

    @property
    def opened(self) -> frozenset[str]:
        """The lots that the entry opened, or gave back to."""
        return frozenset(a.lot_id for a in self.of.allocations if a.amount > 0)

    @property
    def mileage(self) -> int:
        """What earlier corrections moved, in points."""
        return sum(entry.mileage_amount for entry in self.earlier)

    @property
    def vouchers(self) -> int:
        """What earlier corrections moved, in won."""
        return sum(entry.voucher_amount for entry in self.earlier)

    def check(self, *, mileage: int, voucher_amount: int) -> None:
        """All corrections of an entry together move at most as much as it did, either way.

        Raises `CorrectionExceedsEntryError`.
        """
        for param, wanted, moved, corrected in (
            ("mileage", mileage, self.of.mileage_amount, self.mileage),
            ("voucher_amount", voucher_amount, self.of.voucher_amount, self.vouchers),
        ):
            limit = abs(moved)
            if wanted and abs(corrected + wanted) > limit:
                used = corrected if wanted > 0 else -corrected
                raise CorrectionExceedsEntryError(
                    param=param, limit=limit, used=used, remaining=limit - used
                )


def correction_of(entry: Entry, later: Sequence[Entry]) -> Correction:
    """`later`: all that came after it in its wallet."""
    earlier = tuple(e for e in later if e.corrects_entry_id == entry.entry_id)
    return Correction(entry, earlier)
