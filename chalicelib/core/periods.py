"""Periods of reports: whole days in Seoul, named as the contract names them.

daily     2026-11-22
weekly    2026-W47      ISO 8601 week, Monday to Sunday
monthly   2026-11
campaign  celadon       the campaign's code; its days come from the campaign
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from msgspec import Struct

from chalicelib.core.errors import ConflictError, MalformedError
from chalicelib.core.values import day_start

PeriodKind = Literal["daily", "weekly", "monthly", "campaign"]
KINDS: tuple[PeriodKind, ...] = get_args(PeriodKind)

CAMPAIGN_DAYS_MAX = 366
YEARS = range(2000, 2200)
"""The years of which a report can be asked for."""
_DAY = timedelta(days=1)
_CAMPAIGN_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


class PeriodInvalidError(MalformedError):
    """The kind or the text of a period is not one of those above."""

    ko = "종류나 기간이 맞지 않습니다: {period}"
    en = "This is no kind or period: {period}"


class PeriodNotOverError(ConflictError):
    """A report is made, and a month signed, when its last day is over: so that it never changes
    afterwards."""

    ko = "{last_on}이 지나야 할 수 있습니다."
    en = "This can be done after {last_on}."


class Period(Struct, frozen=True):
    """`first_on` and `last_on` are both inside."""

    kind: PeriodKind
    code: str
    first_on: date
    last_on: date

    def days(self) -> Iterator[date]:
        """Every day, in order."""
        count = (self.last_on - self.first_on).days + 1
        return (self.first_on + i * _DAY for i in range(count))

    @property
    def starts_at(self) -> datetime:
        """00:00 in Seoul of the first day, as a moment in UTC."""
        return day_start(self.first_on)

    @property
    def ends_at(self) -> datetime:
        """The first moment that is not inside any more, in UTC."""
        return day_start(self.last_on + _DAY)


def daily(on: date) -> Period:
    return Period("daily", on.isoformat(), on, on)


def weekly(on: date) -> Period:
    """The ISO week that `on` is in."""
    year, week, weekday = on.isocalendar()
    monday = on - (weekday - 1) * _DAY
    return Period("weekly", f"{year:04}-W{week:02}", monday, monday + 6 * _DAY)


def monthly(on: date) -> Period:
    """The calendar month that `on` is in."""
    first = on.replace(day=1)
    next_first = (first + 31 * _DAY).replace(day=1)
    return Period("monthly", first.isoformat()[:7], first, next_first - _DAY)


def campaign(code: str, *, first_on: date, last_on: date) -> Period:
    """A campaign's own report over its days; `PeriodInvalidError` if these make no sense."""
    days = (last_on - first_on).days + 1
    if not is_campaign_code(code) or not 1 <= days <= CAMPAIGN_DAYS_MAX:
        raise PeriodInvalidError(param="period", period=code)
    return Period("campaign", code, first_on, last_on)


def is_campaign_code(text: str) -> bool:
    """Whether `text` may name a campaign in an address or a file's key."""
    return _CAMPAIGN_CODE.fullmatch(text) is not None


def parse_kind(text: str) -> PeriodKind:
    """`PeriodInvalidError` unless `text` is one of `KINDS`."""
    for kind in KINDS:
        if kind == text:
            return kind
    raise PeriodInvalidError(param="kind", period=text)


def parse(kind: PeriodKind, text: str) -> Period:
    """A daily, weekly or monthly period from its text; a campaign's days aren't in its code."""
    try:
        if kind == "daily":
            period = daily(date.fromisoformat(text))
        elif kind == "weekly":
            period = weekly(date.fromisocalendar(int(text[:4]), int(text[6:]), 1))
        elif kind == "monthly":
            period = monthly(date.fromisoformat(f"{text}-01"))
        else:
            raise ValueError(kind)
    except (ValueError, OverflowError) as exc:
        raise PeriodInvalidError(param="period", period=text) from exc
    if period.code != text or period.first_on.year not in YEARS:
        raise PeriodInvalidError(param="period", period=text)
    return period


def previous(period: Period) -> Period:
    """The one before, for comparison. For a campaign: as many days right before it."""
    before = period.first_on - _DAY
    if period.kind == "daily":
        return daily(before)
    if period.kind == "weekly":
        return weekly(before)
    if period.kind == "monthly":
        return monthly(before)
    return Period("campaign", period.code, period.first_on - (period.last_on - before), before)


def due(on: date) -> tuple[Period, ...]:
    """What the job in the morning of `on` makes: the day, week and month that ended yesterday."""
    yesterday = on - _DAY
    periods = [daily(yesterday)]
    if on.weekday() == 0:
        periods.append(weekly(yesterday))
    if on.day == 1:
        periods.append(monthly(yesterday))
    return tuple(periods)
