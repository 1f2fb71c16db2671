"""Tourist sites and museums that give members a benefit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """`fee_amount` in won, for one adult."""

    county_id: str
    facility_id: str
    name: str
    name_en: str
    address: str
    fee_amount: int
    benefit: str
