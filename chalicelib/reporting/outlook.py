"""When a sale round will be sold out, or what it will leave, at the pace at which it sold so far.

An officer must be able to follow the sum: it is what is left over what was sold in a stretch of
time. The last seven days give the forecast; the quickest and the slowest of these, of the last day
and of all days since the opening give its range. A pay day or a festival to come is not seen.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from msgspec import Struct

from chalicelib.sales.rounds import RoundAvailability

LEAST = timedelta(minutes=10)
"""After the opening: before that a pace says nothing."""
WEEK, DAY = timedelta(days=7), timedelta(days=1)


class SoldBy(Struct, frozen=True):
    """Won of face value that had left the budget by then, less what came back to it."""

    at: datetime
    amount: int


class _Pace(NamedTuple):
    sold: int
    within: timedelta


class Outlook(Struct, frozen=True, kw_only=True):
    """`sold_out_at`, at the soonest and at the latest; `None` where it is not before the close.
    What is left then, in won, and its least and most."""

    sold_out_at: datetime | None
    soonest_at: datetime | None
    latest_at: datetime | None
    unsold: int
    unsold_least: int
    unsold_most: int


def outlook(
    seen: RoundAvailability, points: Sequence[SoldBy], now: datetime, *, is_whole: bool
) -> Outlook | None:
    """`points`: sold by when, from the opening on; unless they are the `is_whole` of it, only what
    is sold now counts. `None` of a round that is not open, sells by lot, or has sold nothing yet:
    there is nothing to tell."""
    round_ = seen.round
    age = now - round_.opens_at
    if seen.state != "open" or round_.lottery is not None or age < LEAST or seen.sold <= 0:
        return None
    ever = _Pace(seen.sold, age)
    paces = [ever]
    if is_whole:
        paces += [
            _Pace(max(seen.sold - _by(points, now - span), 0), span)
            for span in (WEEK, DAY)
            if age > span
        ]
    middle = paces[1] if is_whole and age > WEEK else ever
    quick = max(paces, key=_rate)
    slow = min(paces, key=_rate)
    return Outlook(
        sold_out_at=_ends(seen, middle, now),
        soonest_at=_ends(seen, quick, now),
        latest_at=_ends(seen, slow, now),
        unsold=_rest(seen, middle, now),
        unsold_least=_rest(seen, quick, now),
        unsold_most=_rest(seen, slow, now),
    )


def _by(points: Sequence[SoldBy], at: datetime) -> int:
    """Sold by then: between two points evenly."""
    before = after = None
    for point in points:
        if point.at <= at:
            before = point
        elif after is None:
            after = point
    if before is None:
        return 0
    if after is None:
        return before.amount
    share = (at - before.at) / (after.at - before.at)
    return before.amount + int((after.amount - before.amount) * share)


def _rate(pace: _Pace) -> float:
    return pace.sold / pace.within.total_seconds()


def _ends(seen: RoundAvailability, pace: _Pace, now: datetime) -> datetime | None:
    if not pace.sold:
        return None
    seconds = seen.left * int(pace.within.total_seconds()) // pace.sold
    left = seen.round.closes_at - now
    return now + timedelta(seconds=seconds) if seconds < left.total_seconds() else None


def _rest(seen: RoundAvailability, pace: _Pace, now: datetime) -> int:
    seconds = int((seen.round.closes_at - now).total_seconds())
    more = pace.sold * seconds // int(pace.within.total_seconds())
    return max(seen.left - more, 0)
