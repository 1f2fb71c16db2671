"""What entries by comment need of the world."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Literal, Protocol

from chalicelib.comments.comments import Comment, CommentStatus, Likeness
from chalicelib.draws.draws import Draw
from chalicelib.ledger.profile import Profile
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.person import Person
from chalicelib.uploads.uploads import Kept

Decided = Literal["written", "frozen", "changed"]


class CommentStore(Protocol):
    def create(self, draw: Draw, comment: Comment, people: Sequence[str]) -> bool: ...

    def change(self, draw: Draw, comment: Comment) -> bool: ...

    def decide(self, draw: Draw, comment: Comment, record: AuditRecord) -> Decided: ...

    def by_id(self, draw: Draw, comment_id: str) -> Comment | None: ...

    def of_people(self, draw: Draw, people: Sequence[str]) -> list[Comment]: ...

    def draws_of(self, county_id: str, people: Sequence[str]) -> set[str]: ...

    def page(
        self, draw: Draw, *, status: CommentStatus | None, limit: int, before_id: str | None
    ) -> tuple[list[Comment], str | None]: ...

    def every(self, draw: Draw) -> list[Comment]: ...

    def alike(self, draw: Draw, comment: Comment) -> list[tuple[Likeness, Comment]]: ...

    def is_taken(self, draw: Draw, comment: Comment) -> bool: ...


class DrawStore(Protocol):
    def by_id(self, county_id: str, draw_id: str) -> Draw | None: ...

    def announced_since(self, county_id: str, moment: datetime) -> list[Draw]: ...

    def salt(self, draw: Draw, now: datetime) -> bytes | None: ...


class Images(Protocol):
    def use(
        self, county_id: str, member_id: str, upload_id: str, *, name: str, param: str
    ) -> Kept: ...

    def address(self, name: str, kept: Kept, *, seconds: int = 60) -> str: ...

    def erase(self, name: str) -> None: ...


class OwnWallets(Protocol):
    def check(self, county_id: str, person: Person, member_ids: Collection[str]) -> None: ...


class Profiles(Protocol):
    def profile(
        self, county_id: str, member_id: str, *, consistent: bool = False
    ) -> Profile | None: ...
