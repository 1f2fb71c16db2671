"""A sign-up between the phone and the wallet: what is queued, and how it ended."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from chalicelib.core.values import ID_CHARACTERS
from chalicelib.ledger.profile import Consents, Relation, SealedPerson

SignupStatus = Literal["queued", "completed", "rejected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What a person filled in."""

    verification_token: str
    name: str
    birth_on: date
    region_code: str
    relation: Relation
    campaign_code: str | None
    terms: bool
    privacy: bool
    marketing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Signup:
    """An accepted sign-up on its way through the queue. Personal data travels encrypted.

    `granted_mileage` is what was promised when it was accepted. `simulated_at` is `None` outside
    the local stage.
    """

    county_id: str
    signup_id: str
    person_key: str
    person: SealedPerson
    name_masked: str
    region_code: str
    relation: Relation
    consents: Consents
    campaign_id: str | None
    booth_code: str | None
    granted_mileage: int
    accepted_at: datetime
    simulated_at: datetime | None = None


def member_id_of(signup_id: str) -> str:
    """The member that a sign-up makes, so that every delivery of it makes the same one."""
    return "mem_" + signup_id.partition("_")[2][:ID_CHARACTERS]


def reference_of(signup_id: str) -> str:
    return f"signup/{signup_id}"
