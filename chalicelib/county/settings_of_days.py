"""Which settings are in force on a day."""

from collections.abc import Iterable
from datetime import date

from chalicelib.county.settings import SETTINGS, CountySettings, SettingVersion


class SettingMissingError(LookupError):
    """A county has no version of a setting for a day: it was seeded incompletely."""


def settings_on(versions: Iterable[SettingVersion], day: date) -> CountySettings:
    """The settings in force on `day`: of each key, the version with the latest effective day."""
    value_by_key: dict[str, int | None] = {}
    for version in sorted(versions, key=lambda v: v.effective_on):
        if version.effective_on <= day:
            value_by_key[version.key] = version.value
    try:
        found = {
            s.field: value_by_key[key]
            for key, s in SETTINGS.items()
            if s.is_required or key in value_by_key
        }
        return CountySettings(**found)  # type: ignore[arg-type]
    except KeyError as exc:
        raise SettingMissingError(f"no version of {exc.args[0]} on {day}") from exc
