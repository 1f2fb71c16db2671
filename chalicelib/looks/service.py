"""Setting and removing the pictures of a county and its campaigns."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.clock import Clock
from chalicelib.core.errors import InvalidRequestError, RuleViolationError, VersionConflictError
from chalicelib.county import picture_rules
from chalicelib.county.counties import County
from chalicelib.county.errors import PictureBrokenError
from chalicelib.county.pictures import ICON_SIDES, Picture, Use
from chalicelib.looks import shown
from chalicelib.looks.errors import PictureMissingError, PictureSubjectNotFoundError
from chalicelib.looks.ports import CampaignReader, CountyReader, LooksStore, PictureKeeper
from chalicelib.looks.shown import FILE_FIELD, ICONS_FIELD, Shown
from chalicelib.staff.audit import AuditAction, AuditRecord, Facts
from chalicelib.staff.person import Person
from chalicelib.uploads import images


class PictureDesk(Struct, frozen=True):
    store: LooksStore
    counties: CountyReader
    campaigns: CampaignReader
    pictures: PictureKeeper
    clock: Clock

    def all(self, county_id: str) -> list[Shown]:
        """The county's own, then its campaigns', the one that closes last first."""
        county = self._county(county_id)
        campaigns = sorted(self.campaigns.all(county_id), key=lambda c: c.closes_at, reverse=True)
        return [
            *(shown.of_county(county, use) for use in shown.COUNTYS),
            *(shown.of_campaign(campaign) for campaign in campaigns),
        ]

    def one(self, county_id: str, subject: str) -> Shown:
        """Raises `PictureSubjectNotFoundError`."""
        for use in shown.COUNTYS:
            if subject == use:
                return shown.of_county(self._county(county_id), use)
        campaign = self.campaigns.by_id(county_id, subject, consistent=True)
        if campaign is None:
            raise PictureSubjectNotFoundError
        return shown.of_campaign(campaign)

    def put(
        self,
        county_id: str,
        person: Person,
        subject: str,
        content: bytes | None,
        *,
        icons: Mapping[str, bytes] | None = None,
        alt: str,
        alt_en: str,
        version: int,
        reason: str,
    ) -> Shown:
        """Another picture, or without `content` other words for the one that is there. `icons` are
        those of the emblem, by their field of a county: another emblem without them has none.
        `version` is the one that was seen. What is so already is not written again.

        Raises `PictureSubjectNotFoundError`, `PictureMissingError`, `VersionConflictError`,
        `InvalidRequestError`, `IconWrongError` and what `picture_rules.picture` does.
        """
        before = self.one(county_id, subject)
        made = None if content is None else _picture(content, before.use)
        if made is None and not before.file:
            raise PictureMissingError(param=FILE_FIELD)
        file = made.name if made else before.file
        drawn = _icons(icons, before.use)
        names = {field: one.name for field, one in drawn.items()}
        if icons is None and file == before.file:
            names = before.icons
        wanted = replace(before, file=file, icons=names, alt=alt, alt_en=alt_en)
        if wanted == before:
            return before
        if before.version != version:
            raise VersionConflictError
        for one in (made, *drawn.values()):
            if one:
                # Before what names it. If another change is first, nothing names it: it is small.
                self.pictures.put(county_id, one)
        return self._change(before, wanted, county_id, person, "picture_set", reason)

    def remove(
        self, county_id: str, person: Person, subject: str, *, version: int, reason: str
    ) -> Shown:
        """The programme's own stands again, of a campaign the county's. Raises
        `PictureSubjectNotFoundError`, `VersionConflictError`."""
        before = self.one(county_id, subject)
        if not before.file:
            return before
        if before.version != version:
            raise VersionConflictError
        wanted = replace(before, file="", icons={}, alt="", alt_en="")
        return self._change(before, wanted, county_id, person, "picture_removed", reason)

    def _change(
        self,
        before: Shown,
        wanted: Shown,
        county_id: str,
        person: Person,
        action: AuditAction,
        reason: str,
    ) -> Shown:
        now = self.clock()
        record = AuditRecord.made(
            county_id=county_id,
            at=now,
            by=person,
            action=action,
            target_id=before.subject,
            reason=reason,
            before=_told(before),
            after=_told(wanted),
        )
        wanted = replace(wanted, version=before.version + 1)
        if not self.store.change(wanted.record(), record):
            raise VersionConflictError
        return wanted

    def _county(self, county_id: str) -> County:
        county = self.counties.county(county_id, consistent=True)
        if county is None:
            raise LookupError(f"the county {county_id} was never seeded")
        return county


def _picture(content: bytes, use: Use) -> Picture:
    """Of a photo without where and by what it was taken: everybody can fetch it."""
    try:
        return picture_rules.picture(_bare(content), use)
    except RuleViolationError as error:
        error.param = FILE_FIELD
        raise


def _icons(sent: Mapping[str, bytes] | None, use: Use) -> dict[str, Picture]:
    if sent is None:
        return {}
    if use != "emblem":
        problem = ("로고에만 보낼 수 있습니다", "belong to the emblem alone")
        raise InvalidRequestError(param=ICONS_FIELD, problem=problem)
    try:
        return {
            field: picture_rules.icon(_bare(sent[field]), side)
            for field, side in ICON_SIDES.items()
        }
    except RuleViolationError as error:
        error.param = ICONS_FIELD
        raise


def _bare(content: bytes) -> bytes:
    try:
        images.content_type(content)
    except images.NotAnImageError:
        return content  # An SVG, or what the rules refuse.
    try:
        return images.bare(content)
    except images.NotAnImageError:
        raise PictureBrokenError from None


def _told(one: Shown) -> Facts:
    return {"file": one.file, "alt": one.alt, "alt_en": one.alt_en}
