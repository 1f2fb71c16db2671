"""Interest of the treasury account, as the bank's statement says: one amount a day.

What was confirmed is never changed: a correction is the day's next version, confirmed anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from chalicelib.approvals.approvals import PROPOSAL, SteppedRequest
from chalicelib.core.amounts import is_cut, read_amount
from chalicelib.core.csv_rows import CsvBrokenError, rows_of

ROWS_MAX = 62
"""Of one proposal: all of them come into force in one transaction."""
AMOUNT_MAX = 100_000_000_000
RowState = Literal[
    "new", "corrects", "unchanged", "day_unreadable", "amount_unreadable", "day_twice",
    "day_not_over", "day_before_opening", "too_many", "file_broken",
]  # fmt: skip
"""`new`, `corrects`: may be proposed; `unchanged`: says what is in force already."""
PROPOSABLE: frozenset[RowState] = frozenset({"new", "corrects"})


class InterestRow(Struct, frozen=True):
    """Won that the bank credited on a day; `number` is which version of the day it is, from 1."""

    on: date
    amount: int
    number: int


class Interest(Struct, frozen=True, kw_only=True):
    """A version that two people confirmed."""

    county_id: str
    on: date
    number: int
    amount: int
    proposal_id: str


class InterestProposal(SteppedRequest, frozen=True, kw_only=True):
    proposal_id: str
    rows: tuple[InterestRow, ...]

    @property
    def request_id(self) -> str:
        return self.proposal_id

    @property
    def reason(self) -> str:
        return self.steps[PROPOSAL - 1].reason or ""


class JudgedRow(Struct, frozen=True):
    """A row of a file or of a form: `line` from 1; what could be read of it, and whether it may be
    proposed."""

    line: int
    on: date | None
    amount: int | None
    state: RowState
    before_amount: int | None = None


def newest(versions: Iterable[Interest]) -> dict[date, Interest]:
    """What is in force, by day."""
    found: dict[date, Interest] = {}
    for one in versions:
        if one.on not in found or one.number > found[one.on].number:
            found[one.on] = one
    return found


def read_file(text: str) -> list[tuple[int, date | None, int | None]]:
    """(line, day, amount) of each record with a cell; a head is left out. Raises
    `CsvBrokenError`."""
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    found: list[tuple[int, date | None, int | None]] = []
    for line, cells in rows_of(text, delimiter, skips_spaces=True):
        words = [cell.strip() for cell in cells]
        if not any(words):
            continue
        on, amount = _day(words[0]), _amount(words[1:])
        if not found and on is None and amount is None:
            continue
        found.append((line, on, amount))
    return found


def _amount(cells: list[str]) -> int | None:
    """Of the first cell; `None` also where the next may be the rest of it."""
    if not cells or (len(cells) > 1 and is_cut(cells[0], cells[1])):
        return None
    return read_amount(cells[0])


def _day(text: str) -> date | None:
    """`2026-11-02`, `2026.11.2.` or `2026/11/02`, as banks write it."""
    parts = text.rstrip(".").replace(".", "-").replace("/", "-").replace(" ", "").split("-")
    if not all(part.isdecimal() for part in parts):
        return None
    try:
        year, month, day = map(int, parts)
        return date(year, month, day) if year > 999 else None
    except (ValueError, OverflowError):
        # The latter of a number that no calendar has, as an account's is.
        return None


def judge_file(
    text: str, known: Mapping[date, Interest], *, opened_on: date, today: date
) -> list[JudgedRow]:
    """Every row with what becomes of it."""
    try:
        rows = read_file(text)
    except CsvBrokenError as broken:
        return [JudgedRow(broken.line, None, None, "file_broken")]
    return judge(rows, known, opened_on=opened_on, today=today)


def judge(
    rows: Sequence[tuple[int, date | None, int | None]],
    known: Mapping[date, Interest],
    *,
    opened_on: date,
    today: date,
) -> list[JudgedRow]:
    """`known`: what is in force. A day that is not over has no statement yet."""
    seen: set[date] = set()
    found = []
    for count, (line, on, amount) in enumerate(rows, 1):
        state: RowState
        before = known.get(on) if on else None
        if count > ROWS_MAX:
            state = "too_many"
        elif on is None:
            state = "day_unreadable"
        elif amount is None or not 0 <= amount <= AMOUNT_MAX:
            state = "amount_unreadable"
        elif on in seen:
            state = "day_twice"
        elif on >= today:
            state = "day_not_over"
        elif on < opened_on:
            state = "day_before_opening"
        elif before is None:
            state = "new"
        else:
            state = "unchanged" if before.amount == amount else "corrects"
        if on is not None:
            seen.add(on)
        found.append(JudgedRow(line, on, amount, state, before.amount if before else None))
    return found
