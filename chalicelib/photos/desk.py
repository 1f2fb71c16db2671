"""Photo entries at the desk: looked at, accepted or refused; what an accepted one is worth."""

from datetime import date

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.errors import RuleViolationError, TryAgainError
from chalicelib.core.values import to_milliseconds
from chalicelib.ledger.chain import Outcome
from chalicelib.ledger.errors import MemberNotFoundError, MemberSuspendedError
from chalicelib.photos.errors import PhotoErasedError, PhotoNotFoundError
from chalicelib.photos.membership import is_of_member
from chalicelib.photos.photos import Photo, PhotoDecision, PhotoStatus
from chalicelib.photos.ports import Images, OwnWallets, PhotoStore, Posts, Profiles
from chalicelib.photos.service import TRIES_MAX, erase
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.person import Person


class PhotoDesk(Struct, frozen=True):
    store: PhotoStore
    images: Images
    posts: Posts
    own_wallets: OwnWallets
    members: Profiles
    clock: Clock

    def page(
        self, county_id: str, *, status: PhotoStatus | None, limit: int, position: str | None
    ) -> tuple[list[Photo], str | None]:
        """Newest first, and where the next page begins."""
        return self.store.page(county_id, status=status, limit=limit, before_id=position)

    def by_id(self, county_id: str, photo_id: str) -> Photo:
        """Raises `PhotoNotFoundError`."""
        photo = self.store.by_id(county_id, photo_id)
        if photo is None:
            raise PhotoNotFoundError
        return photo

    def image_address(self, county_id: str, photo_id: str) -> str:
        """Opens it for a minute. Raises `PhotoNotFoundError`, `PhotoErasedError`."""
        photo = self.by_id(county_id, photo_id)
        if photo.is_erased or photo.status in ("refused", "withdrawn", "taken_down"):
            raise PhotoErasedError
        return self.images.address(photo.file, photo.kept)

    def decide(
        self,
        county_id: str,
        person: Person,
        photo_id: str,
        decision: PhotoDecision,
        *,
        reason: str | None,
    ) -> Photo:
        """Accepted, it is an entry in its campaign's draws and rewarded as a post; refused, it is
        erased. The same again finishes what was cut off.

        Raises `PhotoNotFoundError`, `PhotoDecidedError`, `OwnWalletError`,
        `StaffNumberMissingError`, `TryAgainError`.
        """
        for _ in range(TRIES_MAX):
            photo = self.by_id(county_id, photo_id)
            self.own_wallets.check(county_id, person, {photo.member_id})
            if photo.decision == decision:
                break
            now = to_milliseconds(self.clock())
            decided = photo.decided(decision, reason=reason, by=person, at=now)
            if self.store.decide(decided, _record(photo, decided, person)):
                photo = decided
                break
        else:
            raise TryAgainError(retry_after_seconds=1)
        return self._finish(photo)

    def take_down(self, county_id: str, person: Person, photo_id: str, *, reason: str) -> Photo:
        """Show an accepted photo no more, as who is in it may ask: it is out of the gallery with
        the state, and then erased. The same again finishes what was cut off.

        Raises `PhotoNotFoundError`, `PhotoDecidedError`, `TryAgainError`.
        """
        for _ in range(TRIES_MAX):
            photo = self.by_id(county_id, photo_id)
            if photo.status == "taken_down":
                break
            now = to_milliseconds(self.clock())
            taken = photo.taken_down_for(reason, by=person, at=now)
            record = _taken_down_record(photo, taken, person)
            if self.store.take_down(taken, record):
                photo = taken
                break
        else:
            raise TryAgainError(retry_after_seconds=1)
        return self._finish(photo)

    def due(self, county_id: str, today: date) -> list[Photo]:
        """What is not finished: not rewarded, or to be erased; or its member has left."""
        return [
            photo
            for photo in self.store.every(county_id)
            if photo.must_be_settled or photo.must_be_erased(today) or self._is_left(photo)
        ]

    def tend(self, county_id: str, photo_id: str, today: date) -> bool:
        """Finish it; whether there was anything to do. Raises `TryAgainError`."""
        photo = self.store.by_id(county_id, photo_id)
        if photo is None:
            return False
        is_left = self._is_left(photo)
        if not (photo.must_be_settled or photo.must_be_erased(today) or is_left):
            return False
        photo = self._finish(photo)
        if is_left:
            withdrawn = photo.withdrawn(to_milliseconds(self.clock()))
            if not self.store.change(withdrawn):
                raise TryAgainError(retry_after_seconds=1)
            photo = withdrawn
        if photo.must_be_erased(today):
            erase(self.store, self.images, photo)
        return True

    def _is_left(self, photo: Photo) -> bool:
        """Whoever has left cannot take the consent back any more."""
        if photo.is_erased or photo.status not in ("sent", "accepted"):
            return False
        return not is_of_member(photo, self.members)

    def _finish(self, photo: Photo) -> Photo:
        if photo.must_be_settled:
            photo = self._settle(photo)
        if photo.status in ("refused", "taken_down"):
            photo = erase(self.store, self.images, photo)
        return photo

    def _post(self, photo: Photo) -> Outcome:
        """In the wallet that sent it, or the one in which that goes on: asked first is the one that
        ended, which may have been given it before."""
        try:
            return self.posts.post(photo.county_id, photo.member_id, photo.photo_id)
        except MemberNotFoundError:
            profile = self.members.profile(photo.county_id, photo.member_id, consistent=True)
            if profile is None or profile.continues_in is None:
                raise
            return self.posts.post(photo.county_id, profile.continues_in, photo.photo_id)

    def _settle(self, photo: Photo) -> Photo:
        """Mileage for a post, once; where the rules give none, that is how it stands."""
        try:
            entry_id: str | None = self._post(photo).entry.entry_id
        except (MemberNotFoundError, MemberSuspendedError, RuleViolationError):
            entry_id = None
        settled = photo.settled(entry_id)
        if self.store.change(settled):
            return settled
        # By another who accepted it at this moment; else the night does it.
        return self.store.by_id(photo.county_id, photo.photo_id) or settled


def _taken_down_record(before: Photo, after: Photo, person: Person) -> AuditRecord:
    assert after.taken_down is not None
    return AuditRecord.made(
        county_id=after.county_id,
        at=after.taken_down.at,
        by=person,
        action="photo_taken_down",
        target_id=after.photo_id,
        reason=after.taken_down.reason,
        before={"status": before.status},
        after={"status": after.status},
    )


def _record(before: Photo, after: Photo, person: Person) -> AuditRecord:
    assert after.decided_at is not None
    return AuditRecord.made(
        county_id=after.county_id,
        at=after.decided_at,
        by=person,
        action="photo_accepted" if after.decision == "accepted" else "photo_refused",
        target_id=after.photo_id,
        reason=after.reason or "",
        before={"status": before.status},
        after={"status": after.status},
    )
