"""The settings as dated versions, and what an entry was decided by."""

from datetime import date

from chalicelib.core.values import seoul_date
from chalicelib.county.answers import SettingBody, SettingVersionAnswer, version_answer
from chalicelib.county.errors import (
    SettingNeedsTwoPeopleError,
    SettingNotFoundError,
    SettingOutOfBoundsError,
    SettingRequiredError,
    SettingsContradictError,
    SettingTooSoonError,
    SettingVersionExistsError,
)
from chalicelib.county.settings import SETTINGS
from chalicelib.county.wiring import CountyWiring
from chalicelib.http.call import Call, Query, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day
from chalicelib.http.terms import NextCursor, SettingKey

routes = Operations(tag="setting_versions")

OFFICE = ("operator", "manager", "treasurer", "auditor")


class SettingAnswer(Shape):
    """`current` is `null` before the first version. `needs_two_people`: a new version of it is
    proposed by one and approved by another."""

    key: str
    """The setting."""
    needs_two_people: bool
    """Whether a new version needs a second person's approval."""
    current: SettingVersionAnswer | None
    """The version that holds on the day asked for; null before the first."""
    coming: list[SettingVersionAnswer]
    """Versions recorded that hold later."""


class SettingsAnswer(Shape):
    on: date
    """The day that was asked for."""
    data: list[SettingAnswer]
    """Every setting."""
    next_cursor: NextCursor


class SettingHistoryAnswer(Shape):
    data: list[SettingVersionAnswer]
    """The versions of one setting, the newest first."""
    next_cursor: NextCursor


class SettingsQuery(Query):
    on: Day | None = None
    """As of this day in Seoul; today if left out."""


@routes.operation(
    "GET",
    "/v1/staff/settings",
    summary="Every setting as of a day (today if none is named): in force, and coming",
    audience="staff",
    roles=OFFICE,
    query=SettingsQuery,
    answer=SettingsAnswer,
)
def list_settings(call: Call[None]) -> SettingsAnswer:
    day = call.query.on or seoul_date(call.now())
    data = [
        SettingAnswer(
            key=timeline.key,
            needs_two_people=bool(SETTINGS[timeline.key].money)
            if timeline.key in SETTINGS
            else False,
            current=version_answer(timeline.current) if timeline.current else None,
            coming=[version_answer(v) for v in timeline.coming],
        )
        for timeline in call.wired(CountyWiring).setting_service.on(call.county_id, day)
    ]
    return SettingsAnswer(on=day, data=data, next_cursor=None)


@routes.operation(
    "GET",
    "/v1/staff/settings/{key}",
    summary="One setting through time, newest first",
    audience="staff",
    roles=OFFICE,
    answer=SettingHistoryAnswer,
    errors=(SettingNotFoundError,),
)
def show_setting(call: Call[None], key: SettingKey) -> SettingHistoryAnswer:
    found = call.wired(CountyWiring).setting_service.history(call.county_id, key)
    return SettingHistoryAnswer(data=[version_answer(v) for v in found], next_cursor=None)


@routes.operation(
    "POST",
    "/v1/staff/settings",
    summary="Record a version, of what moves no money, that takes effect tomorrow or later",
    audience="staff",
    roles=("manager",),
    status=201,
    body=SettingBody,
    answer=SettingVersionAnswer,
    errors=(
        SettingNotFoundError,
        SettingVersionExistsError,
        SettingTooSoonError,
        SettingOutOfBoundsError,
        SettingRequiredError,
        SettingNeedsTwoPeopleError,
        SettingsContradictError,
    ),
)
def record_setting(call: Call[SettingBody]) -> SettingVersionAnswer:
    version = call.body.version(recorded_by=call.staff.username)
    return version_answer(call.wired(CountyWiring).setting_service.record(call.county_id, version))
