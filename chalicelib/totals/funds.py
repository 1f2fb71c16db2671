"""Whose money vouchers are: what members bought, what the county gave, and notes of paper.

Purchase money and what is left of it are kept apart at the county's treasury (지역사랑상품권법
제4조의2), so a day's totals say of which lots its payments were, and what is left of each.
"""

from collections import Counter
from collections.abc import Mapping

from chalicelib.ledger.entries import Entry
from chalicelib.ledger.kinds import KINDS, with_role
from chalicelib.ledger.lots import Allocation

_AT_SHOPS = frozenset(with_role("payment", "payment_canceled"))
_DISCOUNTED = frozenset(with_role("sale", "sale_canceled", "change_refunded"))


class FundTally:
    """Won of face value over some entries. `bought`: what bought lots gained less what they lost;
    `bought_spent`: what shops took of them less what cancels gave back; `paper`: notes that were
    sold less those whose sale was taken back; `discounts`: by round, what vouchers and notes were
    sold below their face value, by the terms that each lot bears, less that of what was cancelled,
    voided or paid back."""

    def __init__(self) -> None:
        self.bought = 0
        self.bought_spent = 0
        self.paper = 0
        self.discounts: Counter[str] = Counter()

    def add(self, entry: Entry) -> None:
        for allocation in entry.allocations:
            if allocation.kind == "sale":
                self.bought += allocation.amount
                if entry.kind in _AT_SHOPS:
                    self.bought_spent -= allocation.amount
                elif entry.kind in _DISCOUNTED:
                    self.discounts[allocation.source] += _discount(allocation)
        if entry.purchase and KINDS[entry.kind].role == "paper":
            fact = entry.purchase
            self.paper += fact.held_amount
            self.discounts[fact.round_id] += fact.held_amount - fact.price_amount

    def discounts_by_round(self) -> Mapping[str, int]:
        return {round_id: amount for round_id, amount in self.discounts.items() if amount}


def _discount(allocation: Allocation) -> int:
    """Won below face value of what went into a lot, minus of what was taken out and whose price was
    paid back, without a fraction of a won."""
    if allocation.terms is None:
        return 0
    face = abs(allocation.amount)
    below = face - face * allocation.terms.price // allocation.face
    return below if allocation.amount > 0 else -below


def plus(known: int | None, amount: int) -> int | None:
    """What is not known stays so."""
    return None if known is None else known + amount
