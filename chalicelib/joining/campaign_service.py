"""Campaigns as visitors meet them: by a scanned code."""

from datetime import datetime

from chalicelib.core.cache import TtlCache
from chalicelib.core.codes import read_code
from chalicelib.joining.campaigns import Campaign
from chalicelib.joining.errors import CampaignNotFoundError
from chalicelib.joining.ports import CampaignStore


class Campaigns:
    def __init__(self, store: CampaignStore) -> None:
        self._store = store
        self._campaigns: TtlCache[Campaign | None] = TtlCache()
        self._lists: TtlCache[list[Campaign]] = TtlCache()

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

    def all(self, county_id: str) -> list[Campaign]:
        return self._store.all(county_id)

    def open_now(self, county_id: str, now: datetime) -> list[Campaign]:
        """Where one can join, the one that closes first at the top: for pages, a minute old."""
        known = self._lists.get(county_id, lambda: self._store.all(county_id))
        return sorted((one for one in known if one.is_open(now)), key=lambda one: one.closes_at)


def _found(campaign: Campaign | None) -> Campaign:
    if campaign is None:
        raise CampaignNotFoundError
    return campaign
