"""Totals of past days, and who gets reports by mail."""

from collections.abc import Sequence
from datetime import date

from chalicelib.aws import keys
from chalicelib.aws.table import Table
from chalicelib.domain.day_totals import DayTotals, from_record


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


class SubscriberStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def emails(self, county_id: str, kind: str) -> Sequence[str]:
        """Access pattern 25: who gets reports of this kind."""
        rows = self._table.query_all(keys.subscribers(county_id))
        return [row["email"] for row in rows if kind in row["kinds"]]

    def put(self, county_id: str, email: str, kinds: Sequence[str]) -> None:
        self._table.put(
            {
                **keys.subscriber(county_id, email)._asdict(),
                "type": "subscriber",
                "email": email,
                "kinds": list(kinds),
            }
        )
