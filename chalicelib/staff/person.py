"""A member of staff, and what one proposal under one Idempotency-Key stands for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """`subject` is the account's own id, which stays when it is renamed; `username` is for
    reading."""

    subject: str
    username: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdempotencyRecord:
    """One proposal by one person under one Idempotency-Key: `digest` names it,
    `resource_id` is what it made, and `fingerprint` what was asked."""

    county_id: str
    digest: str
    resource_id: str
    fingerprint: str
