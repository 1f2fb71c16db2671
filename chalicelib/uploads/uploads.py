"""An upload: what a member said would come, and the form by which it may."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec import Struct

FORM_LASTS = timedelta(minutes=15)
USABLE = timedelta(hours=23)
"""A first copy is erased a day after it came."""
DAY_MAX = 100
"""Of one member: three claims with all that they may have."""
SHOWN_SECONDS = 60
"""How long an address opens an image."""


class Upload(Struct, frozen=True, kw_only=True):
    """`sha256` in hex, `size` in bytes: what was promised, and must have come."""

    county_id: str
    upload_id: str
    member_id: str
    content_type: str
    size: int
    sha256: str
    at: datetime

    @property
    def file(self) -> str:
        """Its first copy."""
        return f"new/{self.upload_id}"

    @property
    def usable_until(self) -> datetime:
        return self.at + USABLE


class Form(Struct, frozen=True):
    """What a browser posts, the file last, as `multipart/form-data`."""

    url: str
    fields: Mapping[str, str]
    expires_at: datetime


class Kept(Struct, frozen=True):
    """An image that something uses: the bare copy, and the hash (hex) of its bytes."""

    upload_id: str
    content_type: str
    sha256: str
