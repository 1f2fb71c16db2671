"""What counties and their settings need of the world."""

from datetime import date
from typing import Protocol

from chalicelib.county.counties import County
from chalicelib.county.settings import RecordOutcome, SettingVersion


class CountyStore(Protocol):
    def county(self, county_id: str, *, consistent: bool = False) -> County | None: ...

    def setting_versions(
        self, county_id: str, *, consistent: bool = False
    ) -> list[SettingVersion]: ...

    def create_setting(self, county_id: str, version: SettingVersion) -> bool: ...

    def record_setting(
        self, county_id: str, version: SettingVersion, *, known_count: int
    ) -> RecordOutcome: ...

    def expired_through(self, county_id: str) -> date | None: ...

    def put_expired_through(self, county_id: str, day: date) -> None: ...
