"""A county as its residents see it."""

from datetime import date

from msgspec import Struct


class County(Struct, frozen=True, kw_only=True):
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
