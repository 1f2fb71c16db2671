"""Campaigns as visitors meet them: by a scanned code."""

from chalicelib.core.cache import TtlCache
from chalicelib.joining.campaigns import Campaign
from chalicelib.joining.errors import CampaignNotFoundError
from chalicelib.joining.ports import CampaignStore


class Campaigns:
    def __init__(self, store: CampaignStore) -> None:
        self._store = store
        self._campaigns: TtlCache[Campaign | None] = TtlCache()

    def by_code(self, county_id: str, code: str) -> Campaign:
        campaign = self._campaigns.get(
            (county_id, code), lambda: self._store.by_code(county_id, code)
        )
        if campaign is None:
            raise CampaignNotFoundError
        return campaign

    def by_id(self, county_id: str, campaign_id: str) -> Campaign:
        campaign = self._store.by_id(county_id, campaign_id)
        if campaign is None:
            raise CampaignNotFoundError
        return campaign

    def all(self, county_id: str) -> list[Campaign]:
        return self._store.all(county_id)
