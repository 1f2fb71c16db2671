"""Whose money vouchers are, by day: bought or given, spent of which, and notes that were sold.

Written without looking at the totals that it is held against.
"""

from collections.abc import Mapping
from typing import Any

_LOT_KIND, _LOT_ROUND, _LOT_FACE, _LOT_AMOUNT, _LOT_PRICE = 1, 2, 3, 4, 6
_AT_SHOPS = frozenset({"redemption", "cancellation", "net_cancel"})
_ON_PAPER = frozenset({"paper_sale", "paper_return"})
_PRICED = frozenset(
    {
        "purchase", "purchase_cancel", "online_purchase", "online_purchase_cancel",
        "purchase_reversal", "change_refund", "leaving_refund",
    }
)  # fmt: skip
"""What sells vouchers, or pays their price back."""
_ROUND, _PRICE, _HELD = 1, 2, 4


class FundBook:
    """Of one county. `by_day`: won of `[bought vouchers in and out, of these spent at shops, notes
    sold and taken back]`; `discounts_by_day`: won below face value, by round."""

    def __init__(self) -> None:
        self.by_day: dict[str, list[int]] = {}
        self.discounts_by_day: dict[str, dict[str, int]] = {}

    def add(self, record: Mapping[str, Any], day: str) -> None:
        moved = self.by_day.setdefault(day, [0, 0, 0])
        at_shop = record["kind"] in _AT_SHOPS
        for row in record.get("allocations", ()):
            if row[_LOT_KIND] == "sale":
                moved[0] += row[_LOT_AMOUNT]
                if at_shop:
                    moved[1] -= row[_LOT_AMOUNT]
                elif record["kind"] in _PRICED and len(row) > _LOT_PRICE:
                    self._add_discount(day, row[_LOT_ROUND], _below_face(row))
        if record["kind"] in _ON_PAPER:
            purchase = record["purchase"]
            held = purchase[_HELD] if len(purchase) > _HELD else 0
            moved[2] += held
            self._add_discount(day, purchase[_ROUND], held - purchase[_PRICE])

    def _add_discount(self, day: str, round_id: str, amount: int) -> None:
        of_day = self.discounts_by_day.setdefault(day, {})
        of_day[round_id] = of_day.get(round_id, 0) + amount


def _below_face(row: list[Any]) -> int:
    amount = row[_LOT_AMOUNT]
    priced = abs(amount) * row[_LOT_PRICE] // row[_LOT_FACE]
    below: int = amount - priced if amount > 0 else amount + priced
    return below


class FundSums:
    """What is left after each day, day by day in their order."""

    def __init__(self, book: FundBook) -> None:
        self._book = book
        self._left = {"bought": 0, "paper": 0}

    def end_day(self, day: str) -> dict[str, dict[str, int] | int]:
        bought, spent, paper = self._book.by_day.get(day, (0, 0, 0))
        self._left["bought"] += bought
        self._left["paper"] += paper
        found = self._book.discounts_by_day.get(day, {})
        discounts = {round_id: amount for round_id, amount in found.items() if amount}
        return {"closing": dict(self._left), "bought_spent": spent, "discounts": discounts}


def stated_day(totals: Mapping[str, Any]) -> dict[str, Any]:
    """Kept totals without what funds are. Those of before vouchers were sold have no prices."""
    closing = totals["closing"]
    return {
        "on": totals["on"],
        "closing": {name: closing[name] for name in ("members", "mileage", "voucher")},
        "flows": {kind: [*flow, 0, 0][:7] for kind, flow in totals["flows"].items()},
    }


def says(totals: Mapping[str, Any], expected: Mapping[str, Any]) -> bool:
    """Whether kept totals say this; those of before these were counted say nothing."""
    closing = totals["closing"]
    left = {name: closing.get(name) for name in ("bought", "paper")}
    spent = totals.get("bought_spent")
    is_old = None in left.values() or spent is None
    discounts = totals.get("discounts")
    return (
        (is_old or (left == expected["closing"] and spent == expected["bought_spent"]))
        and (discounts is None or discounts == expected["discounts"])
    )  # fmt: skip
