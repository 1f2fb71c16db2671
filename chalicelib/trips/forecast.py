"""When a year's budget of half-price trips runs out: from what was applied for and what came of it.

Of what a trip holds, a part comes back when it is decided: it is paid less, refused, or never
claimed. So what applies from now on is followed day by day: for as long as trips wait it holds all
of itself, and afterwards it costs the share that decided ones did.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from chalicelib.trips.trips import Budget

PACE_DAYS = 28
"""Four weeks, so that each day of the week is in it as often."""
YEAR_DAYS = 364
"""Last year's day of the same weekday."""
DECIDED_LEAST = 20
"""So many trips' worth must be decided before their share is believed; until then they cost all."""
_DAY = timedelta(days=1)

Basis = Literal["season", "pace"]


class AppliedDay(Struct, frozen=True):
    """What was applied for on a day: `amount` in won, what its trips held. `is_closed`: the budget
    had run out by the day's end, so that few or none could apply."""

    on: date
    count: int
    amount: int
    is_closed: bool = False


class Forecast(Struct, frozen=True):
    """`closes_on`: the day on which a team can no longer apply, today if it cannot now; `None` if
    the year ends first, or nobody applied yet. `based_on`: what the days to come are like."""

    closes_on: date | None
    based_on: Basis | None


def forecast(
    budget: Budget,
    limit: int,
    most: int,
    days: Sequence[AppliedDay],
    last_year: Sequence[AppliedDay],
    today: date,
) -> Forecast:
    """`limit`: won of the year; `most`: won that one trip holds at most; `days`: of trips that
    count to this year, up to today; `last_year`: of those of the year before."""
    if budget.held + budget.spent + most > limit:
        return Forecast(today, None)
    applied = {each.on: each.amount for each in days}
    basis, season, pace = _expected(days, last_year, today)
    if basis is None:
        return Forecast(None, None)
    wait = _wait(applied, budget.held, today)
    total = sum(applied.values())
    decided = total - budget.held
    cost, of = (budget.spent, decided) if decided >= DECIDED_LEAST * most else (1, 1)
    on = today
    while on < date(budget.year, 12, 31):
        on += _DAY
        applied[on] = season.get(on, pace)
        total += applied[on]
        held = sum(applied.get(on - n * _DAY, 0) for n in range(wait))
        more = (total - held - decided) * cost // of
        if budget.spent + held + more + most > limit:
            return Forecast(on, basis)
    return Forecast(None, basis)


def _expected(
    days: Sequence[AppliedDay], last_year: Sequence[AppliedDay], today: date
) -> tuple[Basis | None, dict[date, int], int]:
    """(basis, won of days to come as last year's, grown as this year has; won of any other day)."""
    since = today - PACE_DAYS * _DAY
    # A programme that is younger than four weeks is measured by the days that it has.
    first = max(since, min((each.on for each in days), default=today))
    recent = sum(each.amount for each in days if since <= each.on < today)
    pace = recent // max((today - first).days, 1)
    shape = {each.on + YEAR_DAYS * _DAY: each.amount for each in last_year if not each.is_closed}
    known = {each.on: each.amount for each in days if each.on < today}
    both = known.keys() & shape.keys()
    before, grown = sum(shape[on] for on in both), sum(known[on] for on in both)
    if not before or not any(on > today for on in shape):
        return ("pace" if pace else None), {}, pace
    return "season", {on: amount * grown // before for on, amount in shape.items()}, pace


def _wait(applied: dict[date, int], held: int, today: date) -> int:
    """Days that a trip waits to be decided: so many of the last ones hold what is held."""
    left, number = held, 0
    first = min(applied, default=today)
    while left > 0 and today - number * _DAY >= first:
        left -= applied.get(today - number * _DAY, 0)
        number += 1
    return number
