"""Tourist sites and museums that give members a benefit."""

from msgspec import Struct


class Facility(Struct, frozen=True, kw_only=True):
    """`fee_amount` in won, for one adult."""

    county_id: str
    facility_id: str
    name: str
    name_en: str
    address: str
    fee_amount: int
    benefit: str
