"""The days on which banks pay, and the one on which a shop is paid for a day that is closed."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from msgspec import Struct

_FILE = Path(__file__).with_name("holidays.json")
_DAY = timedelta(days=1)
_SATURDAY = 5
REST_DAYS_MAX = 14
"""No row of days on which no bank pays was ever longer."""


class HolidaysUnknownError(LookupError):
    """A day beyond the years of the file: `make holidays` brings it up to date."""


class TemporaryHoliday(Struct, frozen=True, kw_only=True):
    """A day that the government declared a holiday at short notice (임시공휴일), known since
    `declared_on`. `source` names the notice."""

    on: date
    name: str
    declared_on: date
    source: str


class BusinessDays(Struct, frozen=True):
    """By the file, and by the temporary holidays that a county has."""

    temporary: tuple[TemporaryHoliday, ...] = ()

    def rests(self, day: date, *, known_on: date) -> bool:
        """Whether banks rest on `day`, by what was known on another. Raises
        `HolidaysUnknownError`."""
        if day.weekday() >= _SATURDAY:
            return True
        names, years = _known()
        if day.year not in years:
            raise HolidaysUnknownError(day.isoformat())
        declared = any(h.on == day and h.declared_on <= known_on for h in self.temporary)
        return declared or day in names

    def holiday(self, day: date) -> str | None:
        """The name of the public holiday that the day is: several stand with `; ` between them.
        `None` also beyond the years of the file."""
        declared = next((h.name for h in self.temporary if h.on == day), None)
        return declared or _known()[0].get(day)

    def payout_on(self, closed_on: date, *, within_days: int) -> date:
        """The last day of those that follow on which banks pay; if they rest on all of them, the
        next one on which they do (ordinance of Gangjin on the vouchers, art. 10 (2): 3 days).

        By what was known on the day that is closed, so that it is the same whenever it is asked.
        """
        in_time = (closed_on + n * _DAY for n in range(within_days, 0, -1))
        late = (closed_on + (within_days + n) * _DAY for n in range(1, REST_DAYS_MAX + 1))
        for day in (*in_time, *late):
            if not self.rests(day, known_on=closed_on):
                return day
        raise HolidaysUnknownError(closed_on.isoformat())


def business_days(temporary: Iterable[TemporaryHoliday]) -> BusinessDays:
    return BusinessDays(tuple(sorted(temporary, key=lambda h: h.on)))


@cache
def _known() -> tuple[Mapping[date, str], range]:
    days = {date.fromisoformat(on): name for on, name in json.loads(_FILE.read_bytes()).items()}
    return days, range(min(days).year, max(days).year + 1)
