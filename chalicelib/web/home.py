"""What the home page sells joining with: where one can join now, and what it brings."""

from chalicelib.aws.adapters import Adapters
from chalicelib.core.cache import TtlCache
from chalicelib.county.facilities import Facility
from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.campaigns import Campaign
from chalicelib.joining.wiring import JoiningWiring


class Home:
    def __init__(self, adapters: Adapters) -> None:
        self._adapters = adapters
        self._places: TtlCache[list[Facility]] = TtlCache()

    def events(self, county_id: str) -> list[Campaign]:
        """The one that closes first at the top."""
        campaigns = self._adapters.wired(JoiningWiring).campaigns
        return campaigns.open_now(county_id, self._adapters.now())

    def places(self, county_id: str) -> list[Facility]:
        """A minute old: it is the page that most people see."""
        store = self._adapters.wired(CountyWiring).facilities
        return self._places.get(county_id, lambda: store.all(county_id))
