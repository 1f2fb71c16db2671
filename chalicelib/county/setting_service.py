"""The settings as staff see them: in force on a day, through time, and a new version."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.county import setting_history
from chalicelib.county.errors import (
    SettingNeedsTwoPeopleError,
    SettingNotFoundError,
    SettingVersionExistsError,
)
from chalicelib.county.ports import CountyStore
from chalicelib.county.setting_history import SettingTimeline
from chalicelib.county.settings import SETTINGS, SettingVersion

RECORD_TRIES_MAX = 5


class SettingService(Struct, frozen=True):
    store: CountyStore
    clock: Clock

    def on(self, county_id: str, day: date) -> list[SettingTimeline]:
        return setting_history.timelines_on(self.store.setting_versions(county_id), day)

    def history(self, county_id: str, key: str) -> list[SettingVersion]:
        """The newest first; also of a setting that is no longer used. Raises
        `SettingNotFoundError`."""
        found = [v for v in self.store.setting_versions(county_id) if v.key == key]
        if not found:
            raise SettingNotFoundError
        return sorted(found, key=lambda v: v.effective_on, reverse=True)

    def record(self, county_id: str, version: SettingVersion) -> SettingVersion:
        """Write a version that takes effect on a day to come. Raises what `check_new` does, and
        `SettingNeedsTwoPeopleError` for what moves money.

        It is judged by all that are there at the moment of writing: no version can be taken back.
        """
        setting = SETTINGS.get(version.key)
        if setting is not None and setting.money is not None:
            raise SettingNeedsTwoPeopleError(param="key")
        for _ in range(RECORD_TRIES_MAX):
            now = self.clock()
            known = self.store.setting_versions(county_id, consistent=True)
            setting_history.check_new(known, version, now=now)
            recorded = replace(version, recorded_at=now)
            outcome = self.store.record_setting(county_id, recorded, known_count=len(known))
            if outcome == "written":
                return recorded
            if outcome == "exists":
                raise SettingVersionExistsError(param="effective_on")
        raise TryAgainError(retry_after_seconds=1)
