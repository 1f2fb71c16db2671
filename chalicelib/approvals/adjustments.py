"""Adjustments: value given or taken by the county, proposed by one person, approved by another."""

from chalicelib.approvals.approvals import PROPOSAL, SteppedRequest
from chalicelib.approvals.errors import AdjustmentInvalidError
from chalicelib.county.settings import CountySettings
from chalicelib.ledger.errors import AmountOutOfRangeError

REASON_LETTERS_MAX = 200


class Adjustment(SteppedRequest, frozen=True, kw_only=True):
    """`mileage` in points or `voucher_amount` in won, signed; the other is 0. `corrects_entry_id`
    names the entry of the same wallet that it puts right."""

    adjustment_id: str
    member_id: str
    mileage: int
    voucher_amount: int
    corrects_entry_id: str | None

    @property
    def request_id(self) -> str:
        return self.adjustment_id

    @property
    def reason(self) -> str:
        return self.steps[PROPOSAL - 1].reason or ""

    @property
    def reference(self) -> str:
        """What the ledger entry is called. One adjustment, one entry."""
        return reference_of(self.adjustment_id)

    @property
    def entry_reason(self) -> str:
        """What the entry says: the reason, and the entry that is put right."""
        if self.corrects_entry_id is None:
            return self.reason
        return f"{self.reason} ({self.corrects_entry_id})"


def reference_of(adjustment_id: str) -> str:
    return f"adjustment/{adjustment_id}"


def check_amounts(mileage: int, voucher_amount: int, settings: CountySettings) -> None:
    """One of the two, not zero, and within the county's bound for one adjustment.

    Raises `AdjustmentInvalidError`, `AmountOutOfRangeError`.
    """
    if bool(mileage) == bool(voucher_amount):
        raise AdjustmentInvalidError
    maximum = settings.adjustment_maximum
    for param, amount in (("mileage", mileage), ("voucher_amount", voucher_amount)):
        if abs(amount) > maximum:
            raise AmountOutOfRangeError(param=param, minimum=-maximum, maximum=maximum)
