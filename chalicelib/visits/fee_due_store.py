"""Which days' fees were still to be paid in when they were last looked at: one item a county."""

from collections.abc import Sequence
from datetime import date, datetime

from chalicelib.aws.table import Table
from chalicelib.core.values import format_time
from chalicelib.visits import keys


class FeeDueStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def all(self, county_id: str) -> list[tuple[str, date]]:
        """Access pattern 254."""
        item = self._table.get(keys.fee_dues(county_id), consistent=True)
        days = item["days"] if item else []
        return [(facility_id, date.fromisoformat(on)) for facility_id, on in days]

    def keep(self, county_id: str, days: Sequence[tuple[str, date]], at: datetime) -> None:
        """Access pattern 254: in the place of what the last look found."""
        self._table.put(
            {
                **keys.fee_dues(county_id)._asdict(),
                "type": "fee_dues",
                "days": [[facility_id, on.isoformat()] for facility_id, on in days],
                "looked_at": format_time(at),
            }
        )
