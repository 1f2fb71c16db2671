"""The file of a bulk grant: reading what a spreadsheet wrote, and writing what became of it.

`row_key,member_id,mileage,reason`, or `voucher_amount` in the place of `mileage`, as Korean Excel
saves it: UTF-8 with or without its mark, or CP949. Every fault is named by line and column before
anything is kept.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from chalicelib.approvals.errors import CsvInvalidError
from chalicelib.approvals.row_keys import DIGITS_MAX, fault_of, fold
from chalicelib.core.values import ID_FORM

COLUMNS = ("row_key", "member_id", "mileage", "reason")
VOUCHER_COLUMNS = ("row_key", "member_id", "voucher_amount", "reason")
RESULT_COLUMNS = ("result", "code", "message", "entry_id")
"""After the file's own."""
ROWS_MAX = 2_000
PROBLEMS_MAX = 50
REASON_CHARACTERS_MAX = 100

_MEMBER_ID = re.compile(f"mem_{ID_FORM}", re.ASCII)
_AMOUNT = re.compile(r"[1-9][0-9]{0,9}", re.ASCII)
# Spreadsheets of East Asia take the wide signs for the narrow ones.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")

_PROBLEMS = {
    "encoding": (
        "UTF-8이나 CP949(엑셀 CSV)가 아닙니다",
        "is neither UTF-8 nor CP949 (Excel's CSV)",
    ),
    "nul": ("읽을 수 없는 글자(NUL)가 있습니다", "holds a NUL character"),
    "quotes": ('따옴표(")가 맞지 않습니다', "has unbalanced quotation marks"),
    "header": (
        "첫 줄은 row_key,member_id,mileage,reason 이어야 합니다"
        "(상품권은 mileage 대신 voucher_amount)",
        "the first line must be row_key,member_id,mileage,reason (voucher_amount for vouchers)",
    ),
    "empty": ("지급할 줄이 없습니다", "there is no row to grant"),
    "too_many": (
        f"한 파일에 {ROWS_MAX:,}줄까지 올릴 수 있습니다",
        f"a file may have {ROWS_MAX:,} rows",
    ),
    "cells": ("칸이 네 개여야 합니다", "must have four cells"),
    "row_key": (
        "영문자나 숫자로 시작하고 영문자, 숫자, 점, 밑줄, 붙임표로 64자까지 적습니다",
        "letters, digits, dot, underscore and hyphen, up to 64, a letter or digit first",
    ),
    "row_key_spaces": (
        "앞이나 뒤에 빈칸이 있습니다. 빈칸을 지워 주세요",
        "has a space before or after it: please remove it",
    ),
    "row_key_formula": (
        "=, +, -, @, '로 시작하면 엑셀이 수식으로 바꿉니다. 영문자로 시작해 주세요",
        "begins with =, +, -, @ or ', which a spreadsheet takes for a formula: begin with a letter",
    ),
    "row_key_zeros": (
        "앞의 0은 엑셀에서 지워집니다. 영문자를 앞에 붙여 주세요(보기: A00684)",
        "a spreadsheet removes leading zeros: put a letter first (as in A00684)",
    ),
    "row_key_digits": (
        f"숫자만 쓸 때는 {DIGITS_MAX}자리까지입니다. 더 길면 엑셀이 숫자를 바꿉니다",
        f"digits alone may be {DIGITS_MAX} at most: a spreadsheet changes longer numbers",
    ),
    "row_key_exponent": (
        "12E3 같은 모양은 엑셀이 큰 수로 바꿉니다. 영문자로 시작해 주세요",
        "a spreadsheet takes 12E3 for a large number: begin with a letter",
    ),
    "row_key_date": (
        "엑셀이 날짜나 소수로 바꾸는 모양입니다. 다른 영문자를 앞에 붙여 주세요(보기: A1-2)",
        "a spreadsheet takes it for a date or a fraction: put a letter first (as in A1-2)",
    ),
    "duplicate": (
        "{other}번째 줄과 row_key가 같습니다",
        "has the same row_key as line {other}",
    ),
    "member_id": (
        "회원 번호는 mem_ 뒤에 영문 대문자와 숫자 16자입니다",
        "a member id is mem_ and 16 capitals and digits",
    ),
    "mileage": (
        "1 이상의 정수를 쉼표 없이 숫자로만 적습니다",
        "must be a whole number from 1, in digits alone",
    ),
    "mileage_maximum": (
        "한 줄에 {maximum}까지 지급할 수 있습니다",
        "a row may grant up to {maximum}",
    ),
    "person_maximum": (
        "한 파일에서 한 사람에게 모두 {maximum}까지 지급할 수 있습니다",
        "a file may grant one person {maximum} in all",
    ),
    "file_maximum": (
        "한 파일로 모두 {maximum}까지 지급할 수 있습니다",
        "a file may grant {maximum} in all",
    ),
    "reason": (
        f"사유를 {REASON_CHARACTERS_MAX}자까지, 줄 바꿈 없이 적습니다",
        f"must be a reason of up to {REASON_CHARACTERS_MAX} characters on one line",
    ),
}


