"""Who comes along, by their own consent: what is asked of them, and when it may be answered.

The applicant says how many come along, and hands each a link. Until one of them consents, nothing
is known of them but their place in the team. What they are asked is what the rules need: name and
birth date (that a person is counted once), and where they live (that residents are not paid for).
Personal Information Protection Act art. 15; under 14 a guardian consents, art. 22-2.
"""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

CONSENT_VERSION = "2026-11-30"
"""Of the text that the page shows above the consent; kept with each."""
AskedState = Literal["asked", "consented", "refused"]
CODE_CHARACTERS = 20
"""Of the keyed hash in a link: 80 bits."""


class Companion(Struct, frozen=True):
    name: str
    birth_on: date
    region_code: str


class Asked(Struct, frozen=True, kw_only=True):
    """One who is asked. All but `number` and `state` is there while they consent: the `version` of
    the text, when, what they said (encrypted under a key of its own), and keyed hashes by which one
    phone and one person consent once."""

    number: int
    state: AskedState = "asked"
    version: str = ""
    at: datetime | None = None
    data_key: bytes = b""
    sealed: bytes = b""
    phone_key: str = ""
    person_key: str = ""

    @property
    def bare(self) -> "Asked":
        """Nothing but that they were asked."""
        return Asked(number=self.number)


class Guardian(Struct, frozen=True):
    """Who consents for a child under 14, by a code sent to the guardian's own phone."""

    name: str
    relation: str


class Consent(Struct, frozen=True, kw_only=True):
    """What one who comes along says; `verification_token` is of their own phone, or of their
    guardian's."""

    who: Companion
    verification_token: str
    guardian: Guardian | None = None


def asked_of(count: int) -> tuple[Asked, ...]:
    return tuple(Asked(number=number) for number in range(1, count + 1))
