"""What somebody owes the county: money that was taken back after it was spent.

It stands in the wallet's chain beside the lots, in won, and never below zero; no lot is negative
for it. It stops what would add to the wallet by buying or granting, and nothing else: what is there
can be spent. A bought lot is never taken for it, nor what was in the wallet before; mileage and
given vouchers of later may be, where the county has it so (`receivable.offset`).
"""

from datetime import date
from typing import Literal

from chalicelib.core.values import id_time
from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.errors import AmountOutOfRangeError, ReceivableOpenError
from chalicelib.ledger.lots import Lot
from chalicelib.ledger.owing import Owed, ReceivableFact


def check_nothing_owed(head: Entry) -> None:
    """Before anything is sold or granted. Raises `ReceivableOpenError`."""
    if head.owed is not None:
        raise ReceivableOpenError(amount=head.owed.amount)


def can_settle(lot: Lot, owed: Owed) -> bool:
    """Whether a lot may be taken for it: given, not bought, and after it was owed, as the ids say.
    What was turned into a voucher since was there before as mileage."""
    is_given = lot.kind != "sale" and lot.source != "conversion"
    return is_given and id_time(lot.lot_id) > id_time(owed.since_entry_id)


def decide_offset(head: Entry, *, won_per_point: int, on: date) -> Draft | None:
    """Settle as much as later vouchers and mileage are worth, of lots that end first, first; `None`
    where there are none."""
    if head.owed is None:
        return None
    left = head.owed.amount
    taken = []
    for lot in head.live_lots(on):
        worth = won_per_point if lot.kind == "mileage" else 1
        part = min(left // worth, lot.remaining) if can_settle(lot, head.owed) else 0
        if part:
            taken.append(lot_rules.change(lot, -part))
            left -= part * worth
    if not taken:
        return None
    settled = ReceivableFact("offset", left - head.owed.amount)
    return Draft(kind="receivable_settled", allocations=tuple(taken), receivable=settled)


def decide_settled(
    head: Entry, *, amount: int, way: Literal["paid", "forgiven"], reason: str
) -> Draft:
    """It was paid at the desk, or two people forgave it: in won, and not more than is owed. Raises
    `AmountOutOfRangeError`."""
    if not 1 <= amount <= head.owed_amount:
        raise AmountOutOfRangeError(param="amount", minimum=1, maximum=head.owed_amount)
    return Draft(kind="receivable_settled", receivable=ReceivableFact(way, -amount), reason=reason)


def decide_owing(*, cause: str, amount: int) -> Draft:
    """`amount` won, spent before it was taken back, is owed from now on."""
    return Draft(kind="receivable", receivable=ReceivableFact(cause, amount))
