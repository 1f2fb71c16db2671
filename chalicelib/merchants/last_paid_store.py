"""On which day each shop was paid last: a sign that it is still there."""

from collections.abc import Sequence
from datetime import date

from chalicelib.aws.table import Table
from chalicelib.merchants import keys


class LastPaidStore:
    """Beside the merchant and not in it, so that a night's writes meet no change of staff."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def put(self, county_id: str, merchant_id: str, on: date) -> None:
        """Access pattern 146: made again, it is the same."""
        key = keys.last_paid(county_id, merchant_id)
        self._table.put({**key._asdict(), "type": "last_paid", "on": on.isoformat()})

    def of(self, county_id: str, merchant_ids: Sequence[str]) -> dict[str, date]:
        """Access pattern 147: of those on a page of the register, which stand together."""
        if not merchant_ids:
            return {}
        ordered = sorted(merchant_ids)
        found = self._table.query_all(
            keys.last_paid(county_id, "").pk, between=(ordered[0], ordered[-1])
        )
        return {item["sk"]: date.fromisoformat(item["on"]) for item in found}


class JobNotes:
    """What a night did for a county, once for each day."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def is_noted(self, county_id: str, name: str) -> bool:
        """Access pattern 148."""
        return self._table.get(keys.job(county_id, name), consistent=True) is not None

    def note(self, county_id: str, name: str) -> None:
        self._table.put({**keys.job(county_id, name)._asdict(), "type": "job_note"})
