"""What anybody sees of a campaign's photos: the accepted ones, as long as they may be shown."""

from datetime import date

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.values import seoul_date
from chalicelib.joining.campaigns import Campaign
from chalicelib.photos.membership import is_of_member
from chalicelib.photos.photos import Photo
from chalicelib.photos.ports import CodedCampaigns, Images, Profiles, ShownPhotos

SHOWN_SECONDS = 600
"""How long an address opens a picture: as long as somebody looks through a page. A picture that is
erased meanwhile opens no more."""
PAGES_MAX = 4
"""So many pages of entries one page of the gallery looks through: of a campaign whose photos were
taken back it is short, and goes on."""

LOOKED_AT = 6
"""So many of the last entries tell whether a campaign has photos to see."""


class Gallery(Struct, frozen=True):
    store: ShownPhotos
    campaigns: CodedCampaigns
    members: Profiles
    images: Images
    clock: Clock

    def campaign(self, county_id: str, code: str) -> Campaign:
        """Raises `CampaignNotFoundError`."""
        return self.campaigns.by_code(county_id, code)

    def page(
        self, county_id: str, code: str, *, limit: int, position: str | None
    ) -> tuple[list[Photo], str | None]:
        """The one that was sent last first, and where the next page begins. Each is read as it
        stands: a consent that is taken back, or ends as its member leaves, holds at once. Raises
        `CampaignNotFoundError`."""
        campaign_id = self.campaign(county_id, code).campaign_id
        today = seoul_date(self.clock())
        found: list[Photo] = []
        for _ in range(PAGES_MAX):
            ids, position = self.store.accepted_ids(
                county_id, campaign_id, limit=limit - len(found), before_id=position
            )
            photos = (self.store.by_id(county_id, photo_id) for photo_id in ids)
            found += [photo for photo in photos if photo and self._is_shown(photo, today)]
            if position is None or len(found) == limit:
                break
        return found, position

    def has_photos(self, campaign: Campaign) -> bool:
        """Whether one of the last that were accepted is to be seen."""
        county_id, today = campaign.county_id, seoul_date(self.clock())
        ids, _ = self.store.accepted_ids(
            county_id, campaign.campaign_id, limit=LOOKED_AT, before_id=None
        )
        found = (self.store.by_id(county_id, photo_id) for photo_id in ids)
        return any(photo is not None and self._is_shown(photo, today) for photo in found)

    def _is_shown(self, photo: Photo, today: date) -> bool:
        return photo.is_shown(today) and is_of_member(photo, self.members)

    def address(self, photo: Photo) -> str:
        """Opens the picture to whoever has it, for `SHOWN_SECONDS`."""
        return self.images.address(photo.file, photo.kept, seconds=SHOWN_SECONDS)
