"""What is kept of an identified person, and the rules of comparing."""

from datetime import date, datetime

from msgspec import Struct

from chalicelib.core.text import in_form
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.lots import Lot
from chalicelib.ledger.profile import Profile

SIGNUP_SOURCE = "signup"
"""Of the lot that the sign-up mileage is."""
ONCE_SOURCES = (SIGNUP_SOURCE, "visit", "tour", "referral", "activity")
"""Of lots of what a person gets once: by joining, a visit, a full stamp card, a friend's link, a
day's log-in."""


class IdentityHolder(Struct, frozen=True, kw_only=True):
    """Which membership a person has: one, for ever, also after leaving it. `has_grant`: whether the
    sign-up mileage came to this person, who gets it once."""

    county_id: str
    identity_key: str
    member_id: str
    has_grant: bool
    identified_at: datetime
    version: int = 1


def is_same_name(one: str, other: str) -> bool:
    """As people write them: spaces, width and case of letters make no other person."""
    return _bare(one) == _bare(other)


def is_same_person(
    *, name: str, birth_on: date, verified_name: str, verified_birth_on: date
) -> bool:
    return birth_on == verified_birth_on and is_same_name(name, verified_name)


def grant_lots(head: Entry, on: date) -> tuple[Lot, ...]:
    """What is still there of the sign-up mileage."""
    return tuple(
        lot for lot in head.live_lots(on) if lot.kind == "mileage" and lot.source == SIGNUP_SOURCE
    )


def once_a_person(head: Entry, on: date) -> tuple[Lot, ...]:
    """What is still there of what a person gets once, whatever the number of their numbers: of a
    membership that they have beside another one."""
    return tuple(
        lot for lot in head.live_lots(on) if lot.kind == "mileage" and lot.source in ONCE_SOURCES
    )


def is_somebody_else(profile: Profile | None, identity_key: str) -> bool:
    """Whether this member is known to be another person."""
    return profile is not None and profile.identity_key not in (None, identity_key)


def _bare(name: str) -> str:
    text = in_form("NFKC", name).casefold()
    return "".join(c for c in text if not c.isspace())
