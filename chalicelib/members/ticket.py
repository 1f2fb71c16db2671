"""How a sign-up ended."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """How a sign-up ended whose person was a member already, or was begun by another sign-up."""

    county_id: str
    signup_id: str
    member_id: str
    already_member: bool
    granted_mileage: int
