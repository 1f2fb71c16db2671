"""What home and the sign-up page sell joining with: where one can join now, what it brings."""

from typing import Literal

from msgspec import Struct

from chalicelib.aws.adapters import Adapters
from chalicelib.core.cache import TtlCache
from chalicelib.county.facilities import Facility
from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.campaigns import Booth, Campaign
from chalicelib.joining.errors import CampaignNotFoundError
from chalicelib.joining.wiring import JoiningWiring


class Scanned(Struct, frozen=True):
    """What a code led to: a campaign, which may not be open yet or any more, or nothing."""

    state: Literal["open", "early", "ended", "unknown"]
    campaign: Campaign | None = None
    booth: Booth | None = None


class Home:
    def __init__(self, adapters: Adapters) -> None:
        self._adapters = adapters
        self._places: TtlCache[list[Facility]] = TtlCache()

    def events(self, county_id: str) -> list[Campaign]:
        """The one that closes first at the top."""
        campaigns = self._adapters.wired(JoiningWiring).campaigns
        return campaigns.open_now(county_id, self._adapters.now())

    def scanned(self, county_id: str, code: str) -> Scanned:
        """The campaign of a code, however it was typed, and how it stands now."""
        try:
            campaign = self._adapters.wired(JoiningWiring).campaigns.by_code(county_id, code)
        except CampaignNotFoundError:
            return Scanned("unknown")
        now = self._adapters.now()
        if now < campaign.opens_at:
            return Scanned("early", campaign)
        if not campaign.is_open(now):
            return Scanned("ended", campaign)
        return Scanned("open", campaign, campaign.booth(code))

    def places(self, county_id: str) -> list[Facility]:
        """A minute old: it is the page that most people see."""
        store = self._adapters.wired(CountyWiring).facilities
        return self._places.get(county_id, lambda: store.all(county_id))
