"""Keys of the totals of days."""

from datetime import date

from chalicelib.aws.keys import Key


def day_totals(county_id: str, on: date) -> Key:
    return Key(f"{county_id}#TOTALS", on.isoformat())
