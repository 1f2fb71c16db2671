"""Keys of what a merchant's index has of some days."""

from datetime import date

from chalicelib.ledger import keys as ledger_keys


def merchant_days(first: date, last: date) -> tuple[str, str]:
    """In the index `by_merchant`, between these two stand the payments of some days, both included,
    and what was taken back of them on any day."""
    return first.isoformat(), f"{last.isoformat()}~"


def sale_of(by_merchant_sk: str) -> tuple[str, str | None]:
    """The ids of a payment, and of what took it back if that is what stands there."""
    return ledger_keys.split_merchant_entry(by_merchant_sk)
