"""Lots and allocations as lists of JSON types, in an entry's record.

`[lot_id, kind, source, face, remaining or amount, expires_on]`, and of a sale lot its
`price, refund_percent`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from chalicelib.ledger.lots import Allocation, Lot, LotKind, SaleTerms


def allocation_rows(allocations: Iterable[Allocation]) -> list[list[Any]]:
    return [
        [a.lot_id, a.kind, a.source, a.face, a.amount, _day(a.expires_on), *_terms(a.terms)]
        for a in allocations
    ]


def lot_rows(lots: Iterable[Lot]) -> list[list[Any]]:
    return [
        [x.lot_id, x.kind, x.source, x.face, x.remaining, _day(x.expires_on), *_terms(x.terms)]
        for x in lots
    ]


def allocation_of(
    lot_id: str, kind: LotKind, source: str, face: int, amount: int, expires_on: str, *terms: int
) -> Allocation:
    day = _parse_day(expires_on)
    return Allocation(lot_id, kind, source, face, amount, day, _parse_terms(terms))


def lot_of(
    lot_id: str, kind: LotKind, source: str, face: int, remaining: int, expires_on: str, *terms: int
) -> Lot:
    return Lot(lot_id, kind, source, face, remaining, _parse_day(expires_on), _parse_terms(terms))


def _terms(terms: SaleTerms | None) -> tuple[int, ...]:
    return (terms.price, terms.refund_percent) if terms else ()


def _parse_terms(facts: tuple[int, ...]) -> SaleTerms | None:
    return SaleTerms(*facts) if facts else None


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _parse_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
