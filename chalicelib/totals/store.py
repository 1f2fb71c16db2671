"""The totals of days, kept so that no report reads the ledger twice."""

from datetime import date

from chalicelib.aws.table import Table
from chalicelib.totals import keys
from chalicelib.totals.day_totals import DayTotals, from_record


class DayTotalsStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, county_id: str, on: date) -> DayTotals | None:
        """Access pattern 24: how a county stood at the end of a day."""
        item = self._table.get(keys.day_totals(county_id, on), consistent=True)
        return from_record(item["totals"]) if item else None

    def between(self, county_id: str, first: date, last: date) -> list[DayTotals]:
        """Access pattern 59: the totals of a span that are kept, in order."""
        items = self._table.query_all(
            keys.day_totals(county_id, first).pk, between=(first.isoformat(), last.isoformat())
        )
        return [from_record(item["totals"]) for item in items]

    def put(self, totals: DayTotals) -> None:
        """Writes over: whoever makes a day's totals makes the same."""
        self._table.put(
            {
                **keys.day_totals(totals.county_id, totals.on)._asdict(),
                "type": "day_totals",
                "totals": totals.to_record(),
            }
        )
