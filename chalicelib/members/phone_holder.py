"""Whose a phone number is: it opens a wallet only with what binds it to the person."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneHolder:
    """`phone_key` and `birth_key` are keyed hashes of number and birth date.

    `verified_by` is the digest of the token with which the holder signed up last, at
    `signed_up_at`: that token opens a session without the birth date. `may_grant`: no earlier
    holder of the number had the sign-up mileage. `freed_at`: when the holder before left; whoever
    proved the number earlier may have been that one.
    """

    county_id: str
    phone_key: str
    member_id: str
    birth_key: str
    verified_by: str
    signed_up_at: datetime
    may_grant: bool = True
    freed_at: datetime | None = None
    version: int = 1
