"""The dated versions of the settings: what held on a day, what is coming, what may be recorded.

A version is written once and never changed, and takes effect on a later day than it is recorded.
So what held on a day that has begun is settled, and every decision of the past can be explained.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.core.values import seoul_date
from chalicelib.county.errors import (
    SettingNotFoundError,
    SettingOutOfBoundsError,
    SettingRequiredError,
    SettingsContradictError,
    SettingTooSoonError,
    SettingVersionExistsError,
)
from chalicelib.county.settings import (
    SETTINGS,
    SettingInvalidError,
    SettingVersion,
    settings_on,
)

RECORDED_BEFORE_MIDNIGHT = timedelta(minutes=5)
"""Warm processes remember a day's settings for a minute, and clocks differ a little: a version
that is recorded this long before its day begins is known everywhere when it does."""


@dataclass(frozen=True, slots=True)
class SettingTimeline:
    """One setting as of a day: the version in force (`None` before the first), those to come."""

    key: str
    current: SettingVersion | None
    coming: tuple[SettingVersion, ...]


def timelines_on(versions: Iterable[SettingVersion], day: date) -> list[SettingTimeline]:
    """Every setting that there is or ever was, by key."""
    by_key: dict[str, list[SettingVersion]] = {}
    for version in sorted(versions, key=lambda v: v.effective_on):
        by_key.setdefault(version.key, []).append(version)
    return [
        SettingTimeline(
            key,
            next((v for v in reversed(known) if v.effective_on <= day), None),
            tuple(v for v in known if v.effective_on > day),
        )
        for key, known in sorted(by_key.items())
    ]


def check_new(versions: list[SettingVersion], new: SettingVersion, *, now: datetime) -> None:
    """Whether this version may be recorded now.

    The county must be able to run on every day from then on, with every version that will hold on
    it. Raises `SettingNotFoundError`, `SettingTooSoonError`, `SettingVersionExistsError`,
    `SettingOutOfBoundsError`, `SettingRequiredError`, `SettingsContradictError`.
    """
    setting = SETTINGS.get(new.key)
    if setting is None:
        raise SettingNotFoundError(param="key")
    earliest_on = seoul_date(now + RECORDED_BEFORE_MIDNIGHT) + timedelta(days=1)
    if new.effective_on < earliest_on:
        raise SettingTooSoonError(param="effective_on", earliest_on=earliest_on.isoformat())
    if any((v.key, v.effective_on) == (new.key, new.effective_on) for v in versions):
        raise SettingVersionExistsError(param="effective_on")
    if new.value is None and not setting.is_optional:
        raise SettingRequiredError(param="value")
    if not setting.allows(new.value):
        low, high = setting.bounds
        raise SettingOutOfBoundsError(param="value", minimum=low, maximum=high)
    then = {new.effective_on} | {
        v.effective_on for v in versions if v.effective_on > new.effective_on
    }
    for day in sorted(then):
        try:
            settings_on([*versions, new], day)
        except SettingInvalidError as exc:
            raise SettingsContradictError(param="value", day=day.isoformat()) from exc


def lowest(versions: Iterable[SettingVersion], key: str, first: date, last: date) -> int:
    """The lowest value of a setting on the days `first` to `last`. `None` values do not count.

    Raises `SettingNotFoundError` if there is none.
    """
    values: list[int] = []
    for timeline in timelines_on(versions, first):
        if timeline.key == key:
            held = [timeline.current, *(v for v in timeline.coming if v.effective_on <= last)]
            values = [v.value for v in held if v is not None and v.value is not None]
    if not values:
        raise SettingNotFoundError(param=key)
    return min(values)
