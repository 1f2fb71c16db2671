"""A member's photo entries: what may be sent, sending one, taking the consent back."""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import seoul_date, sibling_id, to_milliseconds
from chalicelib.county.service import Counties
from chalicelib.county.settings import CountySettings
from chalicelib.festivals.ports import Admissions, Sights, StampStore, VisitStore
from chalicelib.festivals.tour_service import admitted
from chalicelib.festivals.touring import Stamp
from chalicelib.joining.campaigns import Campaign
from chalicelib.ledger.profile import Profile, check_is_active, check_is_identified
from chalicelib.photos import photos as rules
from chalicelib.photos.errors import PhotoNotFoundError, PhotoUsedError
from chalicelib.photos.photos import CONSENT_VERSION, Photo, Visited
from chalicelib.photos.ports import Campaigns, Images, PhotoStore, Profiles

TRIES_MAX = 5


class Opening(Struct, frozen=True):
    """A campaign that takes photos: `left` of this person, and where they were."""

    campaign: Campaign
    left: int
    visits: tuple[Visited, ...]


class Photos(Struct, frozen=True):
    store: PhotoStore
    campaigns: Campaigns
    visits: VisitStore
    stamps: StampStore
    sights: Sights
    admissions: Admissions
    members: Profiles
    counties: Counties
    images: Images
    clock: Clock

    def openings(self, actor: MemberActor) -> list[Opening]:
        """Campaigns that take photos now, the one that ends first at the top.

        Raises `MemberNotFoundError`, `MemberSuspendedError`.
        """
        profile, now = self._profile(actor), self.clock()
        most = self._settings(actor.county_id, now).photo_entries
        if not most:
            return []
        found = [each for each in self.campaigns.all(actor.county_id) if each.is_open(now)]
        return [
            Opening(campaign, max(0, most - self._used(profile, campaign)),
                    self._visits(campaign, profile.member_id, now))
            for campaign in sorted(found, key=lambda one: one.closes_at)
        ]  # fmt: skip

    def own(self, actor: MemberActor) -> list[Photo]:
        """Newest first; also those that were sent from a wallet which goes on in this one.

        Raises `MemberNotFoundError`, `MemberSuspendedError`.
        """
        profile = self._profile(actor)
        found = self.store.of_people(actor.county_id, _people(profile))
        return [photo for photo in found if self._is_own(photo, profile)]

    def send(
        self, actor: MemberActor, *, campaign_id: str, place: str, upload_id: str
    ) -> tuple[Photo, bool]:
        """(the entry, whether this repeats it): of one picture there is one, whoever sends it.

        Raises `CampaignNotFoundError`, `PhotoEntriesClosedError`, `PhotoPlaceUnvisitedError`,
        `PhotoTurnsUsedError`, `PhotoUsedError`, `InvalidRequestError`, `IdentityRequiredError`,
        `MemberNotFoundError`, `MemberSuspendedError`, `TryAgainError`.
        """
        profile, now = self._profile(actor), to_milliseconds(self.clock())
        campaign = self.campaigns.by_id(actor.county_id, campaign_id)
        photo_id = sibling_id("pho", upload_id)
        # First: what is the same request, sent twice, must be seen as the entry that it made.
        used = self._used(profile, campaign)
        known = self.store.by_id(actor.county_id, photo_id)
        if known is not None and known.member_id == actor.member_id:
            if known.campaign_id != campaign_id:
                raise PhotoUsedError(param="upload_id")
            return known, True
        settings = self._settings(actor.county_id, now)
        check_is_identified(profile, is_needed=bool(settings.identity_visit))
        most = rules.most_of(campaign, settings, now)
        visits = self._visits(campaign, actor.member_id, now)
        visited = rules.visited_at(place, visits)
        rules.check_turn(used, most)
        name = f"photo/{photo_id}"
        kept = self.images.use(
            actor.county_id, actor.member_id, upload_id, name=name, param="upload_id"
        )
        photo = Photo(
            county_id=actor.county_id,
            photo_id=photo_id,
            campaign_id=campaign_id,
            member_id=actor.member_id,
            visited=visited,
            kept=kept,
            sent_at=now,
            consent_version=CONSENT_VERSION,
            erased_on=rules.erased_on(campaign, settings),
        )
        return self._create(profile, campaign, photo, most)

    def withdraw(self, actor: MemberActor, photo_id: str) -> Photo:
        """Take the consent back: the picture is erased. Again changes nothing.

        Raises `PhotoNotFoundError`, `MemberNotFoundError`, `MemberSuspendedError`, `TryAgainError`.
        """
        profile = self._profile(actor)
        for _ in range(TRIES_MAX):
            photo = self.store.by_id(actor.county_id, photo_id)
            if photo is None or not self._is_own(photo, profile):
                raise PhotoNotFoundError
            if photo.status == "withdrawn":
                break
            photo = photo.withdrawn(to_milliseconds(self.clock()))
            if self.store.change(photo):
                break
        else:
            raise TryAgainError(retry_after_seconds=1)
        return erase(self.store, self.images, photo)

    def _create(
        self, profile: Profile, campaign: Campaign, photo: Photo, most: int
    ) -> tuple[Photo, bool]:
        people = _people(profile)
        for _ in range(TRIES_MAX):
            # First: of one upload that two devices enter, the later one finds the other's entry.
            used = self._used(profile, campaign)
            known = self.store.by_picture(photo.county_id, photo.kept.sha256)
            if known is not None:
                if known.photo_id != photo.photo_id:
                    self.images.erase(photo.file)
                if known.member_id != photo.member_id or known.campaign_id != photo.campaign_id:
                    raise PhotoUsedError(param="upload_id")
                return known, True
            if used >= most:
                self.images.erase(photo.file)
            rules.check_turn(used, most)
            if self.store.create(photo, people, used + 1):
                return photo, False
        raise TryAgainError(retry_after_seconds=1)

    def _visits(self, campaign: Campaign, member_id: str, now: datetime) -> tuple[Visited, ...]:
        """Each place once, by whatever proves it."""
        found: dict[str, Visited] = {}
        sights = {each.facility_id: each for each in self.sights.all(campaign.county_id)}
        for stamp in self._proofs(campaign, member_id, tuple(sights), now):
            sight, booth = sights.get(stamp.place), campaign.booth(stamp.place)
            if stamp.place not in found and sight is not None:
                found[stamp.place] = Visited(stamp.place, sight.name, sight.name_en, stamp.at)
            elif stamp.place not in found and booth is not None:
                found[stamp.place] = Visited(stamp.place, booth.name, booth.name, stamp.at)
        return tuple(found.values())

    def _proofs(
        self, campaign: Campaign, member_id: str, sights: tuple[str, ...], now: datetime
    ) -> Iterator[Stamp]:
        yield from self.visits.visits(campaign.county_id, member_id, campaign.campaign_id)
        yield from self.stamps.of(campaign, member_id)
        yield from admitted(self.admissions, campaign, member_id, sights, seoul_date(now))

    def _is_own(self, photo: Photo, profile: Profile) -> bool:
        """Who has a number now is not whoever had it before: the wallet says whose it is."""
        if photo.member_id == profile.member_id:
            return True
        sender = self.members.profile(photo.county_id, photo.member_id, consistent=True)
        return sender is not None and sender.continues_in == profile.member_id

    def _used(self, profile: Profile, campaign: Campaign) -> int:
        return self.store.last_turn(campaign.county_id, _people(profile), campaign.campaign_id)

    def _settings(self, county_id: str, now: datetime) -> CountySettings:
        return self.counties.on(county_id, seoul_date(now))

    def _profile(self, actor: MemberActor) -> Profile:
        found = self.members.profile(actor.county_id, actor.member_id, consistent=True)
        return check_is_active(found, actor)


def erase(store: PhotoStore, images: Images, photo: Photo) -> Photo:
    """The picture, then that it is gone; what is cut off in between, the night does."""
    if photo.is_erased:
        return photo
    images.erase(photo.file)
    erased = photo.erased()
    return erased if store.change(erased) else photo


def _people(profile: Profile) -> list[str]:
    """A wallet, its number and, once that is known, the person: another number or wallet is no
    other turn."""
    return list(profile.known_as)
