"""Whose money vouchers are: what members bought, what the county gave, and notes of paper.

Purchase money and what is left of it are kept apart at the county's treasury (지역사랑상품권법
제4조의2), so a day's totals say of which lots its payments were, and what is left of each.
"""

from chalicelib.ledger.entries import Entry
from chalicelib.ledger.kinds import KINDS, with_role

_AT_SHOPS = frozenset(with_role("payment", "payment_canceled"))


class FundTally:
    """Won of face value over some entries. `bought`: what bought lots gained less what they lost;
    `bought_spent`: what shops took of them less what cancels gave back; `paper`: notes that were
    sold less those whose sale was taken back."""

    def __init__(self) -> None:
        self.bought = 0
        self.bought_spent = 0
        self.paper = 0

    def add(self, entry: Entry) -> None:
        for allocation in entry.allocations:
            if allocation.kind == "sale":
                self.bought += allocation.amount
                if entry.kind in _AT_SHOPS:
                    self.bought_spent -= allocation.amount
        if entry.purchase and KINDS[entry.kind].role == "paper":
            self.paper += entry.purchase.held_amount


def plus(known: int | None, amount: int) -> int | None:
    """What is not known stays so."""
    return None if known is None else known + amount
