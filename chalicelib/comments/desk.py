"""Entries by comment at the desk: looked at, accepted or refused by one person."""

from msgspec import Struct

from chalicelib.comments import comments as rules
from chalicelib.comments.comments import Comment, CommentDecision, CommentStatus, Likeness
from chalicelib.comments.errors import CommentNotFoundError, CommentTakenError
from chalicelib.comments.ports import CommentStore, DrawStore, Images, OwnWallets, Profiles
from chalicelib.comments.service import DRAWS_LAST, TRIES_MAX
from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import new_id, to_milliseconds
from chalicelib.draws.draws import Draw
from chalicelib.draws.errors import DrawFrozenError, DrawNotFoundError
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.person import Person


class Looked(Struct, frozen=True):
    """What is decided over: `image_url` opens the picture for a minute; `alike`: entries of others
    that name the same handle, comment or picture."""

    comment: Comment
    image_url: str | None
    alike: tuple[tuple[Likeness, Comment], ...]


class CommentDesk(Struct, frozen=True):
    store: CommentStore
    draws: DrawStore
    images: Images
    own_wallets: OwnWallets
    members: Profiles
    clock: Clock

    def page(
        self,
        county_id: str,
        draw_id: str,
        *,
        status: CommentStatus | None,
        limit: int,
        position: str | None,
    ) -> tuple[list[Comment], str | None]:
        """Newest first, and where the next page begins; once they are erased, nobody. Raises
        `DrawNotFoundError`."""
        draw = self._draw(county_id, draw_id)
        if self.clock() >= draw.erased_at:
            return [], None
        return self.store.page(draw, status=status, limit=limit, before_id=position)

    def look(self, county_id: str, draw_id: str, comment_id: str) -> Looked:
        """Raises `DrawNotFoundError`, `CommentNotFoundError`."""
        draw = self._draw(county_id, draw_id)
        comment = self._comment(draw, comment_id)
        url = self.images.address(comment.file, comment.kept) if comment.kept else None
        return Looked(comment, url, tuple(self.store.alike(draw, comment)))

    def decide(
        self,
        county_id: str,
        person: Person,
        draw_id: str,
        comment_id: str,
        decision: CommentDecision,
        *,
        sends: int,
        reason: str | None,
    ) -> Comment:
        """Over the entry as it was sent for the `sends`th time: accepted, it is in the draw's list.
        Its picture is erased. The same again finishes what was cut off.

        Raises `DrawNotFoundError`, `CommentNotFoundError`, `CommentDecidedError`,
        `CommentSentAnewError`, `CommentTakenError`, `DrawFrozenError`, `OwnWalletError`,
        `StaffNumberMissingError`, `TryAgainError`.
        """
        draw = self._draw(county_id, draw_id)
        for _ in range(TRIES_MAX):
            comment = self._comment(draw, comment_id)
            self.own_wallets.check(county_id, person, self._wallets(comment))
            if (comment.status, comment.sends) == (decision, sends):
                return self._erase(draw, comment)
            now = to_milliseconds(self.clock())
            rules.check_may_decide(draw, now)
            decided = comment.decided(decision, sends, reason=reason, by=person, at=now)
            if decision == "accepted" and self.store.is_taken(draw, comment):
                raise CommentTakenError
            outcome = self.store.decide(draw, decided, _record(comment, decided, person))
            if outcome == "frozen":
                raise DrawFrozenError
            if outcome == "written":
                return self._erase(draw, decided)
        raise TryAgainError(retry_after_seconds=1)

    def waiting(self, county_id: str, most: int) -> int:
        """How many are to be decided, of draws whose list is not frozen; `most` are counted."""
        now, found = self.clock(), 0
        for draw in self._with_comments(county_id):
            if draw.status(now) in ("open", "closed") and found < most:
                found += len(self.store.page(draw, status="sent", limit=most, before_id=None)[0])
        return min(found, most)

    def erase_pictures(self, county_id: str) -> int:
        """Those that nobody decided over in time, or whose erasing was cut off; how many."""
        now, erased = self.clock(), 0
        for draw in self._with_comments(county_id):
            for comment in self.store.every(draw):
                if comment.must_be_erased(draw, now):
                    found = self.store.by_id(draw, comment.comment_id)
                    if found is not None and found.must_be_erased(draw, now):
                        self._erase(draw, found)
                        erased += 1
        return erased

    def _erase(self, draw: Draw, comment: Comment) -> Comment:
        """The picture, then that it is gone; what is cut off in between, the night does."""
        if comment.kept is None:
            return comment
        self.images.erase(comment.file)
        erased = comment.erased()
        return erased if self.store.change(draw, erased) else comment

    def _with_comments(self, county_id: str) -> list[Draw]:
        found = self.draws.announced_since(county_id, self.clock() - DRAWS_LAST)
        return [draw for draw in found if draw.post_url is not None]

    def _wallets(self, comment: Comment) -> set[str]:
        """Whose decision it would be over themselves: by any of their wallets."""
        profile = self.members.profile(comment.county_id, comment.member_id, consistent=True)
        known = {*profile.wallets, profile.continues_in} if profile else set()
        return {comment.member_id, *(one for one in known if one is not None)}

    def _draw(self, county_id: str, draw_id: str) -> Draw:
        draw = self.draws.by_id(county_id, draw_id)
        if draw is None:
            raise DrawNotFoundError
        return draw

    def _comment(self, draw: Draw, comment_id: str) -> Comment:
        comment = self.store.by_id(draw, comment_id)
        if comment is None or self.clock() >= draw.erased_at:
            raise CommentNotFoundError
        return comment


def _record(before: Comment, after: Comment, person: Person) -> AuditRecord:
    assert after.decided_at is not None
    return AuditRecord(
        county_id=after.county_id,
        audit_id=new_id("aud", after.decided_at),
        at=after.decided_at,
        by=person,
        action="comment_accepted" if after.status == "accepted" else "comment_refused",
        target_id=after.comment_id,
        reason=after.reason or "",
        before={"status": before.status},
        after={"status": after.status},
    )
