"""What staff said of signals, beside the record of it."""

from datetime import datetime
from typing import Any, Literal

from msgspec import Struct

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.fraud import keys
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record

CaseState = Literal["open", "looked_at", "closed"]


class Word(Struct, frozen=True, kw_only=True):
    """The last that was said of a case: a case that nobody spoke of is open."""

    county_id: str
    case_id: str
    state: CaseState
    by: str
    at: datetime
    note: str
    version: int = 1


class FraudCaseStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def words(self, county_id: str, first: str, last: str) -> dict[str, Word]:
        """Access pattern 264: what was said of the cases of some days, by case."""
        items = self._table.query_all(keys.cases(county_id), between=(first, last), consistent=True)
        return {item["sk"]: _word(county_id, item) for item in items}

    def say(self, word: Word, record: AuditRecord) -> bool:
        """Access pattern 265: with its record, in one transaction; `False` if somebody else said
        something since the case was read."""
        item = _item(word)
        new, replaced = ([item], []) if word.version == 1 else ([], [item])
        return self._table.put_together([item_from_record(record), *new], replaced)


def _item(word: Word) -> Item:
    item: dict[str, Any] = {
        **keys.case(word.county_id, word.case_id)._asdict(),
        "type": "fraud_case",
        "state": word.state,
        "by": word.by,
        "at": format_time(word.at),
        "note": word.note,
        "version": word.version,
    }
    return item


def _word(county_id: str, item: Item) -> Word:
    return Word(
        county_id=county_id,
        case_id=item["sk"],
        state=item["state"],
        by=item["by"],
        at=parse_time(item["at"]),
        note=item["note"],
        version=item["version"],
    )
