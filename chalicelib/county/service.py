"""The county and the rules in force."""

from datetime import date

from chalicelib.core.cache import TtlCache
from chalicelib.county.counties import County
from chalicelib.county.ports import CountyStore
from chalicelib.county.settings import CountySettings, SettingVersion, settings_on


class Counties:
    def __init__(self, store: CountyStore) -> None:
        self._store = store
        self._counties: TtlCache[County | None] = TtlCache()
        self._settings: TtlCache[CountySettings] = TtlCache()

    def county(self, county_id: str) -> County:
        county = self._counties.get(county_id, lambda: self._store.county(county_id))
        if county is None:
            raise LookupError(f"the county {county_id} was never seeded")
        return county

    def versions(self, county_id: str) -> list[SettingVersion]:
        """Every version, not from memory: for judging days to come."""
        return self._store.setting_versions(county_id)

    def on(self, county_id: str, day: date) -> CountySettings:
        return self._settings.get(
            (county_id, day), lambda: settings_on(self._store.setting_versions(county_id), day)
        )
