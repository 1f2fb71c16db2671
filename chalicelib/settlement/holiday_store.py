"""The days that were declared holidays at short notice: data of the county."""

from datetime import date

from chalicelib.aws.table import Table
from chalicelib.settlement import keys
from chalicelib.settlement.business_days import TemporaryHoliday


class HolidayStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def all(self, county_id: str) -> list[TemporaryHoliday]:
        """Access pattern 155."""
        items = self._table.query_all(keys.holidays(county_id), consistent=True)
        return [
            TemporaryHoliday(
                on=date.fromisoformat(item["sk"]),
                name=item["name"],
                declared_on=date.fromisoformat(item["declared_on"]),
                source=item["source"],
            )
            for item in items
        ]

    def put_new(self, county_id: str, holiday: TemporaryHoliday) -> bool:
        """`False` if the day is one already: none is ever changed."""
        item = {
            **keys.holiday(county_id, holiday.on)._asdict(),
            "type": "holiday",
            "name": holiday.name,
            "declared_on": holiday.declared_on.isoformat(),
            "source": holiday.source,
        }
        return self._table.put_new(item) is None
