"""Who is acting, as a token told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MemberActor:
    county_id: str
    member_id: str


@dataclass(frozen=True, slots=True)
class StaffActor:
    """`subject` is the account's own id at the identity provider: names may change hands, it does
    not."""

    county_id: str
    username: str
    roles: frozenset[str]
    subject: str
