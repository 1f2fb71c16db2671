"""Lots and what was moved of them, packed: one value after another, each fact once."""

from datetime import date
from functools import lru_cache
from typing import Any

from infra.verifier import packed_ids
from infra.verifier.typed_values import StrangeFormError, number

_LOTS = (("mileage", "mlg", 0), ("sale", "vch", 2), ("policy", "vch", 0))
"""By number: the kind, how the ids begin, how many terms."""

Row = list[Any]
Cells = list[dict[str, str]]
"""Values of the types N, S and B."""


def sums(rows: list[Row]) -> tuple[int, int]:
    """Mileage and vouchers."""
    mileage = vouchers = 0
    for row in rows:
        if row[1] == "mileage":
            mileage += row[4]
        else:
            vouchers += row[4]
    return mileage, vouchers


def lots_of(cells: Cells) -> list[Row]:
    if not cells or not are_single(cells):
        raise StrangeFormError("lots that are none")
    lots = []
    place = 0
    while place < len(cells):
        kind, prefix, terms = _LOTS[_index(cells[place])]
        last = place + 6 + terms
        if last > len(cells):
            raise StrangeFormError("a lot without its terms")
        lots.append(_lot(prefix, kind, *cells[place + 1 : last]))
        place = last
    return lots


def _lot(
    prefix: str, kind: str, body: dict[str, str], source: dict[str, str], *numbers: dict[str, str]
) -> Row:
    face, amount, day, *terms = [number(each["N"]) for each in numbers]
    ((body_tag, body_value),) = body.items()
    ((source_tag, source_value),) = source.items()
    lot_id = packed_ids.lot_id(prefix, body_tag, body_value)
    source_id = packed_ids.id_of(source_tag, source_value)
    return [lot_id, kind, source_id, face, amount, _last_day(day), *terms]


def are_single(cells: Cells) -> bool:
    """Whether each has one type, if none lacks the type that is asked for."""
    return sum(map(len, cells)) == len(cells)


def _index(cell: dict[str, str]) -> int:
    """A number that counts from the beginning."""
    index = number(cell["N"])
    if index < 0:
        raise StrangeFormError(f"the place {index}")
    return index


def moved(cells: Cells, lots: list[Row]) -> Row:
    """Of an open lot its place and the amount, of another one all."""
    if len(cells) == 2:
        place, amount = cells
        if not are_single(cells):
            raise StrangeFormError("a value of two types")
        lot = lots[_index(place)]
        return [*lot[:4], number(amount["N"]), *lot[5:]]
    (full,) = lots_of(cells)
    if any(full[:4] == lot[:4] and full[5:] == lot[5:] for lot in lots):
        raise StrangeFormError("an open lot in full")
    return full


@lru_cache(maxsize=4_096)
def _last_day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat() if ordinal else ""
