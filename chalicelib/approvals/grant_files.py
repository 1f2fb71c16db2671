"""The file of a bulk grant: reading what a spreadsheet wrote.

`row_key,member_id,mileage,reason`, or `voucher_amount` in the place of `mileage`, as Korean Excel
saves it: UTF-8 with or without its mark, or CP949, with empty columns at the right. Every fault is
named by line and column before anything is kept.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from chalicelib.approvals.grant_faults import REASON_LETTERS_MAX, ROWS_MAX, invalid, problem
from chalicelib.approvals.row_keys import fault_of, fold
from chalicelib.core.amounts import read_amount
from chalicelib.core.codes import read_id
from chalicelib.core.csv_rows import CsvBrokenError, rows_of
from chalicelib.core.text import cleaned, fits, is_shown
from chalicelib.core.values import ID_FORM

COLUMNS = ("row_key", "member_id", "mileage", "reason")
VOUCHER_COLUMNS = ("row_key", "member_id", "voucher_amount", "reason")
RESULT_COLUMNS = ("result", "code", "message", "entry_id")
"""After the file's own."""

_MEMBER_ID = re.compile(f"mem_{ID_FORM}", re.ASCII)
_GROUP = re.compile(r"\d{3}(?: *(?:원|점|won|points?))?", re.IGNORECASE)
"""The second half of an amount, in the place of a reason."""
_UTF8_MARK = b"\xef\xbb\xbf"
_BEYOND_PAIRS = "\u0800"
"""From here on a character of UTF-8 has three bytes or four."""


class GrantRow(Struct, frozen=True):
    """`number` counts the file's rows from 1; `mileage` in points or `voucher_amount` in won; the
    other is 0. `row_key` as it was written."""

    number: int
    row_key: str
    member_id: str
    mileage: int
    reason: str
    voucher_amount: int = 0

    @property
    def amount(self) -> int:
        return self.mileage or self.voucher_amount


class GrantBounds(Struct, frozen=True):
    """In points or won: of a row, of all rows of one person, of all rows; `None` is none."""

    row: int
    person: int | None = None
    file: int | None = None


def decode(content: bytes) -> str:
    """UTF-8, or CP949, whichever its lines are. Raises `CsvInvalidError` for lines that are
    neither, and for those that are not as most are: read as the others they would be other words.
    """
    is_marked = content.startswith(_UTF8_MARK)
    content = content.removeprefix(_UTF8_MARK)
    # No character of either encoding holds a line's end.
    named = {n: _encoding_of(line) for n, line in enumerate(content.splitlines(), 1)}
    unread = [problem(n, "csv", "encoding") for n, found in named.items() if found == "neither"]
    if unread:
        raise invalid(unread)
    counted = Counter(found for found in named.values() if found)
    # Where all lines could be both, an office's file in Korean is likelier than letters of Europe.
    most = "UTF-8" if is_marked else (counted.most_common(1) or [("CP949", 0)])[0][0]
    others = [(n, found) for n, found in named.items() if found not in (None, most)]
    if others:
        raise invalid([problem(n, "csv", "encoding_mixed", encoding=found) for n, found in others])
    return content.decode(most)


def _encoding_of(line: bytes) -> str | None:
    """`None` for what may be either: some Korean letters of CP949 are one of Europe as UTF-8, and
    the rest of the file tells which. As UTF-8 a Korean letter has three bytes."""
    if line.isascii():
        return None
    as_utf8, as_cp949 = _decoded(line, "utf-8"), _decoded(line, "cp949")
    if as_utf8 is None:
        return "neither" if as_cp949 is None else "CP949"
    return "UTF-8" if as_cp949 is None or max(as_utf8) >= _BEYOND_PAIRS else None


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def parse(text: str, bounds: GrantBounds) -> tuple[GrantRow, ...]:
    """The rows, in the file's order. Wholly empty lines are passed over. Raises `CsvInvalidError`
    with every fault that was found."""
    lines = _lines(text)
    _, header = next(lines, (1, []))
    columns = tuple(cleaned(cell).lower() for cell in header)
    if columns not in (COLUMNS, VOUCHER_COLUMNS):
        raise invalid([problem(1, "csv", "header")])
    unit, sums = columns[2], _Sums(bounds)
    rows: list[GrantRow] = []
    problems: list[dict[str, Any]] = []
    line_by_key: dict[str, int] = {}
    for line, cells in lines:
        if not any(cells):
            continue
        found = list(_problems_of(line, cells, line_by_key, unit, bounds.row))
        if not found:
            row_key, member_id, written, reason = cells
            amount = read_amount(written) or 0
            points, won = (amount, 0) if unit == "mileage" else (0, amount)
            row = GrantRow(len(rows) + 1, row_key, read_id("mem", member_id), points, reason, won)
            rows.append(row)
            found = list(sums.problems(line, unit, row))
        problems += found
        if len(rows) > ROWS_MAX:
            raise invalid([problem(line, "csv", "too_many")])
    if problems:
        raise invalid(problems)
    if not rows:
        raise invalid([problem(1, "csv", "empty")])
    return tuple(rows)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record by its line: its cells cleaned but for the first, which is judged as it stands,
    and without the empty ones at the right."""
    if "\x00" in text:
        raise invalid([problem(1 + text[: text.index("\x00")].count("\n"), "csv", "nul")])
    try:
        for line, written in rows_of(text):
            first = [cell if cleaned(cell) else "" for cell in written[:1]]
            cells = [*first, *map(cleaned, written[1:])]
            while len(cells) > len(COLUMNS) and not cells[-1]:
                del cells[-1]
            yield line, cells
    except CsvBrokenError as exc:
        raise invalid([problem(exc.line, "csv", "quotes")]) from exc


def _problems_of(
    line: int, cells: list[str], line_by_key: dict[str, int], unit: str, row_maximum: int
) -> Iterator[dict[str, Any]]:
    if len(cells) != len(COLUMNS):
        yield problem(line, "csv", "cells")
        return
    member_id, written, reason = cells[1:]
    amount = read_amount(written)
    fault, row_key = fault_of(cells[0]), fold(cells[0])
    if fault is not None:
        yield problem(line, "row_key", fault)
    elif row_key in line_by_key:
        yield problem(line, "row_key", "duplicate", other=line_by_key[row_key])
    else:
        line_by_key[row_key] = line
    if not _MEMBER_ID.fullmatch(read_id("mem", member_id)):
        yield problem(line, "member_id", "member_id")
    if not amount:
        yield problem(line, unit, "mileage")
    elif amount > row_maximum:
        yield problem(line, unit, "mileage_maximum", maximum=row_maximum)
    if _GROUP.fullmatch(reason):
        # `4,500` without quotation marks is a cell `4` and a reason `500`.
        yield problem(line, unit, "mileage_comma")
    elif not (reason and is_shown(reason) and fits(reason, REASON_LETTERS_MAX)):
        yield problem(line, "reason", "reason")


class _Sums:
    """What a file gives so far, to whom; each bound is named once, where it is passed."""

    def __init__(self, bounds: GrantBounds) -> None:
        self._bounds = bounds
        self._by_member: dict[str, int] = defaultdict(int)
        self._all = 0

    def problems(self, line: int, unit: str, row: GrantRow) -> Iterator[dict[str, Any]]:
        for code, before, maximum in (
            ("person_maximum", self._by_member[row.member_id], self._bounds.person),
            ("file_maximum", self._all, self._bounds.file),
        ):
            if maximum is not None and before <= maximum < before + row.amount:
                yield problem(line, unit, code, maximum=maximum)
        self._by_member[row.member_id] += row.amount
        self._all += row.amount
