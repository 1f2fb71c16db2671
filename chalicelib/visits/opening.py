"""Whether a facility is open: by its terms, the holidays, and what was announced for a day."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.values import SEOUL, seoul_date
from chalicelib.visits.facility_terms import FacilityTerms

NOTICE_DAYS = 7
"""A day is closed with so many days' notice (ordinance on the cultural and tourist facilities,
art. 5); what cannot wait, a storm, is marked as urgent."""
NOTICE_LENGTH_MAX = 92
"""One notice covers a season at the most; what lasts longer is a closing or other terms."""
_DAY = timedelta(days=1)
_HOLIDAYS_IN_A_ROW_MAX = 14

ClosedBy = Literal["weekday", "yearly", "notice", "closure"]
HolidayName = Callable[[date], str | None]
"""The name of the public holiday that a day is, if it is one."""


class Notice(Struct, frozen=True, kw_only=True):
    """What was announced of the days from `on` through `until`: closed, or open after all. The last
    one of a day counts, and only for what happens after it was made and before it was taken back.
    `reason_en` is empty where it was said in Korean alone."""

    county_id: str
    facility_id: str
    notice_id: str
    on: date
    until: date
    is_open: bool
    reason: str
    reason_en: str = ""
    made_at: datetime
    taken_back_at: datetime | None = None

    def holds(self, on: date, known_at: datetime) -> bool:
        is_over = self.taken_back_at is not None and self.taken_back_at <= known_at
        return self.on <= on <= self.until and self.made_at <= known_at and not is_over

    def may_be_taken_back(self, now: datetime) -> bool:
        """Before its first day."""
        return self.taken_back_at is None and seoul_date(now) < self.on

    def meets(self, other: "Notice") -> bool:
        return self.on <= other.until and other.on <= self.until

    def said(self) -> tuple[date, date, bool, str, str]:
        return self.on, self.until, self.is_open, self.reason, self.reason_en

    def unless_said_anew(self, notices: Iterable["Notice"]) -> list["Notice"]:
        """The spans of its days of which none of these, made later, says anything."""
        parts = [self]
        for other in notices:
            if (other.made_at, other.notice_id) > (self.made_at, self.notice_id):
                parts = [left for part in parts for left in part.outside(other)]
        return parts

    def outside(self, other: "Notice") -> Iterator["Notice"]:
        """What of its days the other does not name: before it, and after it."""
        if not self.meets(other):
            yield self
            return
        if self.on < other.on:
            yield replace(self, until=other.on - _DAY)
        if other.until < self.until:
            yield replace(self, on=other.until + _DAY)


class OpenDay(Struct, frozen=True, kw_only=True):
    """`closed_by` is `None` on a day that is open; people are let in from `entry_from` until before
    `entry_until`."""

    on: date
    entry_from: datetime
    entry_until: datetime
    opens_at: datetime
    closes_at: datetime
    closed_by: ClosedBy | None = None
    reason: str = ""
    reason_en: str = ""

    @property
    def is_open(self) -> bool:
        return self.closed_by is None

    def lets_in_at(self, moment: datetime) -> bool:
        return self.is_open and self.entry_from <= moment < self.entry_until


class Calendar(Struct, frozen=True):
    """Of one facility."""

    terms: FacilityTerms
    notices: tuple[Notice, ...]
    holiday: HolidayName

    def day(self, on: date, *, known_at: datetime) -> OpenDay:
        """By what was announced at that moment."""
        terms = self.terms
        opens_at = datetime.combine(on, terms.opens_at, tzinfo=SEOUL)
        closes_at = datetime.combine(on, terms.closes_at, tzinfo=SEOUL)
        closed_by, reason, reason_en = self._closed(on, known_at)
        return OpenDay(
            on=on,
            opens_at=opens_at,
            closes_at=closes_at,
            entry_from=opens_at - timedelta(minutes=terms.early_minutes),
            entry_until=closes_at - timedelta(minutes=terms.last_entry_minutes),
            closed_by=closed_by,
            reason=reason,
            reason_en=reason_en,
        )

    def _closed(self, on: date, known_at: datetime) -> tuple[ClosedBy | None, str, str]:
        notice = _last(n for n in self.notices if n.holds(on, known_at))
        if notice is not None:
            return (None if notice.is_open else "notice"), notice.reason, notice.reason_en
        name = self.holiday(on) or ""
        for closed in self.terms.closed_dates:
            if closed == on.strftime("%m-%d") or closed in name.split("; "):
                return "yearly", name, ""
        return ("weekday" if self._is_closed_weekday(on) else None), "", ""

    def _is_closed_weekday(self, on: date) -> bool:
        """A closed weekday that is no holiday; or the first day after a row of holidays that began
        with one."""
        closed = self.terms.closed_weekdays
        if self.holiday(on):
            return False
        if on.weekday() in closed:
            return True
        before = on - _DAY
        for _ in range(_HOLIDAYS_IN_A_ROW_MAX):
            if not self.holiday(before):
                return False
            if before.weekday() in closed:
                return True
            before -= _DAY
        return False


def _last(notices: Iterable[Notice]) -> Notice | None:
    return max(notices, key=lambda n: (n.made_at, n.notice_id), default=None)
