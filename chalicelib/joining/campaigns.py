"""Campaigns that bring members in, and their booths. Each booth has a join code of its own."""

from datetime import datetime

from msgspec import Struct

from chalicelib.core.codes import read_code
from chalicelib.joining.errors import CampaignClosedError


class Booth(Struct, frozen=True):
    code: str
    name: str


class Campaign(Struct, frozen=True, kw_only=True):
    """`signup_mileage` in points. Open from `opens_at` until just before `closes_at`. `picture` is
    the name of one of the county's."""

    county_id: str
    campaign_id: str
    code: str
    name: str
    name_en: str
    signup_mileage: int
    opens_at: datetime
    closes_at: datetime
    booths: tuple[Booth, ...] = ()
    picture: str = ""

    def is_open(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at

    def check_is_open(self, now: datetime) -> None:
        if not self.is_open(now):
            raise CampaignClosedError(param="campaign_code")

    def booth(self, code: str) -> Booth | None:
        """However its code was typed."""
        code = read_code(code)
        return next((booth for booth in self.booths if read_code(booth.code) == code), None)
