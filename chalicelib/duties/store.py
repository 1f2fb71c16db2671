"""What was done about duties, beside the record of it."""

from datetime import date, datetime

from msgspec import Struct, convert, to_builtins

from chalicelib.aws.table import Item, Table
from chalicelib.duties import keys
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record


class Sending(Struct, frozen=True, kw_only=True):
    """That it was sent or published: on which day, to whom, and who wrote it down when."""

    sent_on: date
    recipient: str
    note: str
    by: str
    at: datetime


class Mark(Struct, frozen=True, kw_only=True):
    """The last that was said of a duty; no `sending` of one that was taken back."""

    county_id: str
    duty_id: str
    sending: Sending | None
    version: int = 1


class DutyStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def marks(self, county_id: str) -> dict[str, Mark]:
        """Access pattern 326: of a county, by duty."""
        items = self._table.query_all(keys.duties(county_id), consistent=True)
        return {item["sk"]: _mark(county_id, item) for item in items}

    def put(self, mark: Mark, record: AuditRecord) -> bool:
        """Access pattern 327: with its record, in one transaction; `False` if somebody else said
        something since it was read."""
        item: Item = {
            **keys.duty(mark.county_id, mark.duty_id)._asdict(),
            "type": "duty",
            "sending": to_builtins(mark.sending),
            "version": mark.version,
        }
        new, replaced = ([item], []) if mark.version == 1 else ([], [item])
        return self._table.put_together([item_from_record(record), *new], replaced)


def _mark(county_id: str, item: Item) -> Mark:
    sending = convert(item["sending"], Sending | None)
    return Mark(
        county_id=county_id, duty_id=item["sk"], sending=sending, version=int(item["version"])
    )
