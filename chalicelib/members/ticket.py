"""How a sign-up ended."""

from dataclasses import dataclass
from typing import Literal

RejectionReason = Literal["phone_in_use"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """How a sign-up ended whose person was a member already or was begun by another sign-up, or
    that was rejected: then with a `reason`, and no member."""

    county_id: str
    signup_id: str
    member_id: str | None
    already_member: bool
    granted_mileage: int
    reason: RejectionReason | None = None
