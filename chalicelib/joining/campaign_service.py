"""Campaigns as visitors meet them: by a scanned code."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from chalicelib.core.cache import TtlCache
from chalicelib.core.codes import read_code
from chalicelib.core.values import seoul_date
from chalicelib.joining.campaigns import Campaign, ElectionPeriod
from chalicelib.joining.errors import CampaignNotFoundError
from chalicelib.joining.ports import CampaignStore
from chalicelib.members.ticket import WhyNothing

LEFT_SECONDS_MAX = 10
"""How old the figure of what a budget holds may be, where visitors only look."""


class Campaigns:
    def __init__(self, store: CampaignStore) -> None:
        self._store = store
        self._campaigns: TtlCache[Campaign | None] = TtlCache()
        self._lists: TtlCache[list[Campaign]] = TtlCache()
        self._periods: TtlCache[list[ElectionPeriod]] = TtlCache()
        self._left: TtlCache[int] = TtlCache(seconds_max=LEFT_SECONDS_MAX)

    def by_code(self, county_id: str, code: str) -> Campaign:
        """However it was typed."""
        code = read_code(code)
        return _found(
            self._campaigns.get(
                (county_id, "code", code), lambda: self._store.by_code(county_id, code)
            )
        )

    def known_id(self, county_id: str, code: str | None) -> str | None:
        """Of the campaign with this code; `None` if there is none."""
        try:
            return self.by_code(county_id, code).campaign_id if code else None
        except CampaignNotFoundError:
            return None

    def by_id(self, county_id: str, campaign_id: str) -> Campaign:
        return _found(self._store.by_id(county_id, campaign_id))

    def kept(self, county_id: str, campaign_id: str) -> Campaign:
        """As it was within the last minute: a queue asks for the same one again and again."""
        return _found(
            self._campaigns.get(
                (county_id, "id", campaign_id), lambda: self._store.by_id(county_id, campaign_id)
            )
        )

    def election_periods(self, county_id: str) -> Sequence[ElectionPeriod]:
        return self._periods.get(county_id, lambda: self._store.election_periods(county_id))

    def why_nothing(self, campaign: Campaign, now: datetime) -> WhyNothing | None:
        """Why who joins now is granted nothing, as far as it is known before: `None` where nothing
        stands against it, or where the campaign grants nothing anyway."""
        mileage = campaign.mileage_at(now)
        county_id = campaign.county_id
        if not mileage:
            return None
        if campaign.is_locked(now, seoul_date(now), self.election_periods(county_id)):
            return "election_period"
        if campaign.budget is None:
            return None
        left = self._left.get(
            (county_id, campaign.campaign_id),
            lambda: sum(self.shards(campaign).values()),
        )
        return "budget_spent" if left < mileage else None

    def left(self, campaign: Campaign) -> int | None:
        """Points that its budget holds now; `None` where it has none."""
        if campaign.budget is None:
            return None
        return sum(self._store.left(campaign.county_id, campaign.campaign_id).values())

    def shards(self, campaign: Campaign) -> Mapping[int, int]:
        """What each shard of its budget holds now, in points."""
        return self._store.left(campaign.county_id, campaign.campaign_id)

    def all(self, county_id: str) -> list[Campaign]:
        return self._store.all(county_id)

    def open_now(self, county_id: str, now: datetime) -> list[Campaign]:
        """Where one can join, the one that closes first at the top: for pages, a minute old."""
        known = self._lists.get(county_id, lambda: self._store.all(county_id))
        is_open = (one.as_of(now) for one in known if one.is_open(now))
        return sorted(is_open, key=lambda one: one.closes_at)


def _found(campaign: Campaign | None) -> Campaign:
    if campaign is None:
        raise CampaignNotFoundError
    return campaign
