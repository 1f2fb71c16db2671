"""The dated versions of the settings: what held on a day, what is coming, what may be recorded.

A version is written once and never changed, and takes effect on a later day than it is recorded.
So what held on a day that has begun is settled, and every decision of the past can be explained.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from msgspec import Struct

from chalicelib.core.values import seoul_date
from chalicelib.county.declarations import Money, Words
from chalicelib.county.errors import (
    SettingNotFoundError,
    SettingOutOfBoundsError,
    SettingRequiredError,
    SettingsContradictError,
    SettingStepTooLargeError,
    SettingTooSoonError,
    SettingVersionExistsError,
)
from chalicelib.county.settings import (
    SETTINGS,
    SettingInvalidError,
    SettingVersion,
)
from chalicelib.county.settings_of_days import SettingMissingError, settings_on

RECORDED_BEFORE_MIDNIGHT = timedelta(minutes=5)
"""Warm processes remember a day's settings for a minute, and clocks differ a little: a version
that is recorded this long before its day begins is known everywhere when it does."""


class SettingTimeline(Struct, frozen=True):
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
    it; and money goes one step at a time. Raises `SettingNotFoundError`, `SettingTooSoonError`,
    `SettingVersionExistsError`, `SettingOutOfBoundsError`, `SettingRequiredError`,
    `SettingStepTooLargeError`, `SettingsContradictError`.
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
        low, high = setting.money.bounds if setting.money else setting.bounds
        raise SettingOutOfBoundsError(param="value", minimum=low, maximum=high)
    if setting.money is not None and new.value is not None:
        _check_money(setting.money, versions, new, seoul_date(now))
    then = {new.effective_on} | {
        v.effective_on for v in versions if v.effective_on > new.effective_on
    }
    for day in sorted(then):
        try:
            settings_on([*versions, new], day)
        except SettingInvalidError as exc:
            raise SettingsContradictError(param="value", day=day.isoformat()) from exc


def _check_money(
    money: Money, versions: list[SettingVersion], new: SettingVersion, today: date
) -> None:
    """By what is in force today, and not by what is to come: so a row of proposals cannot climb
    in one day what one may not."""
    value = new.value or 0
    low, high = money.bounds
    if not low <= value <= high:
        raise SettingOutOfBoundsError(param="value", minimum=low, maximum=high)
    present = value_on(versions, new.key, today)
    reach = money.reach(present)
    # Zero says that something stops, and no limit that nothing does: neither is a slip.
    if reach is not None and value and not reach[0] <= value <= reach[1]:
        raise SettingStepTooLargeError(
            param="value", present=present, minimum=max(low, reach[0]), maximum=min(high, reach[1])
        )


def value_on(versions: Iterable[SettingVersion], key: str, day: date) -> int | None:
    """The value of a setting on a day; `None` too where the county had no rules yet."""
    try:
        settings = settings_on(versions, day)
    except SettingMissingError:
        return None
    value: int | None = getattr(settings, SETTINGS[key].field)
    return value


def effect_of(versions: Iterable[SettingVersion], new: SettingVersion) -> Words | None:
    """What a version does, beside what held on the day before it."""
    setting = SETTINGS.get(new.key)
    if setting is None:
        return None
    try:
        settings = settings_on(versions, new.effective_on - timedelta(days=1))
    except SettingMissingError:
        return setting.effect(new.value)
    return setting.effect(getattr(settings, setting.field), new.value)


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
