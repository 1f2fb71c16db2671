"""Serial numbers of notes: two letters of the series, eight digits and a check digit.

The digit is Damm's (H. M. Damm, 2004), over the letters' places in the alphabet and the number: it
tells every single wrong digit, and every two that were swapped.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from chalicelib.core.text import in_form
from chalicelib.paper.errors import NotesRepeatedError, SerialInvalidError, TooManyNotesError

NUMBER_MAX = 99_999_999
SERIES_FORM = "[A-Z]{2}"
_FORM = re.compile(rf"({SERIES_FORM})([0-9]{{8}})([0-9])")
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


class Serial(NamedTuple):
    series: str
    number: int

    @property
    def text(self) -> str:
        """As it is printed."""
        return f"{self.series}{self.number:08d}{check_digit(self.series, self.number)}"


class NoteRange(NamedTuple):
    """Notes of one series whose numbers follow one another; both ends belong to it."""

    series: str
    first: int
    last: int

    @property
    def size(self) -> int:
        return self.last - self.first + 1

    @property
    def texts(self) -> tuple[str, str]:
        return Serial(self.series, self.first).text, Serial(self.series, self.last).text

    def serials(self) -> Iterator[Serial]:
        return (Serial(self.series, number) for number in range(self.first, self.last + 1))


def check_digit(series: str, number: int) -> int:
    places = "".join(f"{ord(letter) - ord('A') + 1:02d}" for letter in series)
    interim = 0
    for digit in f"{places}{number:08d}":
        interim = int(_DAMM[interim][int(digit)])
    return interim


def read_serial(text: str, *, param: str = "notes") -> Serial:
    """However it was scanned or typed: case, width, spaces and hyphens make no difference. Raises
    `SerialInvalidError`."""
    typed = in_form("NFKC", text).upper()
    found = _FORM.fullmatch(re.sub(r"[\s-]", "", typed))
    if found is None or check_digit(found[1], int(found[2])) != int(found[3]):
        raise SerialInvalidError(param=param, serial=text[:20])
    return Serial(found[1], int(found[2]))


def read_range(first: str, last: str | None = None) -> NoteRange:
    """From one note to another of the same series, or that one alone. Raises
    `SerialInvalidError`."""
    begin = read_serial(first)
    end = begin if last is None else read_serial(last)
    if end.series != begin.series or end.number < begin.number:
        raise SerialInvalidError(param="notes", serial=(last or first)[:20])
    return NoteRange(begin.series, begin.number, end.number)


def check_apart(ranges: Iterable[NoteRange], *, most: int) -> tuple[NoteRange, ...]:
    """In the order of their numbers, none of them twice, `most` notes together. Raises
    `NotesRepeatedError`, `TooManyNotesError`."""
    ordered = tuple(sorted(ranges))
    for before, after in pairwise(ordered):
        if before.series == after.series and after.first <= before.last:
            serial = Serial(after.series, after.first).text
            raise NotesRepeatedError(param="notes", serial=serial)
    if sum(each.size for each in ordered) > most:
        raise TooManyNotesError(param="notes", limit=most)
    return ordered
