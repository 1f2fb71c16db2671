"""A county as its residents see it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """`region_code` is the official five-digit one; `opened_on` the first business day."""

    county_id: str
    name: str
    name_en: str
    region_code: str
    programme: str
    programme_en: str
    contact: str
    opened_on: date
    terms_version: str
    privacy_version: str
