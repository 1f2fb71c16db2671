"""Who may buy first: by age, or by the weekday of one's birth year's last digit.

So that a round's first morning is not everybody's at once, and those who are slower with a phone
get their day. After a turn's `until` everybody may buy.
"""

from datetime import date, datetime

from msgspec import Struct

from chalicelib.core.values import age_on, seoul_date
from chalicelib.sales.errors import NotYourTurnError

AGE_MAX = 150
_DIGITS_BY_WEEKDAY = ((1, 6), (2, 7), (3, 8), (4, 9), (5, 0))
"""Monday to Friday, as masks were sold in 2020 and grants applied for since; at weekends all."""


class Turn(Struct, frozen=True, kw_only=True):
    """Until `until`, only those of these ages (years completed, both included), and with
    `by_weekday` only on the weekday of the last digit of their year of birth."""

    until: datetime
    by_weekday: bool = False
    age_from: int | None = None
    age_to: int | None = None

    def admits(self, birth_on: date, now: datetime) -> bool:
        if now >= self.until:
            return True
        today = seoul_date(now)
        age = age_on(birth_on, today)
        if not (self.age_from or 0) <= age <= (AGE_MAX if self.age_to is None else self.age_to):
            return False
        weekday = today.weekday()
        is_free = not self.by_weekday or weekday >= len(_DIGITS_BY_WEEKDAY)
        return is_free or birth_on.year % 10 in _DIGITS_BY_WEEKDAY[weekday]


def check_turn(turns: tuple[Turn, ...], birth_on: date, now: datetime) -> None:
    """Raises `NotYourTurnError`, with when everybody may buy."""
    closed = [turn.until for turn in turns if not turn.admits(birth_on, now)]
    if closed:
        raise NotYourTurnError(resets_at=max(closed))
