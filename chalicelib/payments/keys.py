"""Keys of payments, of when each is looked at again, and of the book of purchase money."""

from datetime import UTC, date, datetime

from chalicelib.aws.keys import Key
from chalicelib.core.values import format_time, parse_time


def payment(county_id: str, purchase_id: str) -> Key:
    return Key(f"{county_id}#PAYMENT#{purchase_id}", "PAYMENT")


def due_hour(county_id: str, moment: datetime) -> str:
    return f"{county_id}#PAYMENTDUE#{moment.astimezone(UTC):%Y-%m-%dT%H}"


def due(county_id: str, purchase_id: str, version: int, moment: datetime) -> Key:
    """Of each state its own: a look that is over is one more look, and none is lost."""
    sk = f"{format_time(moment)}#{purchase_id}#{version}"
    return Key(due_hour(county_id, moment), sk)


def split_due(sk: str) -> tuple[datetime, str]:
    """(when, whose)."""
    moment, purchase_id, _ = sk.split("#")
    return parse_time(moment), purchase_id


def sweep(county_id: str) -> Key:
    return Key(f"{county_id}#PAYMENTSWEEP", "PAYMENTSWEEP")


def book(county_id: str, on: date) -> str:
    return f"{county_id}#PAYMENTBOOK#{on.isoformat()}"


def book_line(county_id: str, on: date, purchase_id: str, kind: str, number: int) -> Key:
    return Key(book(county_id, on), f"{purchase_id}#{kind}#{number}")


def split_book_line(sk: str) -> tuple[str, int]:
    """(whose, its number)."""
    purchase_id, _, number = sk.split("#")
    return purchase_id, int(number)


def waivers(county_id: str) -> str:
    return f"{county_id}#WAIVERS"


def matches(county_id: str) -> str:
    return f"{county_id}#PAYMENTMATCH"


def match(county_id: str, on: date) -> Key:
    return Key(matches(county_id), on.isoformat())
