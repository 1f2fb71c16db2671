"""The county and the rules in force."""

from datetime import date

from chalicelib.core.cache import TtlCache
from chalicelib.county.counties import County
from chalicelib.county.ports import CountyStore
from chalicelib.county.settings import CountySettings, SettingVersion
from chalicelib.county.settings_of_days import settings_on


class Counties:
    def __init__(self, store: CountyStore) -> None:
        self._store = store
        self._counties: TtlCache[County | None] = TtlCache()
        self._settings: TtlCache[_SettingsByDay] = TtlCache()

    def county(self, county_id: str) -> County:
        county = self._counties.get(county_id, lambda: self._store.county(county_id))
        if county is None:
            raise LookupError(f"the county {county_id} was never seeded")
        return county

    def versions(self, county_id: str) -> list[SettingVersion]:
        """Every version, not from memory: for judging days to come."""
        return self._store.setting_versions(county_id)

    def on(self, county_id: str, day: date) -> CountySettings:
        """The rules of a day: of today, or of one on which something was promised."""

        def load() -> _SettingsByDay:
            return _SettingsByDay(self._store.setting_versions(county_id), day)

        known = self._settings.get(county_id, load)
        if day > known.through:
            self._settings.forget(county_id)
            known = self._settings.get(county_id, load)
        return known.on(day)


class _SettingsByDay:
    """The versions as they were read, and what they say of days up to `through`, the one for which
    they were: a day that begins later is asked for anew."""

    def __init__(self, versions: list[SettingVersion], through: date) -> None:
        self.through = through
        self._versions = versions
        self._known: dict[date, CountySettings] = {}

    def on(self, day: date) -> CountySettings:
        if day not in self._known:
            self._known[day] = settings_on(self._versions, day)
        return self._known[day]
