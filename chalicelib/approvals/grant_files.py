"""The file of a bulk grant: reading what a spreadsheet wrote, and writing what became of it.

`row_key,member_id,mileage,reason`, as Korean Excel saves it: UTF-8 with or without its mark, or
CP949. Every fault is named by line and column before anything is kept.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from chalicelib.approvals.errors import CsvInvalidError
from chalicelib.core.values import ID_FORM

COLUMNS = ("row_key", "member_id", "mileage", "reason")
RESULT_COLUMNS = (*COLUMNS, "result", "code", "message", "entry_id")
ROWS_MAX = 2_000
PROBLEMS_MAX = 50
REASON_CHARACTERS_MAX = 100

_ROW_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
_MEMBER_ID = re.compile(f"mem_{ID_FORM}", re.ASCII)
_MILEAGE = re.compile(r"[1-9][0-9]{0,9}", re.ASCII)
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
        "첫 줄은 row_key,member_id,mileage,reason 이어야 합니다",
        "the first line must be row_key,member_id,mileage,reason",
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
        "한 줄에 {maximum}점까지 지급할 수 있습니다",
        "a row may grant up to {maximum} points",
    ),
    "reason": (
        f"사유를 {REASON_CHARACTERS_MAX}자까지, 줄 바꿈 없이 적습니다",
        f"must be a reason of up to {REASON_CHARACTERS_MAX} characters on one line",
    ),
}


@dataclass(frozen=True, slots=True)
class GrantRow:
    """`number` counts the file's rows from 1; `mileage` in points."""

    number: int
    row_key: str
    member_id: str
    mileage: int
    reason: str


def decode(content: bytes) -> str:
    """UTF-8 if it is; else CP949. Raises `CsvInvalidError` if it is neither."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _invalid([_problem(1, "csv", "encoding")])


def parse(text: str, *, mileage_maximum: int) -> tuple[GrantRow, ...]:
    """The rows, in the file's order. Wholly empty lines are passed over. Raises `CsvInvalidError`
    with every fault that was found."""
    lines = _lines(text.removeprefix("\ufeff"))
    _, header = next(lines, (1, []))
    if tuple(cell.strip().lower() for cell in header) != COLUMNS:
        raise _invalid([_problem(1, "csv", "header")])
    rows: list[GrantRow] = []
    problems: list[dict[str, Any]] = []
    line_by_key: dict[str, int] = {}
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        found = list(_problems_of(line, cells, line_by_key, mileage_maximum))
        problems += found
        if not found:
            row_key, member_id, mileage, reason = (cell.strip() for cell in cells)
            rows.append(GrantRow(len(rows) + 1, row_key, member_id, int(mileage), reason))
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
    line: int, cells: list[str], line_by_key: dict[str, int], mileage_maximum: int
) -> Iterator[dict[str, Any]]:
    if len(cells) != len(COLUMNS):
        yield _problem(line, "csv", "cells")
        return
    row_key, member_id, mileage, reason = (cell.strip() for cell in cells)
    if not _ROW_KEY.fullmatch(row_key):
        yield _problem(line, "row_key", "row_key")
    elif row_key in line_by_key:
        yield _problem(line, "row_key", "duplicate", other=line_by_key[row_key])
    else:
        line_by_key[row_key] = line
    if not _MEMBER_ID.fullmatch(member_id):
        yield _problem(line, "member_id", "member_id")
    if not _MILEAGE.fullmatch(mileage):
        yield _problem(line, "mileage", "mileage")
    elif int(mileage) > mileage_maximum:
        yield _problem(line, "mileage", "mileage_maximum", maximum=mileage_maximum)
    if not 1 <= len(reason) <= REASON_CHARACTERS_MAX or not reason.isprintable():
        yield _problem(line, "reason", "reason")


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
