"""How a version of a setting is sent and shown."""

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.county.settings import SettingVersion
from chalicelib.http.call import Shape
from chalicelib.http.shapes import Day, Letters, OneLine, Time
from chalicelib.http.terms import ProposalRef

Reference = Annotated[OneLine, Letters(300)]


class SettingVersionAnswer(Shape):
    """`value` `null` means that there is no such limit. `recorded_by` is an account of staff, and
    `approved_by` the second one of what moves money, by the proposal `proposal_id`."""

    key: str
    """The setting."""
    effective_on: date
    """The first day on which it holds, in Seoul."""
    value: int | None
    """The value, in the unit of the setting; null for no limit."""
    source: str
    """The ordinance, notice or decision that says so."""
    notice: str
    """How people were told."""
    recorded_by: str | None
    """The account that recorded it; null for a county's first values."""
    recorded_at: Time | None
    """When it was recorded; null for a county's first values."""
    approved_by: str | None
    """The account that approved it; null where one person may record it."""
    proposal_id: ProposalRef | None


class SettingBody(Shape):
    key: Annotated[str, Field(min_length=1, max_length=64)]
    """The setting, as the list of settings names it."""
    effective_on: Day
    """The first day on which the value holds: today or later."""
    value: int | None
    """The value, in the unit of the setting; null for no limit."""
    source: Reference
    """The ordinance, notice or decision that says so."""
    notice: Reference
    """How people were told."""

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
