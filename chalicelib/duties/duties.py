"""The statutory calendar: dated rules, each with its article, and the days that follow from them.

A day of the law is kept as it stands also where it falls on a day of rest (민법 제161조 would give
until the next working day): the county is in time either way. `work_by_on` is the last working day
until then.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from msgspec import Struct, convert

from chalicelib.settlement.business_days import BusinessDays, HolidaysUnknownError

DutyKind = Literal[
    "agent_report",
    "fund_publication",
    "register_publication",
    "issue_report",
    "merchant_decision",
    "fee_deposit",
    "data_review",
]
DutyState = Literal["upcoming", "due", "overdue", "done"]
REMIND_DAYS = 7
"""From so many days before its last day on a duty is `due`, and mailed."""
PERIODS_MAX = 24
"""Of one rule, back from today: twelve years of half-years."""
_DAY = timedelta(days=1)
_FILE = Path(__file__).with_name("rules.json")


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of a county, or of all. After every so many months of the calendar it is due in the month
    that follows: on `due_day`, else by its end. `is_own_day`: the law names the period and no day,
    and the county keeps to that of the issue report. Without months it is of single cases. It holds
    for periods that end on `since` or later, until `until`."""

    kind: DutyKind
    law: str
    article: str
    since: date
    until: date | None = None
    county_id: str = ""
    every_months: int = 0
    due_day: int = 0
    is_own_day: bool = False

    def holds(self, county_id: str, on: date) -> bool:
        is_in_force = self.since <= on and (self.until is None or on <= self.until)
        return is_in_force and self.county_id in ("", county_id)


class Duty(Struct, frozen=True, kw_only=True):
    """`period` as 2026-H1, 2026-Q3 or 2026-11, or the id of the case; `over_on` is its last day."""

    rule: Rule
    period: str
    over_on: date
    due_on: date

    @property
    def kind(self) -> DutyKind:
        return self.rule.kind

    @property
    def duty_id(self) -> str:
        return f"{self.kind}-{self.period}"

    def days_left(self, today: date) -> int:
        """Below nothing once it is overdue."""
        return (self.due_on - today).days

    def state(self, today: date, *, is_done: bool) -> DutyState:
        if is_done:
            return "done"
        left = self.days_left(today)
        return "overdue" if left < 0 else "due" if left <= REMIND_DAYS else "upcoming"


def rules() -> tuple[Rule, ...]:
    return _read()


def case_rule(county_id: str, kind: DutyKind, on: date) -> Rule | None:
    found = (rule for rule in rules() if rule.kind == kind and rule.holds(county_id, on))
    return next(found, None)


def periodic(county_id: str, opened_on: date, today: date) -> list[Duty]:
    """What recurs, of the periods that ended since the county opened here and of the running ones,
    by the last day."""
    found = [
        duty
        for rule in rules()
        if rule.every_months
        for duty in _of_rule(rule, county_id, opened_on, today)
    ]
    return sorted(found, key=lambda duty: (duty.due_on, duty.kind))


def work_by(due_on: date, days: BusinessDays, today: date) -> date | None:
    """The last working day until then; `None` beyond the years whose holidays are known."""
    day = due_on
    try:
        while days.rests(day, known_on=today):
            day -= _DAY
    except HolidaysUnknownError:
        return None
    return day


def _of_rule(rule: Rule, county_id: str, opened_on: date, today: date) -> Iterator[Duty]:
    first = _period_first(rule, today)
    for _ in range(PERIODS_MAX):
        after = _months_on(first, rule.every_months)
        over_on = after - _DAY
        if over_on < opened_on:
            return
        if rule.holds(county_id, over_on):
            by_day = after.replace(day=rule.due_day) if rule.due_day else None
            yield Duty(
                rule=rule,
                period=_code(rule, first),
                over_on=over_on,
                due_on=by_day or _months_on(after, 1) - _DAY,
            )
        first = _months_on(first, -rule.every_months)


def _period_first(rule: Rule, day: date) -> date:
    month = (day.month - 1) // rule.every_months * rule.every_months + 1
    return date(day.year, month, 1)


def _months_on(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _code(rule: Rule, first: date) -> str:
    number = (first.month - 1) // rule.every_months + 1
    match rule.every_months:
        case 6:
            return f"{first.year}-H{number}"
        case 3:
            return f"{first.year}-Q{number}"
        case _:
            return f"{first.year}-{first.month:02}"


@cache
def _read() -> tuple[Rule, ...]:
    return convert(json.loads(_FILE.read_bytes()), tuple[Rule, ...])
