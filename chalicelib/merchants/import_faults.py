"""Why a row of an existing register was not taken, in words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.county.declarations import Words

FAULTS: "Mapping[str, Words]" = {
    "cells": (
        "칸의 수가 머리글과 다릅니다",
        "There are not as many cells as in the heading",
    ),
    "business_number": (
        "사업자등록번호가 열 자리가 아니거나 검증번호가 맞지 않습니다",
        "The business number has not ten digits, or its check digit is wrong",
    ),
    "mangled_number": (
        "엑셀이 번호를 2.1E+09처럼 바꾸었습니다. 칸을 텍스트로 바꾸어 저장하세요",
        "A spreadsheet made the number something like 2.1E+09: save the cell as text",
    ),
    "missing": (
        "꼭 있어야 하는 칸이 비어 있습니다",
        "A cell that must be filled is empty",
    ),
    "text": (
        "글자가 너무 길거나 보이지 않는 글자가 있습니다",
        "A text is too long, or has letters that nobody sees",
    ),
    "opened_on": (
        "개업일을 읽을 수 없습니다",
        "The opening day can't be read",
    ),
    "account": (
        "은행이나 계좌번호를 읽을 수 없습니다",
        "The bank or the account number can't be read",
    ),
    "duplicate": (
        "이 파일의 앞줄에 같은 사업장이 있습니다",
        "A line before it has the same place of business",
    ),
    "trade_barred": (
        "가맹점이 될 수 없는 업종입니다",
        "Shops of this trade can't become merchants",
    ),
    "registration_banned": (
        "등록이 취소되어 다시 등록할 수 없는 기간입니다",
        "Its registration was canceled, and it may not register again yet",
    ),
    "tax_closed": (
        "국세청에 폐업으로 되어 있습니다",
        "The tax office has it as closed",
    ),
    "unregistered": (
        "국세청에 등록되지 않은 번호입니다",
        "The tax office has no such number",
    ),
    "registered_differently": (
        "이미 다른 내용으로 등록되어 있습니다",
        "It is registered already, with other data",
    ),
}


def reason_of(code: str) -> str:
    """In Korean, as the report has it."""
    return FAULTS[code][0] if code in FAULTS else code
