"""Ids, times in Seoul, and what a business's taxes are called."""

import secrets
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Literal

SEOUL = timezone(timedelta(hours=9), "KST")
"""Korea has had no daylight saving since 1988, so a fixed offset needs no time zone data."""

AMOUNT_MAX = 1_000_000_000
"""No single amount in won or points is larger."""

TaxClass = Literal["general", "simplified", "exempt", "untaxed"]
"""How a business pays value added tax, as the tax office tells it."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_DIGIT_BY_CHARACTER = {c: i for i, c in enumerate(_CROCKFORD)}
ID_CHARACTERS = 16
ID_FORM = f"[0-9A-HJKMNP-TV-Z]{{{ID_CHARACTERS}}}"
"""What stands after the prefix of an id, as a regular expression."""


def to_base32(number: int, *, characters: int) -> str:
    """Crockford base32, most significant first, exactly `characters` long."""
    return "".join(_CROCKFORD[(number >> 5 * i) & 31] for i in reversed(range(characters)))


def from_base32(text: str) -> int:
    """The reverse of `to_base32`; `ValueError` for a character outside the alphabet."""
    number = 0
    try:
        for character in text:
            number = number << 5 | _DIGIT_BY_CHARACTER[character]
    except KeyError as exc:
        raise ValueError(f"not base32: {text!r}") from exc
    return number


def new_id(prefix: str, now: datetime) -> str:
    """`prefix_` and 16 characters: 48 bits of time in milliseconds, 32 random bits.

    Such ids sort by time, and `id_time` reads the time back.
    """
    return id_of(prefix, now, secrets.randbits(32))


def least_id(prefix: str, moment: datetime) -> str:
    """No id made before `moment` sorts after it, and none made then or later before it."""
    return id_of(prefix, moment, 0)


def id_of(prefix: str, moment: datetime, low: int) -> str:
    """The id of a moment whose 32 low bits are given, not drawn."""
    # In whole numbers: a float may fall just below the millisecond, and an entry would not be found
    # by the time that its id tells.
    milliseconds = (moment - _EPOCH) // timedelta(milliseconds=1)
    return f"{prefix}_{to_base32(milliseconds << 32 | low, characters=ID_CHARACTERS)}"


def sibling_id(prefix: str, of: str) -> str:
    """The same id under another prefix: `ent_X` → `vch_X`. Makes related ids derivable."""
    return f"{prefix}_{of.rpartition('_')[2]}"


def id_time(identifier: str) -> datetime:
    """When an id was made; `ValueError` if it is not one of ours."""
    body = identifier.rpartition("_")[2]
    if len(body) != ID_CHARACTERS:
        raise ValueError(f"not an id: {identifier!r}")
    try:
        return _EPOCH + timedelta(milliseconds=from_base32(body) >> 32)
    except OverflowError as exc:
        raise ValueError(f"not an id: {identifier!r}") from exc


def format_time(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds: `2026-11-22T03:04:05.678Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_time(text: str) -> datetime:
    """The reverse of `format_time`."""
    return datetime.fromisoformat(text)


def to_milliseconds(moment: datetime) -> datetime:
    """Cut to what is stored, so that a value equals itself after a round trip."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def seoul_date(moment: datetime) -> date:
    """The business day of a moment."""
    return moment.astimezone(SEOUL).date()


def seoul_seconds(moment: datetime) -> int:
    """Seconds on Seoul's clock since 1970, so that whole days divide at Seoul's midnight."""
    return int((moment.astimezone(SEOUL).replace(tzinfo=UTC)).timestamp())


def day_start(day: date) -> datetime:
    """00:00 in Seoul of `day`, as a moment in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=SEOUL).astimezone(UTC)


def last_day_before(moment: datetime) -> date:
    """The last business day of what ends at a moment that is not inside any more: of what closes at
    midnight, the day that is over then."""
    return seoul_date(moment - timedelta(milliseconds=1))


def age_on(birth_on: date, day: date) -> int:
    """Years completed; below zero before the birth."""
    had_birthday = (day.month, day.day) >= (birth_on.month, birth_on.day)
    return day.year - birth_on.year - (not had_birthday)


def add_months(day: date, months: int) -> date:
    """The corresponding day, or the month's last one where there is none (Civil Act art. 160)."""
    month_index = day.year * 12 + day.month - 1 + months
    year, month = divmod(month_index, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
