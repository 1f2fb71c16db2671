"""What home and the sign-up page sell joining with: where one can join now, what it brings."""

from datetime import timedelta
from typing import Literal

from msgspec import Struct

from chalicelib.aws.adapters import Adapters
from chalicelib.core.cache import TtlCache
from chalicelib.core.values import seoul_date
from chalicelib.county.facilities import Facility
from chalicelib.joining.campaigns import Booth, Campaign
from chalicelib.joining.errors import CampaignNotFoundError
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.members.ticket import WhyNothing
from chalicelib.photos.wiring import PhotosWiring
from chalicelib.visits.facility_terms import in_force
from chalicelib.visits.opening import Notice
from chalicelib.visits.wiring import VisitsWiring

NOTICES_AHEAD = timedelta(days=14)


class Scanned(Struct, frozen=True):
    """What a code led to: a campaign, which may not be open yet or any more, or nothing."""

    state: Literal["open", "early", "ended", "unknown"]
    campaign: Campaign | None = None
    booth: Booth | None = None
    why_nothing: WhyNothing | None = None


class Place(Struct, frozen=True):
    """A sight that is open to visitors; `fee_amount` in won, of an adult without the card by the
    terms in force, and `None` while none are. `closed`: by notice, today or in the next weeks."""

    facility: Facility
    fee_amount: int | None
    closed: tuple[Notice, ...] = ()


class Home:
    def __init__(self, adapters: Adapters) -> None:
        self._adapters = adapters
        self._places: TtlCache[list[Place]] = TtlCache()
        self._has_photos: TtlCache[bool] = TtlCache()

    def events(self, county_id: str) -> list[Campaign]:
        """The one that closes first at the top."""
        campaigns = self._adapters.wired(JoiningWiring).campaigns
        return campaigns.open_now(county_id, self._adapters.now())

    def scanned(self, county_id: str, code: str) -> Scanned:
        """The campaign of a code, however it was typed, and how it stands now."""
        campaigns = self._adapters.wired(JoiningWiring).campaigns
        try:
            campaign = campaigns.by_code(county_id, code)
        except CampaignNotFoundError:
            return Scanned("unknown")
        now = self._adapters.now()
        if now < campaign.opens_at:
            return Scanned("early", campaign.as_of(now))
        booth = campaign.booth(code)
        if not campaign.is_open(now) or (booth and booth.is_closed):
            return Scanned("ended", campaign)
        why_nothing = campaigns.why_nothing(campaign, now)
        return Scanned("open", campaign.as_of(now), booth, why_nothing)

    def has_photos(self, campaign: Campaign) -> bool:
        """Whether visitors of it let the county show any; a minute old."""
        gallery = self._adapters.wired(PhotosWiring).gallery
        key = (campaign.county_id, campaign.campaign_id)
        return self._has_photos.get(key, lambda: gallery.has_photos(campaign))

    def places(self, county_id: str) -> list[Place]:
        """A minute old: it is the page that most people see."""
        return self._places.get(county_id, lambda: self._read_places(county_id))

    def _read_places(self, county_id: str) -> list[Place]:
        today = seoul_date(self._adapters.now())
        places = []
        for known in self._adapters.wired(VisitsWiring).facilities.all(county_id):
            if known.facility.closure is None:
                terms = in_force(known.versions, today)
                closed = known.closed_by_notice(today, today + NOTICES_AHEAD)
                fee_amount = terms.fee_of("adult") if terms else None
                places.append(Place(known.facility, fee_amount, closed))
        return places
