"""Row keys of bulk grants: each is one grant of the county for ever, so a spreadsheet may not
change it by opening and saving a file. What one reads as a number, a date or a formula is refused.
"""

import re
from typing import Literal

RowKeyFault = Literal[
    "row_key", "row_key_spaces", "row_key_formula", "row_key_zeros", "row_key_digits",
    "row_key_exponent", "row_key_date",
]  # fmt: skip

DIGITS_MAX = 11
"""Of a key of digits alone: a longer number is saved as 1.23E+11, and one of 16 loses digits."""

_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
_FORMULA = tuple("=+-@＝＋－＠'")
_EXPONENT = re.compile(r"[0-9]+\.?[0-9]*E[+-]?[0-9]+", re.ASCII | re.IGNORECASE)
_ZEROS = re.compile(r"0[0-9]+", re.ASCII)
_DIGITS = re.compile(r"[0-9]+", re.ASCII)
# Dates, and numbers with a point: no letter, and something between the digits.
_DATE = re.compile(r"[0-9]+(?:[-./:][0-9]*)+", re.ASCII)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NAMED_DATE = re.compile(
    rf"{_MONTH}[-./]?[0-9]{{1,4}}|[0-9]{{1,4}}[-./]?{_MONTH}(?:[-./]?[0-9]{{1,4}})?",
    re.ASCII | re.IGNORECASE,
)


def fold(row_key: str) -> str:
    """By which keys are compared: case makes no other row of it."""
    return row_key.lower()


def fault_of(cell: str) -> RowKeyFault | None:
    """What is wrong with a cell as it stands in the file."""
    if cell != cell.strip() and cell.strip():
        return "row_key_spaces"
    if len(cell) > 1 and cell.startswith(_FORMULA):
        return "row_key_formula"
    if _DATE.fullmatch(cell) or _NAMED_DATE.fullmatch(cell):
        return "row_key_date"
    if not _FORM.fullmatch(cell):
        return "row_key"
    if _EXPONENT.fullmatch(cell):
        return "row_key_exponent"
    if _ZEROS.fullmatch(cell):
        return "row_key_zeros"
    if _DIGITS.fullmatch(cell) and len(cell) > DIGITS_MAX:
        return "row_key_digits"
    return None
