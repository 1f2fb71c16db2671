"""How a version of a setting is shown."""

from datetime import date

from chalicelib.county.settings import SettingVersion
from chalicelib.http.call import Shape
from chalicelib.http.shapes import Time


class SettingVersionAnswer(Shape):
    """`value` `null` means that there is no such limit. `recorded_by` is an account of staff."""

    key: str
    effective_on: date
    value: int | None
    source: str
    notice: str
    recorded_by: str | None
    recorded_at: Time | None


def version_answer(version: SettingVersion) -> SettingVersionAnswer:
    return SettingVersionAnswer(
        key=version.key,
        effective_on=version.effective_on,
        value=version.value,
        source=version.source,
        notice=version.notice,
        recorded_by=version.recorded_by or None,
        recorded_at=version.recorded_at,
    )
