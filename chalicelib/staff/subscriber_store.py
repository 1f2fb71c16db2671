"""Who of staff gets mail."""

from collections.abc import Sequence

from chalicelib.aws.table import Table
from chalicelib.staff import keys


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
