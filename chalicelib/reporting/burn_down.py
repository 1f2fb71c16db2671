"""How a sale round's budget went over time: what was sold by when.

Of its first day and of days that are not reconciled yet by the hour, from their entries; of the
others by the day, as they were reconciled: so a round of a year reads no more than one of a week.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.values import day_start, last_day_before, seoul_date
from chalicelib.reporting.dashboard import Dashboard
from chalicelib.reporting.outlook import Outlook, SoldBy, outlook
from chalicelib.reporting.ports import ReconciliationSource
from chalicelib.sales.round_service import Rounds
from chalicelib.sales.rounds import Round, RoundAvailability

UNRECONCILED_READ_MAX = 3
"""The latest of so many days whose entries are read: today, and yesterday until the night's run.
Earlier ones that no run has reached are said to be missing."""
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


class BurnDown(Struct, frozen=True):
    """`hours` are those of the days that were read by the hour, with what left in each. What was
    sold on `missing_on` is in no point. `outlook`: how it will end, where that can be told."""

    seen: RoundAvailability
    points: tuple[SoldBy, ...]
    hours: tuple[SoldBy, ...]
    missing_on: tuple[date, ...]
    outlook: Outlook | None


class BurnDowns(Struct, frozen=True):
    rounds: Rounds
    dashboard: Dashboard
    outcomes: ReconciliationSource
    clock: Clock

    def of(self, county_id: str, round_id: str) -> BurnDown:
        """Raises `RoundNotFoundError`."""
        seen = self.rounds.availability(county_id, round_id)
        round_, now = seen.round, self.clock()
        days = _days(round_, now)
        known = self.outcomes.between(county_id, days[0], days[-1]) if days else {}
        hours: list[SoldBy] = []
        taken: list[SoldBy] = []
        missing: list[date] = []
        for on in days:
            outcome = known.get(on)
            if on == days[0] or (outcome is None and on in days[-UNRECONCILED_READ_MAX:]):
                read = list(self._hours(round_, on, now))
                hours += read
                taken += read
            elif outcome is None:
                missing.append(on)
            else:
                amount = outcome.budget_moves.taken_by_round.get(round_id, 0)
                taken.append(SoldBy(_within(day_start(on + _DAY), round_, now), amount))
        points = tuple(_summed(round_, taken))
        found = outlook(seen, points, now, is_whole=not missing)
        return BurnDown(seen, points, tuple(hours), tuple(missing), found)

    def _hours(self, round_: Round, on: date, now: datetime) -> Iterator[SoldBy]:
        """Those in which the round was open; an hour's point is its end."""
        amounts = self.dashboard.day(round_.county_id, on).taken_by_round.get(round_.round_id, ())
        for hour in range(24):
            begins = day_start(on) + hour * _HOUR
            amount = amounts[hour] if amounts else 0
            if amount or round_.opens_at - _HOUR < begins < min(round_.closes_at, now):
                yield SoldBy(_within(begins + _HOUR, round_, now), amount)


def _days(round_: Round, now: datetime) -> Sequence[date]:
    """Of Seoul, from the opening to the close, as far as they have begun."""
    first = seoul_date(round_.opens_at)
    last = min(last_day_before(round_.closes_at), seoul_date(now))
    return [first + n * _DAY for n in range((last - first).days + 1)]


def _within(at: datetime, round_: Round, now: datetime) -> datetime:
    return min(at, max(round_.opens_at, min(round_.closes_at, now)))


def _summed(round_: Round, taken: Sequence[SoldBy]) -> Iterator[SoldBy]:
    """From nothing at the opening on."""
    amount = 0
    yield SoldBy(round_.opens_at, amount)
    for each in taken:
        amount += each.amount
        yield SoldBy(each.at, amount)
