"""Tourist sites and museums that give members a benefit."""

from datetime import datetime
from typing import Literal, get_args

from msgspec import Struct

FacilityKind = Literal["museum", "nature", "experience", "sports", "lodging", "other"]
FACILITY_KINDS: tuple[FacilityKind, ...] = get_args(FacilityKind)


class Closure(Struct, frozen=True):
    """From `closed_at` until before `reopened_at`, for good while that is `None`; `reason` is read
    by visitors."""

    closed_at: datetime
    reason: str
    reopened_at: datetime | None = None

    def holds_at(self, moment: datetime) -> bool:
        is_over = self.reopened_at is not None and moment >= self.reopened_at
        return self.closed_at <= moment and not is_over


class Facility(Struct, frozen=True, kw_only=True):
    """`fee_amount` in won, for one adult, where no terms hold. `benefit` is what members get, in
    words, or `free`; `benefit_en` is empty where that was never written. `closures`: oldest first;
    whoever was let in before one began stays let in, whenever that is reported."""

    county_id: str
    facility_id: str
    name: str
    name_en: str
    address: str
    fee_amount: int
    benefit: str
    benefit_en: str = ""
    kind: FacilityKind = "other"
    closures: tuple[Closure, ...] = ()
    version: int = 0

    @property
    def closure(self) -> Closure | None:
        """The one that has no end yet."""
        last = self.closures[-1] if self.closures else None
        return last if last is not None and last.reopened_at is None else None

    def closure_at(self, moment: datetime) -> Closure | None:
        return next((c for c in self.closures if c.holds_at(moment)), None)
