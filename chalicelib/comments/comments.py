"""An entry by a comment, and its states: sent, accepted or refused by staff; sent anew if refused,
or as long as nobody has looked, until the draw's entries close."""

from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.comments.errors import (
    CommentDecidedError,
    CommentEntriesClosedError,
    CommentSendsUsedError,
    CommentSentAnewError,
    CommentsNotTakenError,
)
from chalicelib.core.web_addresses import same_address
from chalicelib.draws.draws import Draw
from chalicelib.draws.entrants import entrant_id
from chalicelib.draws.errors import DrawFrozenError
from chalicelib.staff.person import Person
from chalicelib.uploads.uploads import Kept

CommentStatus = Literal["sent", "accepted", "refused"]
CommentDecision = Literal["accepted", "refused"]
Likeness = Literal["handle", "link", "picture"]
SENDS_MAX = 10
"""So often one person may send a comment to a draw, the better ones included."""


class Proof(Struct, frozen=True, kw_only=True):
    """`handle`: as it is compared, by which the member is known on the platform; the comment by its
    `link`, a picture of it (`upload_id`), or both."""

    handle: str
    link: str | None
    upload_id: str | None


class Comment(Struct, frozen=True, kw_only=True):
    """`handle_mark`, `link_mark`: keyed hashes under the draw's salt, by which two entries are seen
    to name the same. `kept`: its picture, until that is erased. `reason`: why it was refused, as
    its member reads it."""

    county_id: str
    comment_id: str
    draw_id: str
    member_id: str
    proof: Proof
    handle_mark: str
    link_mark: str | None
    kept: Kept | None
    sent_at: datetime
    status: CommentStatus = "sent"
    version: int = 1
    sends: int = 1
    decided_at: datetime | None = None
    decided_by: Person | None = None
    reason: str | None = None

    @property
    def file(self) -> str:
        """The name of its picture's bare copy."""
        return file_of(self.draw_id, self.proof.upload_id or "")

    @property
    def marks(self) -> dict[Likeness, str]:
        """By which other entries may be like this one."""
        found: dict[Likeness, str | None] = {
            "handle": self.handle_mark,
            "link": self.link_mark,
            "picture": self.kept.sha256 if self.kept else None,
        }
        return {name: mark for name, mark in found.items() if mark}

    def decided(
        self,
        decision: CommentDecision,
        sends: int,
        *,
        reason: str | None,
        by: Person,
        at: datetime,
    ) -> "Comment":
        """`sends`: which sending was looked at. Raises `CommentSentAnewError`,
        `CommentDecidedError`."""
        if self.sends != sends:
            raise CommentSentAnewError
        if self.status != "sent":
            raise CommentDecidedError(state=self.status)
        # The phone of the account, as a hash, is known while somebody acts, and kept nowhere.
        by = Person(by.subject, by.username)
        return self._then(status=decision, reason=reason, decided_by=by, decided_at=at)

    def sent_anew(self, other: "Comment") -> "Comment":
        """As `other` has it, waiting for a look again."""
        return self._then(
            proof=other.proof, handle_mark=other.handle_mark, link_mark=other.link_mark,
            kept=other.kept, sent_at=other.sent_at, sends=self.sends + 1,
            status="sent", decided_at=None, decided_by=None, reason=None,
        )  # fmt: skip

    def erased(self) -> "Comment":
        return self._then(kept=None)

    def must_be_erased(self, draw: Draw, now: datetime) -> bool:
        """Its picture: once it is decided, or can not be any more."""
        is_over = draw.frozen is not None or draw.status(now) in ("lapsed", "drawn")
        return self.kept is not None and (self.status != "sent" or is_over)

    def _then(self, **changes: object) -> "Comment":
        return replace(self, version=self.version + 1, **changes)


def file_of(draw_id: str, upload_id: str) -> str:
    return f"comment/{draw_id}-{upload_id}"


def marks_of(proof: Proof, salt: bytes) -> tuple[str, str | None]:
    """(that of the handle, as in the draw's files; that of the link)."""
    link = entrant_id(salt, f"link/{same_address(proof.link)}") if proof.link else None
    return entrant_id(salt, f"handle/{proof.handle}"), link


def may_send(draw: Draw, known: Comment | None, now: datetime) -> bool:
    is_open = draw.post_url is not None and draw.status(now) == "open"
    return is_open and (known is None or (known.status != "accepted" and known.sends < SENDS_MAX))


def check_may_send(draw: Draw, known: Comment | None, now: datetime) -> None:
    """Raises `CommentsNotTakenError`, `CommentEntriesClosedError`, `CommentDecidedError`,
    `CommentSendsUsedError`."""
    if draw.post_url is None:
        raise CommentsNotTakenError
    if draw.status(now) != "open":
        raise CommentEntriesClosedError
    if known is not None and known.status == "accepted":
        raise CommentDecidedError(state=known.status)
    if known is not None and known.sends >= SENDS_MAX:
        raise CommentSendsUsedError(most=SENDS_MAX)


def check_may_decide(draw: Draw, now: datetime) -> None:
    """Until the list is frozen, or can not be any more. Raises `DrawFrozenError`."""
    if draw.status(now) not in ("open", "closed"):
        raise DrawFrozenError
