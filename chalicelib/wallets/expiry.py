"""Writing off what has expired."""

from datetime import date

from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.entries import Entry


def decide_expiration(head: Entry, *, today: date) -> Draft | None:
    """Write off every lot whose last day is before `today`; `None` if there is none."""
    expired = [lot for lot in head.lots if not lot.is_live(today)]
    if not expired:
        return None
    return Draft(
        kind="expiration",
        allocations=tuple(map(lot_rules.close, expired)),
    )
