"""A photo entry and its states: sent, accepted or refused by staff, withdrawn by its member, taken
down by staff after it was accepted."""

from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.values import last_day_before
from chalicelib.county.settings import CountySettings
from chalicelib.joining.campaigns import Campaign
from chalicelib.photos.errors import (
    PhotoDecidedError,
    PhotoEntriesClosedError,
    PhotoPlaceUnvisitedError,
    PhotoTurnsUsedError,
)
from chalicelib.staff.person import Person
from chalicelib.uploads.uploads import Kept

PhotoStatus = Literal["sent", "accepted", "refused", "withdrawn", "taken_down"]
PhotoDecision = Literal["accepted", "refused"]
CONSENT_VERSION = 1
"""Of the text on the page that a member consents to: that the county may publish the photo."""


class Visited(Struct, frozen=True):
    """A place where a visit is proved: by its code, a stamp or a gate. `place`: the code of the
    booth or the id of the sight."""

    place: str
    name: str
    name_en: str
    at: datetime


class TakeDown(Struct, frozen=True):
    """Why an accepted photo is shown no more, as its member reads it; by whom, and when."""

    reason: str
    by: Person
    at: datetime


class Photo(Struct, frozen=True, kw_only=True):
    """`reason`: why it was refused, as its member reads it. `is_settled`: an accepted one has been
    rewarded, or it is known that nothing is given for it; `entry_id`: what was given. `is_erased`:
    the picture is gone; the rest of it goes days after `erased_on`."""

    county_id: str
    photo_id: str
    campaign_id: str
    member_id: str
    visited: Visited
    kept: Kept
    sent_at: datetime
    consent_version: int
    erased_on: date
    status: PhotoStatus = "sent"
    version: int = 1
    decision: PhotoDecision | None = None
    decided_at: datetime | None = None
    decided_by: Person | None = None
    reason: str | None = None
    withdrawn_at: datetime | None = None
    is_settled: bool = False
    entry_id: str | None = None
    is_erased: bool = False
    taken_down: TakeDown | None = None

    @property
    def file(self) -> str:
        """The name of its bare copy."""
        return f"photo/{self.photo_id}"

    def decided(
        self, decision: PhotoDecision, *, reason: str | None, by: Person, at: datetime
    ) -> "Photo":
        """Raises `PhotoDecidedError`."""
        if self.status != "sent":
            raise PhotoDecidedError(state=self.status)
        # The phone of the account, as a hash, is known while somebody acts, and kept nowhere.
        by = Person(by.subject, by.username)
        return self._then(
            status=decision, decision=decision, reason=reason, decided_by=by, decided_at=at
        )

    def withdrawn(self, at: datetime) -> "Photo":
        """What it was worth stays: a consent that costs something to take back is not free."""
        return self._then(status="withdrawn", withdrawn_at=at)

    def taken_down_for(self, reason: str, *, by: Person, at: datetime) -> "Photo":
        """What it was worth stays, as its entry in a draw does. Raises `PhotoDecidedError`."""
        if self.status != "accepted":
            raise PhotoDecidedError(state=self.status)
        by = Person(by.subject, by.username)
        return self._then(status="taken_down", taken_down=TakeDown(reason, by, at))

    def settled(self, entry_id: str | None) -> "Photo":
        return self._then(is_settled=True, entry_id=entry_id)

    def erased(self) -> "Photo":
        return self._then(is_erased=True)

    def must_be_erased(self, today: date) -> bool:
        return not self.is_erased and (
            self.status in ("refused", "withdrawn", "taken_down") or today > self.erased_on
        )

    def is_shown(self, today: date) -> bool:
        """Whether anybody may see it while its member is one: accepted, and not taken back."""
        return self.status == "accepted" and not self.is_erased and today <= self.erased_on

    @property
    def must_be_settled(self) -> bool:
        """Also of one that was withdrawn or taken down in between."""
        return self.decision == "accepted" and not self.is_settled

    def _then(self, **changes: object) -> "Photo":
        return replace(self, version=self.version + 1, **changes)


def most_of(campaign: Campaign, settings: CountySettings, now: datetime) -> int:
    """How many photos a person may enter. Raises `PhotoEntriesClosedError`."""
    if not settings.photo_entries or not campaign.is_open(now):
        raise PhotoEntriesClosedError
    return settings.photo_entries


def check_turn(used: int, most: int) -> None:
    """Raises `PhotoTurnsUsedError`."""
    if used >= most:
        raise PhotoTurnsUsedError(most=most)


def visited_at(place: str, visits: tuple[Visited, ...]) -> Visited:
    """Raises `PhotoPlaceUnvisitedError`."""
    found = next((each for each in visits if each.place == place), None)
    if found is None:
        raise PhotoPlaceUnvisitedError(param="place")
    return found


def erased_on(campaign: Campaign, settings: CountySettings) -> date:
    """The last day on which a photo is kept: so many after the campaign's last."""
    return last_day_before(campaign.closes_at) + timedelta(days=settings.photo_kept_days)
