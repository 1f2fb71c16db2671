"""Whose a phone number is: it opens a wallet only with what binds it to the person."""

from datetime import datetime

from msgspec import Struct


class PhoneHolder(Struct, frozen=True, kw_only=True):
    """`phone_key` and `birth_key` are keyed hashes of number and birth date.

    `verified_by` is the digest of the token with which the holder signed up last, at
    `signed_up_at`: that token opens a session without the birth date. `may_grant`: no earlier
    holder of the number had the sign-up mileage, or it was `granted_to` one. `freed_at`: since when
    it is this holder's; whoever proved the number earlier may have been the one before.
    `released_at`: the member went on to another number, or wallet, and this one is nobody's.
    """

    county_id: str
    phone_key: str
    member_id: str
    birth_key: str
    verified_by: str
    signed_up_at: datetime
    may_grant: bool = True
    freed_at: datetime | None = None
    granted_to: str | None = None
    released_at: datetime | None = None
    version: int = 1

    @property
    def first_granted(self) -> str | None:
        """Who had the number's sign-up mileage, as far as it is known."""
        return self.member_id if self.may_grant else self.granted_to
