"""Lots and what was moved of them, packed: one value after another, each fact once."""

from datetime import date
from functools import lru_cache
from typing import Any

from infra.verifier import packed_ids
from infra.verifier.packed_cells import Cell, number_in, tag_and_value
from infra.verifier.typed_values import StrangeFormError

_LOTS = {'N":"0': ("mileage", "mlg"), 'N":"1': ("sale", "vch"), 'N":"2': ("policy", "vch")}
"""By number, as it stands there: the kind, and how the ids begin."""
_TERMS = {'N":"0': 0, 'N":"1': 2, 'N":"2': 0}
"""How many."""

Row = list[Any]


def sums(rows: list[Row]) -> tuple[int, int]:
    """Mileage and vouchers."""
    mileage = vouchers = 0
    for row in rows:
        if row[1] == "mileage":
            mileage += row[4]
        else:
            vouchers += row[4]
    return mileage, vouchers


def lots_of(cells: list[Cell]) -> list[Row]:
    if not cells:
        raise StrangeFormError("lots that are none")
    lots = []
    place = 0
    while place < len(cells):
        last = place + 6 + _TERMS[cells[place]]
        if last > len(cells):
            raise StrangeFormError("a lot without its terms")
        before, after = _facts(*cells[place : place + 4], *cells[place + 5 : last])
        lots.append([*before, number_in(cells[place + 4]), *after])
        place = last
    return lots


@lru_cache(maxsize=4_096)
def _facts(
    kind_cell: Cell, body: Cell, source: Cell, face: Cell, day: Cell, *terms: Cell
) -> tuple[Row, Row]:
    """What of a lot never changes: what stands before its amount in a row, and after it."""
    kind, prefix = _LOTS[kind_cell]
    lot_id = packed_ids.lot_id(prefix, *tag_and_value(body))
    source_id = packed_ids.id_of(*tag_and_value(source))
    after = [_last_day(number_in(day)), *map(number_in, terms)]
    return [lot_id, kind, source_id, number_in(face)], after


def moved(cells: list[Cell], lots: list[Row]) -> Row:
    """Of an open lot its place and the amount, of another one all."""
    if len(cells) == 2:
        place = number_in(cells[0])
        if place < 0:
            raise StrangeFormError(f"the place {place}")
        lot = lots[place]
        return [*lot[:4], number_in(cells[1]), *lot[5:]]
    (full,) = lots_of(cells)
    if any(full[:4] == lot[:4] and full[5:] == lot[5:] for lot in lots):
        raise StrangeFormError("an open lot in full")
    return full


def _last_day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat() if ordinal else ""
