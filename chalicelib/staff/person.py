"""A member of staff, and what one proposal under one Idempotency-Key stands for."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Person:
    """`subject` is the account's own id, which stays when it is renamed; `username` is for
    reading. `person_key` is the keyed hash of the account's phone number, as of a member's: by it
    the own wallet is known. It is not kept."""

    subject: str
    username: str
    person_key: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IdempotencyRecord:
    """What one person asked for under one Idempotency-Key, a member of staff or whoever signs up:
    `digest` names it, `resource_id` is what it made, and `fingerprint` what was asked."""

    county_id: str
    digest: str
    resource_id: str
    fingerprint: str
