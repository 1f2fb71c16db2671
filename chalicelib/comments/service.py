"""A member's entries by comment: which draws take some, how theirs stand, sending one."""

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.comments import comments as rules
from chalicelib.comments.comments import Comment, Proof
from chalicelib.comments.errors import CommentPersonEnteredError, CommentProofMissingError
from chalicelib.comments.ports import CommentStore, DrawStore, Images, Profiles
from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.errors import DomainError, InvalidRequestError, TryAgainError
from chalicelib.core.values import new_id, to_milliseconds
from chalicelib.core.web_addresses import same_address
from chalicelib.draws.draws import KEPT_DAYS_MAX, OPEN_FOR_MAX, Draw
from chalicelib.draws.entry_files import HANDLE_LETTERS_MAX, account_of
from chalicelib.draws.errors import DrawNotFoundError
from chalicelib.ledger.profile import Profile, check_is_active

TRIES_MAX = 5
DRAWS_LAST = 2 * OPEN_FOR_MAX + timedelta(days=KEPT_DAYS_MAX + 2)
"""From the announcement of a draw until its entrants are erased, at the most."""


class Event(Struct, frozen=True):
    """A draw that takes comments, and the member's own entry to it. `is_decidable`: what waits can
    still be accepted."""

    draw: Draw
    comment: Comment | None
    may_send: bool
    is_decidable: bool


class Comments(Struct, frozen=True):
    store: CommentStore
    draws: DrawStore
    members: Profiles
    images: Images
    clock: Clock

    def events(self, actor: MemberActor) -> list[Event]:
        """Draws that take comments now, and those to which the member has sent one; the one that
        closes first at the top.

        Raises `MemberNotFoundError`, `MemberSuspendedError`.
        """
        profile, now = self._profile(actor), self.clock()
        people = _people(profile)
        entered = self.store.draws_of(actor.county_id, people)
        found = []
        for draw in self.draws.announced_since(actor.county_id, now - DRAWS_LAST):
            is_open = draw.post_url is not None and draw.status(now) == "open"
            if now >= draw.erased_at or not (is_open or draw.draw_id in entered):
                continue
            known = self.store.of_people(draw, people) if draw.draw_id in entered else []
            own = next((one for one in known if self._is_own(one, profile)), None)
            is_free = bool(own or not known)
            if is_open or own:
                found.append(_event(draw, own, now, is_free=is_free))
        return sorted(found, key=lambda one: (one.draw.status(now) != "open", one.draw.closes_at))

    def send(
        self, actor: MemberActor, draw_id: str, *, handle: str, link: str | None,
        upload_id: str | None,
    ) -> tuple[Event, bool]:  # fmt: skip
        """(the draw with the entry, whether this repeats it). The same again is the same entry,
        however it stands; another one stands for the one before, until that is accepted.

        Raises `DrawNotFoundError`, `CommentsNotTakenError`, `CommentEntriesClosedError`,
        `CommentProofMissingError`, `CommentPersonEnteredError`, `CommentDecidedError`,
        `CommentSendsUsedError`, `InvalidRequestError`, `MemberNotFoundError`,
        `MemberSuspendedError`, `TryAgainError`.
        """
        profile, now = self._profile(actor), to_milliseconds(self.clock())
        draw = self.draws.by_id(actor.county_id, draw_id)
        if draw is None:
            raise DrawNotFoundError
        proof = _proof(draw, handle, link, upload_id)
        known = made = None
        try:
            for _ in range(TRIES_MAX):
                known = self._known(draw, profile)
                if known is not None and known.proof == proof:
                    return _event(draw, known, now), True
                rules.check_may_send(draw, known, now)
                made = made or self._made(draw, actor, proof, now)
                comment = known.sent_anew(made) if known else made
                if self._write(draw, comment, profile, is_new=known is None):
                    self._erase_unless_used(known, comment)
                    return _event(draw, comment, now), False
            raise TryAgainError(retry_after_seconds=1)
        except DomainError:
            self._erase_unless_used(made, known)
            raise

    def _erase_unless_used(self, comment: Comment | None, other: Comment | None) -> None:
        """Its picture, unless that of the other one is the same."""
        used = other.file if other and other.kept else None
        if comment is not None and comment.kept is not None and comment.file != used:
            self.images.erase(comment.file)

    def own(self, actor: MemberActor) -> list[Event]:
        """Those to which the member has sent one. Raises as `events`."""
        return [event for event in self.events(actor) if event.comment is not None]

    def _write(self, draw: Draw, comment: Comment, profile: Profile, *, is_new: bool) -> bool:
        if is_new:
            return self.store.create(draw, comment, profile.known_as)
        return self.store.change(draw, comment)

    def _made(self, draw: Draw, actor: MemberActor, proof: Proof, now: datetime) -> Comment:
        salt = self.draws.salt(draw, now)
        if salt is None:
            raise DrawNotFoundError
        handle_mark, link_mark = rules.marks_of(proof, salt)
        comment = Comment(
            county_id=draw.county_id,
            comment_id=new_id("cmt", now),
            draw_id=draw.draw_id,
            member_id=actor.member_id,
            proof=proof,
            handle_mark=handle_mark,
            link_mark=link_mark,
            kept=None,
            sent_at=now,
        )
        if proof.upload_id is None:
            return comment
        kept = self.images.use(
            draw.county_id, actor.member_id, proof.upload_id, name=comment.file, param="upload_id"
        )
        return replace(comment, kept=kept)

    def _known(self, draw: Draw, profile: Profile) -> Comment | None:
        """Raises `CommentPersonEnteredError`: who has a number now is not whoever had it before."""
        known = self.store.of_people(draw, _people(profile))
        own = next((one for one in known if self._is_own(one, profile)), None)
        if own is None and known:
            raise CommentPersonEnteredError
        return own

    def _is_own(self, comment: Comment, profile: Profile) -> bool:
        return comment.member_id in profile.wallets

    def _profile(self, actor: MemberActor) -> Profile:
        found = self.members.profile(actor.county_id, actor.member_id, consistent=True)
        return check_is_active(found, actor)


def _event(draw: Draw, own: Comment | None, now: datetime, *, is_free: bool = True) -> Event:
    return Event(
        draw,
        own,
        may_send=is_free and rules.may_send(draw, own, now),
        is_decidable=draw.status(now) in ("open", "closed"),
    )


def _proof(draw: Draw, handle: str, link: str | None, upload_id: str | None) -> Proof:
    """Raises `InvalidRequestError`, `CommentProofMissingError`."""
    account = account_of("handle", handle)
    if account is None:
        problem = (
            f"아이디는 {HANDLE_LETTERS_MAX}자까지, 한 줄로 적습니다",
            f"has up to {HANDLE_LETTERS_MAX} letters on one line",
        )
        raise InvalidRequestError(param="handle", problem=problem)
    if link and draw.post_url and same_address(link) == same_address(draw.post_url):
        link = None
    if link is None and upload_id is None:
        raise CommentProofMissingError(param="link")
    return Proof(handle=account.partition("/")[2], link=link, upload_id=upload_id)


def _people(profile: Profile) -> list[str]:
    """A wallet and those that ended in it, its number and, once that is known, the person."""
    return list(dict.fromkeys((*profile.wallets, *profile.known_as)))
