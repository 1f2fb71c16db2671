"""How a sign-up ended."""

from typing import Literal

from msgspec import Struct

RejectionReason = Literal["phone_in_use"]
WhyNothing = Literal["budget_spent", "election_period"]


class Ticket(Struct, frozen=True, kw_only=True):
    """How a sign-up ended whose person was a member already or was begun by another sign-up, or
    that was rejected: then with a `reason`, and no member. `why_nothing`: why nothing was granted
    to who joined by a campaign that grants mileage."""

    county_id: str
    signup_id: str
    member_id: str | None
    already_member: bool
    granted_mileage: int
    reason: RejectionReason | None = None
    why_nothing: WhyNothing | None = None
