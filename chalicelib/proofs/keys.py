"""Keys of the published days."""

from datetime import date

from chalicelib.aws.keys import Key


def ledger_roots(county_id: str) -> str:
    return f"{county_id}#ROOTS"


def ledger_root(county_id: str, on: date) -> Key:
    return Key(ledger_roots(county_id), on.isoformat())
