"""A sign-up between the phone and the wallet: what is queued, and how it ended."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import asdict

from chalicelib.core.values import ID_CHARACTERS
from chalicelib.ledger.idempotency import fingerprint
from chalicelib.ledger.profile import (
    Consents,
    GuardianConsent,
    GuardianRelation,
    NameKeys,
    Relation,
    SealedPerson,
    Witness,
)

SignupStatus = Literal["queued", "completed", "rejected"]


class Guardian(Struct, frozen=True, kw_only=True):
    """Who consents, as it was filled in beside the child's own data."""

    verification_token: str
    name: str
    relation: GuardianRelation


class Application(Struct, frozen=True, kw_only=True):
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
    guardian: Guardian | None = None
    channel_code: str | None = None

    @property
    def fingerprint(self) -> str:
        """Of what was filled in, whatever token it came with."""
        fields = {**asdict(self), "birth_on": self.birth_on.isoformat()}
        del fields["verification_token"]
        guardian = fields.pop("guardian")
        if self.channel_code is None:
            # As below: of who came by no link it reads as it did before there were any.
            del fields["channel_code"]
        if guardian is not None:
            # Left out without one: what was filled in by who needs none reads as it always did.
            fields["guardian"] = [guardian.name, guardian.relation]
        return fingerprint(fields)


class Signup(Struct, frozen=True, kw_only=True):
    """An accepted sign-up on its way through the queue. Personal data travels encrypted.

    `person_key` and `birth_key` are keyed hashes of number and birth date, `verified_by` is the
    digest of the token that proved the number; `identity_key` is there if that was an identity
    verification. What is granted is no message's to say: the consumer reads it. `simulated_at` is
    `None` outside the local stage. Of who joins at a desk: `witness`, and `namesake`, a member of
    the same name and birth date who is said to be somebody else. `channel`: of the link by which
    they came, if it is one of ours.
    """

    county_id: str
    signup_id: str
    person_key: str
    birth_key: str
    verified_by: str
    person: SealedPerson
    name_masked: str
    region_code: str
    relation: Relation
    consents: Consents
    campaign_id: str | None
    booth_code: str | None
    accepted_at: datetime
    simulated_at: datetime | None = None
    identity_key: str | None = None
    guardian: GuardianConsent | None = None
    name_keys: NameKeys | None = None
    witness: Witness | None = None
    namesake: str | None = None
    channel: str | None = None


def member_id_of(signup_id: str) -> str:
    """The member that a sign-up makes, so that every delivery of it makes the same one."""
    return "mem_" + signup_id.partition("_")[2][:ID_CHARACTERS]


def reference_of(signup_id: str) -> str:
    return f"signup/{signup_id}"
