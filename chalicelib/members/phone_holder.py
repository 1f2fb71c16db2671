"""Whose a phone number is: it opens a wallet only with what binds it to the person."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneHolder:
    """`phone_key` and `birth_key` are keyed hashes of number and birth date. `verified_by` is the
    digest of the token with which the holder signed up last: that token opens a session without the
    birth date. `may_grant`: no earlier holder of the number had the sign-up mileage."""

    county_id: str
    phone_key: str
    member_id: str
    birth_key: str
    verified_by: str
    may_grant: bool = True
    version: int = 1