@dataclass(frozen=True, slots=True)
class GrantRow:
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


@dataclass(frozen=True, slots=True)
class GrantBounds:
    """In points or won: of a row, of all rows of one person, of all rows; `None` is none."""

    row: int
    person: int | None = None
    file: int | None = None


def decode(content: bytes) -> str:
    """UTF-8 if it is; else CP949. Raises `CsvInvalidError` if it is neither."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _invalid([_problem(1, "csv", "encoding")])


def parse(text: str, bounds: GrantBounds) -> tuple[GrantRow, ...]:
    """The rows, in the file's order. Wholly empty lines are passed over. Raises `CsvInvalidError`
    with every fault that was found."""
    lines = _lines(text.removeprefix("\ufeff"))
    _, header = next(lines, (1, []))
    columns = tuple(cell.strip().lower() for cell in header)
    if columns not in (COLUMNS, VOUCHER_COLUMNS):
        raise _invalid([_problem(1, "csv", "header")])
    unit, sums = columns[2], _Sums(bounds)
    rows: list[GrantRow] = []
    problems: list[dict[str, Any]] = []
    line_by_key: dict[str, int] = {}
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        found = list(_problems_of(line, cells, line_by_key, unit, bounds.row))
        if not found:
            row_key, member_id, amount, reason = (cell.strip() for cell in cells)
            points, won = (int(amount), 0) if unit == "mileage" else (0, int(amount))
            row = GrantRow(len(rows) + 1, row_key, member_id, points, reason, won)
            rows.append(row)
            found = list(sums.problems(line, unit, row))
        problems += found
        if len(rows) > ROWS_MAX:
            raise _invalid([_problem(line, "csv", "too_many")])
    if problems:
        raise _invalid(problems)
    if not rows:
        raise _invalid([_problem(1, "csv", "empty")])
    return tuple(rows)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of the line on which it begins."""
    if "\x00" in text:
        raise _invalid([_problem(1 + text[: text.index("\x00")].count("\n"), "csv", "nul")])
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        begins_at = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as exc:
            raise _invalid([_problem(begins_at, "csv", "quotes")]) from exc
        yield begins_at, cells


def _problems_of(
    line: int, cells: list[str], line_by_key: dict[str, int], unit: str, row_maximum: int
) -> Iterator[dict[str, Any]]:
    if len(cells) != len(COLUMNS):
        yield _problem(line, "csv", "cells")
        return
    member_id, amount, reason = (cell.strip() for cell in cells[1:])
    fault, row_key = fault_of(cells[0]), fold(cells[0])
    if fault is not None:
        yield _problem(line, "row_key", fault)
    elif row_key in line_by_key:
        yield _problem(line, "row_key", "duplicate", other=line_by_key[row_key])
    else:
        line_by_key[row_key] = line
    if not _MEMBER_ID.fullmatch(member_id):
        yield _problem(line, "member_id", "member_id")
    if not _AMOUNT.fullmatch(amount):
        yield _problem(line, unit, "mileage")
    elif int(amount) > row_maximum:
        yield _problem(line, unit, "mileage_maximum", maximum=row_maximum)
    if not 1 <= len(reason) <= REASON_CHARACTERS_MAX or not reason.isprintable():
        yield _problem(line, "reason", "reason")


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
                yield _problem(line, unit, code, maximum=maximum)
        self._by_member[row.member_id] += row.amount
        self._all += row.amount


def _problem(line: int, column: str, code: str, **values: int) -> dict[str, Any]:
    shown = {name: f"{value:,}" for name, value in values.items()}
    ko, en = (sentence.format_map(shown) for sentence in _PROBLEMS[code])
    return {"line": line, "column": column, "code": code, "ko": ko, "en": en}


def _invalid(problems: list[dict[str, Any]]) -> CsvInvalidError:
    first = problems[0]
    return CsvInvalidError(
        param="csv",
        line=first["line"],
        column=first["column"],
        problem=(first["ko"], first["en"]),
        problem_count=len(problems),
        problems=problems[:PROBLEMS_MAX],
    )


def write_csv(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """For Excel: UTF-8 with its mark, and no cell that a spreadsheet would run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_harmless(str(cell)) for cell in row])
    return "\ufeff" + out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
