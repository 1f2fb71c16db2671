"""What has a picture, and the picture it has."""

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.county.counties import County
from chalicelib.county.pictures import ICON_SIDES, Use
from chalicelib.joining.campaigns import Campaign

COUNTYS: tuple[Use, ...] = ("emblem", "picture")
"""What the county itself has; else it is a campaign's."""
FILE_FIELD = "content_base64"
"""Where the file is sent, and what is wrong with it is said."""
ICONS_FIELD = "icons"
"""Where the icons made of an emblem are sent."""


class Shown(Struct, frozen=True, kw_only=True):
    """`subject`: `emblem`, `picture` or the ID of a campaign. `file` is the picture's name, nothing
    where the programme's own (of a campaign, the county's) stands; `icons` are those of an emblem,
    by their field of a county. `version` is that of the record
    `of`, which the emblem and the county's picture share."""

    subject: str
    use: Use
    file: str
    alt: str
    alt_en: str
    version: int
    of: County | Campaign
    icons: dict[str, str] = {}

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
        if self.use == "emblem":
            facts |= {field: self.icons.get(field, "") for field in ICON_SIDES}
        return replace(self.of, **facts, pictures_by_desk=True)


def of_county(county: County, use: Use) -> Shown:
    known = {field: getattr(county, field) for field in ICON_SIDES if use == "emblem"}
    icons = {field: name for field, name in known.items() if name}
    return replace(_shown(county, use, use), icons=icons)


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
