"""What somebody owes the county: money that was taken back after it was spent.

It stands in the wallet's chain beside the lots, in won, and never below zero; no lot is negative
for it. It stops what would add to the wallet by buying or granting, and nothing else: what is there
can be spent, and no lot is taken for it.
"""

from typing import Literal

from chalicelib.ledger.appending import Draft
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.errors import AmountOutOfRangeError, ReceivableOpenError
from chalicelib.ledger.owing import ReceivableFact


def check_nothing_owed(head: Entry) -> None:
    """Before anything is sold or granted. Raises `ReceivableOpenError`."""
    if head.owed is not None:
        raise ReceivableOpenError(amount=head.owed.amount)


def check_can_settle(head: Entry, amount: int) -> None:
    """Not more is settled than is owed. Raises `AmountOutOfRangeError`."""
    if not 1 <= amount <= head.owed_amount:
        raise AmountOutOfRangeError(param="amount", minimum=1, maximum=head.owed_amount)


def decide_settled(
    head: Entry, *, amount: int, reason: str, way: Literal["paid", "waived"] = "paid"
) -> Draft:
    """`amount` won of it were paid at the desk, or are not asked for any more. Raises
    `AmountOutOfRangeError`."""
    check_can_settle(head, amount)
    return Draft(kind="receivable_settled", receivable=ReceivableFact(way, -amount), reason=reason)


def decide_owing(*, cause: str, amount: int) -> Draft:
    """`amount` won, spent before it was taken back, is owed from now on."""
    return Draft(kind="receivable", receivable=ReceivableFact(cause, amount))
