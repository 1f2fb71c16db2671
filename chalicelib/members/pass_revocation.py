"""That a membership stopped, or goes on again: passes of before stop with it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

KEPT_FOR = timedelta(days=60)
"""A gate that was without a net may report so late; passes themselves live a day."""


class PassRevocation(Struct, frozen=True, kw_only=True):
    """`is_revoked` is false where a suspension was taken back. `version`: the profile's, with which
    it was written."""

    county_id: str
    member_id: str
    version: int
    at: datetime
    is_revoked: bool


def revoked_at(events: Iterable[PassRevocation], member_id: str, moment: datetime) -> bool:
    """Whether the member's passes were stopped at that moment."""
    before = [e for e in events if e.member_id == member_id and e.at <= moment]
    last = max(before, key=lambda e: (e.at, e.version), default=None)
    return last is not None and last.is_revoked
