"""What each day applied for, in the table."""

from collections.abc import Iterator
from datetime import date

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import day_start, least_id
from chalicelib.trips import keys
from chalicelib.trips.forecast import AppliedDay
from chalicelib.trips.stored_forms import trip_from_item
from chalicelib.trips.trips import Trip


class BudgetStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def note(self, county_id: str, year: int, day: AppliedDay) -> None:
        """Access pattern 390: what a day applied for of a year's budget; again, the same."""
        item: Item = {
            **keys.applied_day(county_id, year, day.on)._asdict(),
            "type": "trip_day",
            "count": day.count,
            "amount": day.amount,
        }
        if day.is_closed:
            item["is_closed"] = True
        self._table.put_new(item)

    def applied_days(self, county_id: str, year: int) -> list[AppliedDay]:
        """Access pattern 391: of a year's budget, in order."""
        return [
            AppliedDay(
                date.fromisoformat(item["sk"]),
                item["count"],
                item["amount"],
                item.get("is_closed", False),
            )
            for item in self._table.query_all(keys.applied_days(county_id, year))
        ]

    def applied_between(self, county_id: str, first: date, before: date) -> Iterator[Trip]:
        """Access pattern 392: trips applied for on `first` or later, and before `before`."""
        between = (least_id("trp", day_start(first)), least_id("trp", day_start(before)))
        for item in self._table.query_all(keys.trips(county_id), between=between):
            yield trip_from_item(county_id, item)
