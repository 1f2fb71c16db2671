"""Every key of the table. No other module knows how one looks.

Each partition key, of items and indexes alike, begins with the county: many counties share one
table, and none can reach another's items.
"""

from datetime import date
from typing import NamedTuple


class Key(NamedTuple):
    pk: str
    sk: str


def typed_pay_code(county_id: str, digits: str) -> Key:
    return Key(f"{county_id}#PAYCODE#{digits}", "PAYCODE")


def merchant(county_id: str, merchant_id: str) -> Key:
    return Key(f"{county_id}#MERCHANTS", merchant_id)


def merchant_code(county_id: str, code: str) -> Key:
    return Key(f"{county_id}#MERCHANTCODE#{code}", "MERCHANTCODE")


def merchant_key(county_id: str, key_hash: str) -> Key:
    return Key(f"{county_id}#KEY#{key_hash}", "KEY")


def reconciliations(county_id: str) -> str:
    return f"{county_id}#RECONCILIATIONS"


def reconciliation(county_id: str, on: date) -> Key:
    return Key(reconciliations(county_id), on.isoformat())


def subscribers(county_id: str) -> str:
    return f"{county_id}#SUBSCRIBERS"


def subscriber(county_id: str, email: str) -> Key:
    return Key(subscribers(county_id), email)
