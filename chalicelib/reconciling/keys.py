"""Keys of the outcomes of reconciliations."""

from datetime import date

from chalicelib.aws.keys import Key


def reconciliations(county_id: str) -> str:
    return f"{county_id}#RECONCILIATIONS"


def reconciliation(county_id: str, on: date) -> Key:
    return Key(reconciliations(county_id), on.isoformat())
