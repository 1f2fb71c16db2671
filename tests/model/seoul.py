"""Seoul's calendar in whole numbers: moments in milliseconds since 1970 in UTC, days since 1970.

The model's own arithmetic, so that a slip in the code's is not repeated here.
"""

SECOND = 1000
HOUR = 3_600 * SECOND
DAY = 24 * HOUR
_AHEAD = 9 * HOUR
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def day_of(moment: int) -> int:
    """The Seoul day of a moment."""
    return (moment + _AHEAD) // DAY


def midnight(day: int) -> int:
    """The moment at which a Seoul day begins."""
    return day * DAY - _AHEAD


def moment(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> int:
    """A time on Seoul's clock as a moment."""
    return midnight(day_number(year, month, day)) + hour * HOUR + minute * 60 * SECOND


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    return 29 if month == 2 and is_leap(year) else _LENGTHS[month - 1]


def _days_before_year(year: int) -> int:
    """Days from year 1 to the beginning of `year`."""
    past = year - 1
    return past * 365 + past // 4 - past // 100 + past // 400


_EPOCH = _days_before_year(1970)


def day_number(year: int, month: int, day: int) -> int:
    months = sum(month_length(year, m) for m in range(1, month))
    return _days_before_year(year) - _EPOCH + months + day - 1


def civil(day: int) -> tuple[int, int, int]:
    """(year, month, day of the month)."""
    year = 1970 + day * 400 // 146_097
    while _days_before_year(year + 1) - _EPOCH <= day:
        year += 1
    while _days_before_year(year) - _EPOCH > day:
        year -= 1
    left = day - (_days_before_year(year) - _EPOCH)
    month = 1
    while left >= month_length(year, month):
        left -= month_length(year, month)
        month += 1
    return year, month, left + 1


def text(day: int) -> str:
    return "{:04d}-{:02d}-{:02d}".format(*civil(day))


def same_month(one: int, other: int) -> bool:
    return civil(one)[:2] == civil(other)[:2]


def same_year(one: int, other: int) -> bool:
    return civil(one)[0] == civil(other)[0]


def months_after(day: int, months: int) -> int:
    """The same day of the month, or that month's last (Civil Act art. 160)."""
    year, month, on = civil(day)
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    return day_number(year, month, min(on, month_length(year, month)))


def last_of_month(day: int) -> int:
    year, month, _ = civil(day)
    return day_number(year, month, month_length(year, month))


def last_of_year(day: int) -> int:
    return day_number(civil(day)[0], 12, 31)
