"""Who is acting, as a token told."""

from typing import Protocol

from msgspec import Struct


class Actor(Protocol):
    """Whoever an operation was called by. `subject` is the account that proved itself: no two of
    a county have the same."""

    @property
    def subject(self) -> str: ...


class MemberActor(Struct, frozen=True):
    """`generation`: of which generation of sessions the token is; `None` if a key or a code, and no
    session, named the member."""

    county_id: str
    member_id: str
    generation: int | None = None

    @property
    def subject(self) -> str:
        return self.member_id


class MovedActorError(Exception):
    """The membership goes on in another wallet: what its session asks for is asked there, as
    `actor`. Raised before anything is written."""

    def __init__(self, actor: MemberActor) -> None:
        super().__init__(actor.member_id)
        self.actor = actor


class StaffActor(Struct, frozen=True):
    """`subject` is the account's own id at the identity provider: names may change hands, it does
    not. `phone` (E.164) is the number that the county registered for the account, `""` if none."""

    county_id: str
    username: str
    roles: frozenset[str]
    subject: str
    phone: str = ""


class StaffContact(Struct, frozen=True):
    """Whom a mail of the desk goes to."""

    county_id: str
    username: str
    subject: str
    email: str


class StaffAccount(Struct, frozen=True):
    """An account at the identity provider as it is now. `has_mfa`: logging in takes a second
    factor."""

    county_id: str
    username: str
    subject: str
    roles: frozenset[str]
    is_enabled: bool
    has_mfa: bool
