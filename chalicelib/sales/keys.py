"""Keys of sale rounds, counter sales and payouts."""

from datetime import date

from chalicelib.aws.keys import Key


def rounds(county_id: str) -> str:
    return f"{county_id}#ROUNDS"


def round_(county_id: str, round_id: str) -> Key:
    return Key(rounds(county_id), round_id)


def payouts(county_id: str) -> str:
    return f"{county_id}#PAYOUTS"


def payout(county_id: str, entry_id: str) -> Key:
    """Of the refund that the entry owes."""
    return Key(payouts(county_id), entry_id)


def counter_sales(county_id: str, on: date) -> str:
    return f"{county_id}#COUNTERSALES#{on.isoformat()}"


def counter_sale(county_id: str, on: date, receipt: str | None, entry_id: str) -> Key:
    """By its receipt, which is one sale's; by its entry, if it has none."""
    sk = f"ENTRY#{entry_id}" if receipt is None else f"RECEIPT#{receipt}"
    return Key(counter_sales(county_id, on), sk)


def counter_cancels(county_id: str, on: date) -> str:
    return f"{county_id}#COUNTERCANCELS#{on.isoformat()}"


def counter_cancel(county_id: str, on: date, entry_id: str) -> Key:
    """By the entry that took the sale back, and its day."""
    return Key(counter_cancels(county_id, on), entry_id)


def seller_day(county_id: str, on: date, seller: str) -> Key:
    return Key(f"{county_id}#SELLERDAY#{on.isoformat()}#{seller}", "SELLERDAY")


def counter_requests(county_id: str) -> str:
    return f"{county_id}#COUNTERREQUESTS"
