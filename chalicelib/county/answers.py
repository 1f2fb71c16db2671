"""How a version of a setting is sent and shown."""

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.county.settings import SettingVersion
from chalicelib.http.call import Shape
from chalicelib.http.shapes import Day, Letters, OneLine, Time

Reference = Annotated[OneLine, Letters(300)]


class SettingVersionAnswer(Shape):
    """`value` `null` means that there is no such limit. `recorded_by` is an account of staff, and
    `approved_by` the second one of what moves money, by the proposal `proposal_id`."""

    key: str
    effective_on: date
    value: int | None
    source: str
    notice: str
    recorded_by: str | None
    recorded_at: Time | None
    approved_by: str | None
    proposal_id: str | None


class SettingBody(Shape):
    key: Annotated[str, Field(min_length=1, max_length=64)]
    effective_on: Day
    value: int | None
    source: Reference
    notice: Reference

    def version(self, *, recorded_by: str) -> SettingVersion:
        return SettingVersion(
            key=self.key,
            effective_on=self.effective_on,
            value=self.value,
            source=self.source,
            notice=self.notice,
            recorded_by=recorded_by,
        )


def version_answer(version: SettingVersion) -> SettingVersionAnswer:
    return SettingVersionAnswer(
        key=version.key,
        effective_on=version.effective_on,
        value=version.value,
        source=version.source,
        notice=version.notice,
        recorded_by=version.recorded_by or None,
        recorded_at=version.recorded_at,
        approved_by=version.approved_by or None,
        proposal_id=version.proposal_id or None,
    )
