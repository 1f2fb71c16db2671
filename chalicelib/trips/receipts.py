"""What a claim is made of: slips of card terminals, our own vouchers' payments, sights."""

from datetime import date, datetime

from msgspec import Struct

from chalicelib.core.values import seoul_date
from chalicelib.uploads.uploads import Kept


class Receipt(Struct, frozen=True, kw_only=True):
    """A slip from a shop, `amount` in won. `approval_key` is a keyed hash of shop, approval number
    and day; `receipt_key` of these and the amount. `shop_name` is empty for a business that is none
    of our shops; `bar` says why a shop of ours does not count."""

    business_number: str
    approval_number: str
    paid_at: datetime
    amount: int
    approval_key: str
    receipt_key: str
    shop_name: str = ""
    bar: str = ""
    image: Kept | None = None

    @property
    def on(self) -> date:
        return seoul_date(self.paid_at)


class Payment(Struct, frozen=True, kw_only=True):
    """Of the member's own vouchers at a shop of ours: `amount` in won, what was left of it when it
    was claimed."""

    redemption_id: str
    merchant_id: str
    shop_name: str
    paid_at: datetime
    amount: int
    bar: str = ""

    @property
    def on(self) -> date:
        return seoul_date(self.paid_at)


class Sight(Struct, frozen=True):
    """Where a gate of ours let the member in."""

    facility_id: str
    name: str
    on: date


class Claim(Struct, frozen=True, kw_only=True):
    """What was handed in after a trip: the first time, or (`number` 2) once more after staff gave
    it back. `fingerprint` tells whether the same is sent again."""

    county_id: str
    trip_id: str
    number: int
    at: datetime
    fingerprint: str
    photos: tuple[Kept, ...]
    receipts: tuple[Receipt, ...]
    payments: tuple[Payment, ...]
    sights: tuple[Sight, ...]

    @property
    def lines(self) -> dict[str, "Receipt | Payment"]:
        """By the names that a review calls them."""
        receipts = {f"receipts.{n}": each for n, each in enumerate(self.receipts)}
        payments = {f"payments.{n}": each for n, each in enumerate(self.payments)}
        return {**receipts, **payments}

    @property
    def spent_amount(self) -> int:
        """In won, as it was claimed."""
        return sum(each.amount for each in self.lines.values())

    @property
    def images(self) -> dict[str, Kept]:
        """By their upload ids."""
        kept = [*self.photos, *(each.image for each in self.receipts)]
        return {one.upload_id: one for one in kept if one is not None}
