"""Flat lists in DynamoDB's JSON, cut into their values without a dictionary for each.

A wallet's memory and its lots are most of what a stored entry says: dozens of `{"N":"5"}`. Here
each is the text `N":"5`, its type and its value, as it stands between the braces; what it means is
worked out once and remembered, as entries mostly repeat what the one before said.

A text is cut only if it is written without spaces and escapes, as DynamoDB does, and if the number
of quotation marks shows that nothing else stands between; any other is decoded in full, and gives
the same or is refused.
"""

from functools import lru_cache

import msgspec
from msgspec import Raw

from infra.verifier.typed_values import StrangeFormError, content, text, whole_number

Cell = str
"""Type and value: `N":"5`, `B":"AAE="`, without the last quotation mark."""

_BETWEEN = '"},{"'
_BETWEEN_LINES = '"}]},{"L":[{"'
_NUMBER, _BINARY, _TEXT = 'N":"', 'B":"', 'S":"'
_decode = msgspec.json.Decoder().decode


def cells_of(typed: Raw | bytes) -> list[Cell]:
    """Of `{"L":[{"N":"5"},{"B":"AAE="}]}`. Raises `StrangeFormError`, or whatever a value of a
    wrong type gives."""
    whole = str(typed, "utf-8")
    cells = whole[8:-4].split(_BETWEEN)
    if whole[:8] == '{"L":[{"' and whole[-4:] == '"}]}' and _is_cut(whole, len(cells), 1):
        return cells
    return _cells(_values(_decode(typed)))


def lines_of(typed: Raw | bytes) -> list[list[Cell]]:
    """Of a list of such lists."""
    return _lines_of(bytes(typed))


@lru_cache(maxsize=4_096)
def _lines_of(typed: bytes) -> list[list[Cell]]:
    """Small sums are moved again and again. Nobody may change them."""
    whole = str(typed, "utf-8")
    lines = [line.split(_BETWEEN) for line in whole[14:-6].split(_BETWEEN_LINES)]
    if (
        whole[:14] == '{"L":[{"L":[{"'
        and whole[-6:] == '"}]}]}'
        and _is_cut(whole, sum(map(len, lines)), 1 + len(lines))
    ):
        return lines
    return [_cells(_values(line)) for line in _values(_decode(typed))]


def _is_cut(whole: str, cell_count: int, list_count: int) -> bool:
    """Whether all between the cuts are one type and one value. A list has two quotation marks of
    its own, each cell four, and fewer than four are no object."""
    return (
        whole.count('"') == 4 * cell_count + 2 * list_count
        and whole.count('":"') == cell_count
        and "\\" not in whole
    )


def _values(typed: object) -> list[object]:
    if not isinstance(typed, dict) or typed.keys() != {"L"} or type(typed["L"]) is not list:
        raise StrangeFormError("another type where a list is named")
    return typed["L"]


def _cells(values: list[object]) -> list[Cell]:
    cells = []
    for typed in values:
        if not isinstance(typed, dict) or len(typed) != 1:
            raise StrangeFormError("a value of two types, or none")
        ((tag, value),) = typed.items()
        if tag not in ("N", "B", "S"):
            raise StrangeFormError(f"a value of the type {tag}")
        cells.append(f'{tag}":"{text(value)}')
    return cells


@lru_cache(maxsize=16_384)
def number_in(cell: Cell) -> int:
    if cell[:4] != _NUMBER:
        raise StrangeFormError("another type where a number is named")
    return whole_number(cell[4:])


@lru_cache(maxsize=16_384)
def hex_in(cell: Cell) -> str:
    if cell[:4] != _BINARY:
        raise StrangeFormError("another type where binary is named")
    return content(cell[4:]).hex()


def tag_and_value(cell: Cell) -> tuple[str, str]:
    """Of what may be binary or text."""
    if cell[:4] not in (_BINARY, _TEXT):
        raise StrangeFormError("another type where an id is named")
    return cell[0], cell[4:]
