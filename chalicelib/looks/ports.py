"""What the desk of pictures needs of the world."""

from typing import Protocol

from chalicelib.county.counties import County
from chalicelib.county.pictures import Picture
from chalicelib.joining.campaigns import Campaign
from chalicelib.staff.audit import AuditRecord


class CountyReader(Protocol):
    def county(self, county_id: str, *, consistent: bool = False) -> County | None: ...


class CampaignReader(Protocol):
    def by_id(
        self, county_id: str, campaign_id: str, *, consistent: bool = False
    ) -> Campaign | None: ...

    def all(self, county_id: str) -> list[Campaign]: ...


class PictureKeeper(Protocol):
    def put(self, county_id: str, picture: Picture) -> None: ...


class LooksStore(Protocol):
    def change(self, of: County | Campaign, record: AuditRecord) -> bool: ...
