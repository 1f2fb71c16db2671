"""A shop's own list beside its statement: what only one of them has, and what differs."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from chalicelib.core.amounts import is_cut, read_amount
from chalicelib.core.csv_rows import CsvBrokenError, delimiter_of, rows_of
from chalicelib.core.text import cleaned, is_formula
from chalicelib.settlement.errors import ShopListInvalidError
from chalicelib.settlement.statements import Row

DifferenceKind = Literal["missing_here", "missing_there", "amount_differs"]
ROWS_MAX = 20_000
_TOTALS = {"합계", "총계", "소계", "total"}
"""Lines that tills end a list with: no order of their own."""
_TEXT_FORMULA = re.compile(r'="([^"]*)"')
"""How tills keep a spreadsheet from making a number of an order: `="0012"`."""
_ORDER = ("order_id", "주문번호", "주문 번호")
_AMOUNT = ("amount", "금액", "결제금액")


class ListDifference(Struct, frozen=True, kw_only=True):
    """`missing_here`: the shop has it, the statement does not; `missing_there`: the other way
    round. Won, of all rows of an order together: a cancel takes from its payment."""

    kind: DifferenceKind
    order_id: str
    own_amount: int | None
    settled_amount: int | None


class OwnList(Struct, frozen=True, kw_only=True):
    """What was understood of a shop's list: the names of the two columns that were read, as the
    file has them, and the won of each order."""

    order_column: str
    amount_column: str
    by_order: dict[str, int]


class Comparison(Struct, frozen=True, kw_only=True):
    """`own_count` and `settled_count` are orders, the amounts won of all of them."""

    own: OwnList
    own_count: int
    own_amount: int
    settled_count: int
    settled_amount: int
    differences: tuple[ListDifference, ...]


def compare(text: str, rows: Iterable[Row]) -> Comparison:
    """Order by order. Raises `ShopListInvalidError`."""
    own, settled = read_own_list(text), _settled_amounts(rows)
    return Comparison(
        own=own,
        own_count=len(own.by_order),
        own_amount=sum(own.by_order.values()),
        settled_count=len(settled),
        settled_amount=sum(settled.values()),
        differences=tuple(_differences(own.by_order, settled)),
    )


def _differences(own: dict[str, int], settled: dict[str, int]) -> Iterable[ListDifference]:
    for order_id in sorted(own.keys() | settled.keys()):
        mine, theirs = own.get(order_id), settled.get(order_id)
        if mine == theirs:
            continue
        kind: DifferenceKind = "amount_differs"
        if theirs is None:
            kind = "missing_here"
        elif mine is None:
            kind = "missing_there"
        yield ListDifference(kind=kind, order_id=order_id, own_amount=mine, settled_amount=theirs)


def _settled_amounts(rows: Iterable[Row]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for row in rows:
        # A till knows nothing of notes: they are no order of its own.
        if row.source is None:
            sums[row.order_id] += row.amount
    return dict(sums)


def read_own_list(text: str) -> OwnList:
    """`order_id` and `amount`, in whichever order and with whatever columns beside, by whichever
    sign the cells are parted; a cancel's amount is minus."""
    lines = rows_of(text, delimiter_of(text))
    sums: dict[str, int] = defaultdict(int)
    try:
        named = [cleaned(cell) for cell in next(lines, (1, []))[1]]
        header = [name.lower() for name in named]
        order = _column(header, _ORDER)
        amount = _column(header, _AMOUNT)
        for line, cells in lines:
            if not any(cells):
                continue
            if line > ROWS_MAX or len(cells) <= max(order, amount):
                raise ShopListInvalidError(line=line)
            order_id = _order_id(cells[order])
            if order_id.lower() in _TOTALS:
                continue
            if not order_id:
                raise ShopListInvalidError(line=line)
            # A cell too many is the rest of an amount with a comma in it.
            if len(cells) > len(header) and is_cut(cells[amount].lstrip("-−"), cells[amount + 1]):
                raise ShopListInvalidError(line=line)
            sums[order_id] += _won(cells[amount], line)
    except CsvBrokenError as exc:
        raise ShopListInvalidError(line=exc.line) from exc
    return OwnList(order_column=named[order], amount_column=named[amount], by_order=dict(sums))


def _order_id(cell: str) -> str:
    """As the till sent it: not as a formula that makes text of it, nor behind the mark that our own
    files put before what looks like one."""
    text = cleaned(cell)
    if found := _TEXT_FORMULA.fullmatch(text):
        return found[1].strip()
    return text[1:] if text[:1] == "'" and is_formula(text[1:]) else text


def _column(header: list[str], names: tuple[str, ...]) -> int:
    for name in names:
        if name in header:
            return header.index(name)
    raise ShopListInvalidError(line=1)


def _won(written: str, line: int) -> int:
    text = cleaned(written)
    is_minus = text.startswith(("-", "−"))
    amount = read_amount(text.lstrip("-−"))
    if amount is None:
        raise ShopListInvalidError(line=line)
    return -amount if is_minus else amount
