"""Counties and their dated settings."""

from collections.abc import Sequence
from datetime import date

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.county import keys
from chalicelib.county.counties import County
from chalicelib.county.pictures import ICON_SIDES
from chalicelib.county.settings import RecordOutcome, SettingVersion

_LOOKS = ("emblem", "picture", "brand", "accent")
_WORDS = tuple(f"{use}_{words}" for use in ("emblem", "picture") for words in ("alt", "alt_en"))
_LATER = (
    *("contact_en", "phone", "address", "official_site", "receiving_account"),
    *(*_LOOKS, *ICON_SIDES, *_WORDS, "pictures_by_desk"),
)
"""Not there in a county that was written before they were."""
_FACTS = frozenset(County.__struct_fields__)


class CountyStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def county(self, county_id: str, *, consistent: bool = False) -> County | None:
        """Access pattern 14; what a later release wrote of it beside is left alone."""
        item = self._table.get(keys.county(county_id), consistent=consistent)
        if item is None:
            return None
        facts = {k: v for k, v in item.items() if k in _FACTS}
        facts["opened_on"] = date.fromisoformat(facts["opened_on"])
        return County(county_id=county_id, **facts)

    def put_county(self, county: County) -> None:
        """Write over what there was: for a county that is new, or was written before there were
        versions."""
        self._table.put(item_from_county(county))

    def replace_county(self, county: County) -> None:
        """Raises `VersionConflictError` unless the stored version is one less."""
        self._table.replace(item_from_county(county))

    def setting_versions(self, county_id: str, *, consistent: bool = False) -> list[SettingVersion]:
        """Access pattern 15: every version of every setting, past and coming."""
        items = self._table.query_all(keys.settings(county_id), consistent=consistent)
        return [_version_from_item(item) for item in items]

    def expired_through(self, county_id: str) -> date | None:
        """Access pattern 26: the last day whose expired lots are all written off."""
        item = self._table.get(keys.expired_through(county_id), consistent=True)
        return date.fromisoformat(item["day"]) if item else None

    def put_expired_through(self, county_id: str, day: date) -> None:
        self._table.put(
            {
                **keys.expired_through(county_id)._asdict(),
                "type": "expired_through",
                "day": day.isoformat(),
            }
        )

    def create_setting(self, county_id: str, version: SettingVersion) -> bool:
        """`False` if there is a version of that day, whatever its value: none is ever changed."""
        return self._table.put_new(_item_from_version(county_id, version)) is None

    def record_setting(
        self,
        county_id: str,
        version: SettingVersion,
        *,
        known_count: int,
        beside: Sequence[Item] = (),
    ) -> RecordOutcome:
        """Access pattern 32: like `create_setting`, and only for the first who was judged by these
        `known_count` versions. Two that each fit alone could contradict each other for good.
        `beside`: what is written new with it, or nothing is."""
        turn = keys.setting_turn(county_id, known_count)
        outcome = self._table.put_all_new(
            [
                _item_from_version(county_id, version),
                {**turn._asdict(), "type": "setting_turn"},
                *beside,
            ]
        )
        if outcome == "written":
            return "written"
        return "exists" if outcome == "key_taken" else "others_turn"

    def put_setting(self, county_id: str, version: SettingVersion) -> None:
        """Write over what there was: for a county that is being set up, never for one at work."""
        self._table.put(_item_from_version(county_id, version))


def item_from_county(county: County) -> Item:
    later = {name: getattr(county, name) for name in _LATER if getattr(county, name)}
    return {
        **keys.county(county.county_id)._asdict(),
        "type": "county",
        "name": county.name,
        "name_en": county.name_en,
        "region_code": county.region_code,
        "programme": county.programme,
        "programme_en": county.programme_en,
        "contact": county.contact,
        "opened_on": county.opened_on.isoformat(),
        "terms_version": county.terms_version,
        "privacy_version": county.privacy_version,
        "version": county.version,
        **later,
    }


def _item_from_version(county_id: str, version: SettingVersion) -> Item:
    item: Item = {
        **keys.setting(county_id, version.key, version.effective_on)._asdict(),
        "type": "setting",
        "key": version.key,
        "effective_on": version.effective_on.isoformat(),
        "value": version.value,
        "source": version.source,
    }
    if version.notice:
        item["notice"] = version.notice
    if version.recorded_at:
        item |= {
            "recorded_by": version.recorded_by,
            "recorded_at": format_time(version.recorded_at),
        }
    if version.proposal_id:
        item |= {"approved_by": version.approved_by, "proposal_id": version.proposal_id}
    return item


def _version_from_item(item: Item) -> SettingVersion:
    return SettingVersion(
        key=item["key"],
        effective_on=date.fromisoformat(item["effective_on"]),
        value=item["value"],
        source=item["source"],
        notice=item.get("notice", ""),
        recorded_by=item.get("recorded_by", ""),
        recorded_at=parse_time(item["recorded_at"]) if "recorded_at" in item else None,
        approved_by=item.get("approved_by", ""),
        proposal_id=item.get("proposal_id", ""),
    )
