"""What the ledger says was sold online: the other side of the money that came for it.

In read units: 1/8 for each entry of a day, of whatever kind.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Protocol

from msgspec import Struct

from chalicelib.ledger.entries import Entry
from chalicelib.payments.book import BookLine
from chalicelib.payments.matches import DifferenceKind, MatchDifference


class DayEntries(Protocol):
    def entries_on(self, county_id: str, on: date) -> Iterator[Entry]: ...


class LedgerSales(Struct, frozen=True):
    ledger: DayEntries

    def sold_online(self, county_id: str, on: date) -> Mapping[str, int]:
        """Won of price, by purchase, of what became a voucher that day."""
        return {
            entry.purchase.purchase_id: entry.purchase.price_amount
            for entry in self.ledger.entries_on(county_id, on)
            if entry.kind == "online_purchase" and entry.purchase is not None
        }


def unsold(lines: Iterable[BookLine], sold: Mapping[str, int]) -> list[MatchDifference]:
    """Money that came for which the ledger has no purchase at this price. `sold`: of the day of the
    lines and the days around it, as money may come just before midnight."""
    return [
        _difference("not_in_ledger", line.purchase_id, line, sold.get(line.purchase_id, 0))
        for line in lines
        if line.kind == "paid" and sold.get(line.purchase_id) != line.amount
    ]


def unpaid(sold: Mapping[str, int], lines: Iterable[BookLine]) -> list[MatchDifference]:
    """Purchases in the ledger for which no money came. `lines`: of the day of the purchases and the
    days around it. One that was paid with another sum is named by `unsold`."""
    paid = {line.purchase_id for line in lines if line.kind == "paid"}
    return [
        _difference("only_in_ledger", purchase_id, None, price)
        for purchase_id, price in sorted(sold.items())
        if purchase_id not in paid
    ]


def _difference(
    kind: DifferenceKind, purchase_id: str, line: BookLine | None, price: int
) -> MatchDifference:
    return MatchDifference(
        kind=kind,
        purchase_id=purchase_id,
        payment_key=line.payment_key if line else "",
        provider_amount=line.amount if line else 0,
        book_amount=line.amount if line else 0,
        ledger_amount=price,
    )
