"""The published day records, for serving. What proves is the same ones in the locked bucket."""

from datetime import date

from chalicelib.aws.table import Table
from chalicelib.proofs import keys
from chalicelib.proofs.roots import DayRoot, from_record


class LedgerRootStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, county_id: str, on: date) -> DayRoot | None:
        """Access pattern 40: the record of a day."""
        item = self._table.get(keys.ledger_root(county_id, on), consistent=True)
        return from_record(item["record"]) if item else None

    def newest(self, county_id: str, *, limit: int, before: date | None = None) -> list[DayRoot]:
        """Access pattern 41: the latest days' records, newest first; only those `before` a day."""
        page = self._table.query(
            keys.ledger_roots(county_id),
            newest_first=True,
            limit=limit,
            start=keys.ledger_root(county_id, before)._asdict() if before else None,
            consistent=True,
        )
        return [from_record(item["record"]) for item in page.items]

    def put_new(self, root: DayRoot) -> DayRoot | None:
        """Write if the day has none; else return the one that stands there."""
        existing = self._table.put_new(
            {
                **keys.ledger_root(root.county_id, root.on)._asdict(),
                "type": "ledger_root",
                "record": root.to_record(),
            }
        )
        return from_record(existing["record"]) if existing else None
