"""The files of a draw: who entered, who is excluded, who has withdrawn.

One column is needed, `handle` (of the platform where people commented) or `member_id`; in a file of
those excluded `reason` too: `staff`, `household` or `other`. What else a platform's export holds is
passed over and kept nowhere.
"""

import re
from collections.abc import Iterator
from typing import Any

from chalicelib.approvals.grant_faults import invalid
from chalicelib.core.codes import read_id
from chalicelib.core.csv_rows import CsvBrokenError, rows_of
from chalicelib.core.text import cleaned, fits, in_form, is_shown
from chalicelib.core.values import ID_FORM
from chalicelib.draws.entrants import ENTRANTS_MAX, Row, UploadKind

HANDLE_LETTERS_MAX = 60

_MEMBER_ID = re.compile(f"mem_{ID_FORM}", re.ASCII)
_COLUMNS = {
    "handle": "handle", "아이디": "handle", "닉네임": "handle", "계정": "handle",
    "member_id": "member_id", "회원번호": "member_id", "회원 번호": "member_id",
    "reason": "reason", "사유": "reason", "까닭": "reason",
}  # fmt: skip
_REASONS = {
    "staff": "staff", "직원": "staff", "담당자": "staff",
    "household": "household", "가구": "household", "가족": "household",
    "other": "other", "기타": "other",
}  # fmt: skip
_PROBLEMS = {
    "nul": ("읽을 수 없는 글자(NUL)가 있습니다", "holds a NUL character"),
    "quotes": ('따옴표(")가 맞지 않습니다', "has unbalanced quotation marks"),
    "header": (
        "첫 줄에 handle(아이디)이나 member_id(회원 번호) 가운데 하나가 있어야 합니다",
        "the first line must name one of the columns handle and member_id",
    ),
    "header_reason": (
        "제외 명단의 첫 줄에는 reason(사유)도 있어야 합니다",
        "a list of those excluded needs the column reason too",
    ),
    "empty": ("응모자가 한 줄도 없습니다", "there is no entrant"),
    "too_many": (
        f"한 파일에 {ENTRANTS_MAX:,}줄까지 올릴 수 있습니다",
        f"a file may have {ENTRANTS_MAX:,} rows",
    ),
    "handle": (
        f"아이디는 {HANDLE_LETTERS_MAX}자까지, 한 줄로 적습니다",
        f"a handle has up to {HANDLE_LETTERS_MAX} letters on one line",
    ),
    "member_id": (
        "회원 번호는 mem_ 뒤에 영문 대문자와 숫자 16자입니다",
        "a member id is mem_ and 16 capitals and digits",
    ),
    "reason": (
        "사유는 staff(직원), household(가구), other(기타) 가운데 하나입니다",
        "the reason is staff, household or other",
    ),
}


def parse(text: str, kind: UploadKind) -> tuple[Row, ...]:
    """The rows, in the file's order, numbered from 1. Raises `CsvInvalidError` with every fault."""
    lines = _lines(text)
    place_of = _places(next(lines, (1, []))[1], kind)
    rows: list[Row] = []
    problems: list[dict[str, Any]] = []
    for line, cells in lines:
        if not any(cells):
            continue
        row, problem = _read(line, cells, place_of, kind, len(rows) + 1)
        if problem:
            problems.append(problem)
        elif row:
            rows.append(row)
        if len(rows) > ENTRANTS_MAX:
            raise invalid([_problem(line, "csv", "too_many")])
    if problems:
        raise invalid(problems)
    if not rows and kind == "entrants":
        raise invalid([_problem(1, "csv", "empty")])
    return tuple(rows)


def account_of(column: str, cell: str) -> str | None:
    """`handle/…` as handles are compared, or `member/…`; `None` for what is neither."""
    if column == "member_id":
        member_id = read_id("mem", cell)
        return f"member/{member_id}" if _MEMBER_ID.fullmatch(member_id) else None
    handle = cleaned(in_form("NFKC", cell)).removeprefix("@").casefold()
    if not handle or not is_shown(handle) or not fits(handle, HANDLE_LETTERS_MAX):
        return None
    return f"handle/{handle}"


def _places(header: list[str], kind: UploadKind) -> dict[str, int]:
    """By column, where it stands."""
    named = [_COLUMNS.get(cell.lower()) for cell in header]
    found = {name: place for place, name in enumerate(named) if name}
    accounts = [name for name in named if name in ("handle", "member_id")]
    if len(accounts) != 1:
        raise invalid([_problem(1, "csv", "header")])
    if kind == "excluded" and "reason" not in found:
        raise invalid([_problem(1, "csv", "header_reason")])
    return found


def _read(
    line: int, cells: list[str], place_of: dict[str, int], kind: UploadKind, number: int
) -> tuple[Row | None, dict[str, Any] | None]:
    column = "handle" if "handle" in place_of else "member_id"
    account = account_of(column, _cell(cells, place_of[column]))
    if account is None:
        return None, _problem(line, column, column)
    if kind != "excluded":
        return Row(number, account), None
    reason = _REASONS.get(_cell(cells, place_of["reason"]).lower())
    if reason is None:
        return None, _problem(line, "reason", "reason")
    return Row(number, account, reason), None  # type: ignore[arg-type]


def _cell(cells: list[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record by its line, its cells cleaned."""
    if "\x00" in text:
        raise invalid([_problem(1 + text[: text.index("\x00")].count("\n"), "csv", "nul")])
    try:
        for line, cells in rows_of(text):
            yield line, [cleaned(cell) for cell in cells]
    except CsvBrokenError as exc:
        raise invalid([_problem(exc.line, "csv", "quotes")]) from exc


def _problem(line: int, column: str, code: str) -> dict[str, Any]:
    ko, en = _PROBLEMS[code]
    return {"line": line, "column": column, "code": code, "ko": ko, "en": en}
