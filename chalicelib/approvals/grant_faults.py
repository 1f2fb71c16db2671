"""What can be wrong with a file of a bulk grant, named by line and column."""

from typing import Any

from chalicelib.approvals.errors import CsvInvalidError
from chalicelib.approvals.row_keys import DIGITS_MAX

ROWS_MAX = 2_000
PROBLEMS_MAX = 50
REASON_LETTERS_MAX = 100

_PROBLEMS = {
    "encoding": (
        "UTF-8이나 CP949(엑셀 CSV)가 아닙니다",
        "is neither UTF-8 nor CP949 (Excel's CSV)",
    ),
    "encoding_mixed": (
        "이 줄은 {encoding}인데 다른 줄은 아닙니다. 파일 전체를 한 형식으로 다시 저장해 주세요",
        "is {encoding} while other lines are not: save the whole file in one encoding",
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
        "1 이상의 정수를 4500이나 4,500처럼 적습니다. 소수점, 빼기표, ‘만’은 쓸 수 없습니다",
        "must be a whole number from 1, as 4500 or 4,500: no decimals, signs or words",
    ),
    "mileage_comma": (
        '쉼표가 든 금액은 큰따옴표로 묶어 주세요. 예: "4,500"',
        'an amount with a comma must be in quotation marks: "4,500"',
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
        f"사유를 {REASON_LETTERS_MAX}자까지, 줄 바꿈 없이 적습니다",
        f"must be a reason of up to {REASON_LETTERS_MAX} letters on one line",
    ),
}


def problem(line: int, column: str, code: str, **values: int | str) -> dict[str, Any]:
    """One fault, in both languages."""
    shown = {n: f"{value:,}" if isinstance(value, int) else value for n, value in values.items()}
    ko, en = (sentence.format_map(shown) for sentence in _PROBLEMS[code])
    return {"line": line, "column": column, "code": code, "ko": ko, "en": en}


def invalid(problems: list[dict[str, Any]]) -> CsvInvalidError:
    """What is answered to a file with these faults; the first is its sentence."""
    first = problems[0]
    return CsvInvalidError(
        param="csv",
        line=first["line"],
        column=first["column"],
        problem=(first["ko"], first["en"]),
        problem_count=len(problems),
        problems=problems[:PROBLEMS_MAX],
    )
