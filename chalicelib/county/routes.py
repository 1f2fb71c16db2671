"""The settings as dated versions, and what an entry was decided by."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from chalicelib import bootstrap
from chalicelib.core.observability import logger
from chalicelib.core.values import ID_CHARACTERS, seoul_date
from chalicelib.county.errors import (
    SettingNotFoundError,
    SettingOutOfBoundsError,
    SettingRequiredError,
    SettingsContradictError,
    SettingTooSoonError,
    SettingVersionExistsError,
)
from chalicelib.county.settings import SettingVersion
from chalicelib.http.blueprint import ApiBlueprint
from chalicelib.http.call import Call, Query, Shape
from chalicelib.http.shapes import Day, OneLine, Time
from chalicelib.ledger.errors import EntryNotFoundError

routes = ApiBlueprint(__name__, tag="setting_versions")

_MEMBER_ID, _ENTRY_ID = (
    re.compile(rf"{prefix}_[0-9A-HJKMNP-TV-Z]{{{ID_CHARACTERS}}}") for prefix in ("mem", "ent")
)
OFFICE = ("operator", "manager", "treasurer", "auditor")

Words = Annotated[OneLine, Field(max_length=300)]


class SettingVersionAnswer(Shape):
    """`value` `null` means that there is no such limit. `recorded_by` is an account of staff."""

    key: str
    effective_on: date
    value: int | None
    source: str
    notice: str
    recorded_by: str | None
    recorded_at: Time | None


class SettingAnswer(Shape):
    """`current` is `null` before the first version."""

    key: str
    current: SettingVersionAnswer | None
    coming: list[SettingVersionAnswer]


class SettingsAnswer(Shape):
    on: date
    data: list[SettingAnswer]
    next_cursor: str | None


class SettingHistoryAnswer(Shape):
    data: list[SettingVersionAnswer]
    next_cursor: str | None


class SettingsQuery(Query):
    on: Day | None = None


class SettingBody(Shape):
    key: Annotated[str, Field(min_length=1, max_length=64)]
    effective_on: Day
    value: int | None
    source: Words
    notice: Words


class LinkAnswer(Shape):
    """`is_whole`: the entry gives its own hash, and names the hash of the one before it."""

    seq: int
    hash: str
    prev_hash: str
    previous_entry_id: str | None
    is_whole: bool


class ExplanationAnswer(Shape):
    entry: dict[str, Any] = Field(description="The entry's canonical record, with its hash.")
    link: LinkAnswer
    on: date
    settings: list[SettingVersionAnswer] = Field(
        description="The versions in force that day that the rule of this kind of entry reads."
    )


@routes.operation(
    "GET",
    "/v1/staff/settings",
    summary="Every setting as of a day (today if none is named): in force, and coming",
    who="staff",
    roles=OFFICE,
    query=SettingsQuery,
    answer=SettingsAnswer,
)
def list_settings(call: Call[None]) -> SettingsAnswer:
    day = call.query.on or seoul_date(bootstrap.now())
    data = [
        SettingAnswer(
            key=standing.key,
            current=_version(standing.current) if standing.current else None,
            coming=[_version(v) for v in standing.coming],
        )
        for standing in bootstrap.setting_desk().on(call.county_id, day)
    ]
    return SettingsAnswer(on=day, data=data, next_cursor=None)


@routes.operation(
    "GET",
    "/v1/staff/settings/{key}",
    summary="One setting through time, newest first",
    who="staff",
    roles=OFFICE,
    answer=SettingHistoryAnswer,
    errors=(SettingNotFoundError,),
)
def show_setting(call: Call[None], key: str) -> SettingHistoryAnswer:
    found = bootstrap.setting_desk().history(call.county_id, key)
    return SettingHistoryAnswer(data=[_version(v) for v in found], next_cursor=None)


@routes.operation(
    "POST",
    "/v1/staff/settings",
    summary="Record a version that takes effect tomorrow or later; none is ever changed",
    who="staff",
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
        SettingsContradictError,
    ),
)
def record_setting(call: Call[SettingBody]) -> SettingVersionAnswer:
    body = call.body
    version = SettingVersion(
        key=body.key,
        effective_on=body.effective_on,
        value=body.value,
        source=body.source,
        notice=body.notice,
        recorded_by=call.staff.username,
    )
    return _version(bootstrap.setting_desk().record(call.county_id, version))


@routes.operation(
    "GET",
    "/v1/staff/members/{member_id}/entries/{entry_id}",
    summary="An entry, its link in the chain, and the settings it was decided by; logged",
    who="staff",
    roles=OFFICE,
    answer=ExplanationAnswer,
    errors=(EntryNotFoundError,),
)
def explain_entry(call: Call[None], member_id: str, entry_id: str) -> ExplanationAnswer:
    # What is typed in place of an id may be a name or a phone number: no log may have it.
    if not (_MEMBER_ID.fullmatch(member_id) and _ENTRY_ID.fullmatch(entry_id)):
        raise EntryNotFoundError
    # Whose wallet was looked into, and by whom; no name, no amount.
    logger.info(
        "entry_looked_into",
        staff=call.staff.subject,
        county_id=call.county_id,
        member_id=member_id,
        entry_id=entry_id,
    )
    explained = bootstrap.setting_desk().explain(call.county_id, member_id, entry_id)
    entry, previous = explained.entry, explained.previous
    return ExplanationAnswer(
        entry=explained.record,
        link=LinkAnswer(
            seq=entry.seq,
            hash=entry.hash,
            prev_hash=entry.prev_hash,
            previous_entry_id=previous.entry_id if previous else None,
            is_whole=explained.is_whole,
        ),
        on=entry.on,
        settings=[_version(v) for v in explained.settings],
    )


def _version(version: SettingVersion) -> SettingVersionAnswer:
    return SettingVersionAnswer(
        key=version.key,
        effective_on=version.effective_on,
        value=version.value,
        source=version.source,
        notice=version.notice,
        recorded_by=version.recorded_by or None,
        recorded_at=version.recorded_at,
    )
