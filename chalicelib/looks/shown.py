"""What has a picture, and the picture it has."""

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.county.counties import County
from chalicelib.county.pictures import Use
from chalicelib.joining.campaigns import Campaign

COUNTYS: tuple[Use, ...] = ("emblem", "picture")
"""What the county itself has; else it is a campaign's."""
FILE_FIELD = "content_base64"
"""Where the file is sent, and what is wrong with it is said."""


class Shown(Struct, frozen=True, kw_only=True):
    """`subject`: `emblem`, `picture` or the ID of a campaign. `file` is the picture's name, nothing
    where the programme's own (of a campaign, the county's) stands. `version` is that of the record
    `of`, which the emblem and the county's picture share."""

    subject: str
    use: Use
    file: str
    alt: str
    alt_en: str
    version: int
    of: County | Campaign

    def record(self) -> County | Campaign:
        """The record as it is to be kept, when staff set this."""
        facts: dict[str, Any] = {
            self.use: self.file,
            f"{self.use}_alt": self.alt,
            f"{self.use}_alt_en": self.alt_en,
            "version": self.version,
        }
        if isinstance(self.of, Campaign):
            return replace(self.of, **facts, picture_by_desk=True)
        return replace(self.of, **facts, pictures_by_desk=True)


def of_county(county: County, use: Use) -> Shown:
    return _shown(county, use, use)


def of_campaign(campaign: Campaign) -> Shown:
    return _shown(campaign, campaign.campaign_id, "picture")


def _shown(of: County | Campaign, subject: str, use: Use) -> Shown:
    return Shown(
        subject=subject,
        use=use,
        file=getattr(of, use),
        alt=getattr(of, f"{use}_alt"),
        alt_en=getattr(of, f"{use}_alt_en"),
        version=of.version,
        of=of,
    )
