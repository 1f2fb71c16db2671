"""Amounts as people write them in files and forms: read strictly, never as another number.

The JSON of the API takes integers alone. The pages read as this does: `common/money.js`.
"""

import re

from chalicelib.core.text import cleaned

DIGITS_MAX = 8
"""Of an amount that a person pays, is given or corrects."""

NARROW = {0xFF01 + i: chr(0x21 + i) for i in range(94)} | {0xFFE6: "₩"}
"""Wide signs, as a Korean keyboard types them. Not NFKC, for which "10²" is 102."""
_AMOUNT = re.compile(
    r"(?:₩ *)?(0|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4}|[1-9][0-9]{0,14})"
    r"(?: *(?:원|점|won|points?))?",
    re.ASCII | re.IGNORECASE,
)


_FIRST_GROUP, _NEXT_GROUP = re.compile(r"[0-9]{1,3}"), re.compile(r"[0-9]{3}(?: *(?:원|won))?")


def is_cut(cell: str, following: str) -> bool:
    """Whether both may be one amount, `1` and `200` of `1,200` that no quotation marks hold
    together: nobody can tell it from two."""
    first, rest = (cleaned(text).translate(NARROW) for text in (cell, following))
    return bool(_FIRST_GROUP.fullmatch(first) and _NEXT_GROUP.fullmatch(rest))


def read_amount(text: str) -> int | None:
    """`4,500`, `4500원`, `₩4,500` and `４５００` are 4500; anything else is no amount."""
    match = _AMOUNT.fullmatch(cleaned(text).translate(NARROW))
    return int(match[1].replace(",", "")) if match else None
