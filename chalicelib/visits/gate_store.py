"""The county's gates."""

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record
from chalicelib.visits import keys
from chalicelib.visits.gates import Gate


class GateStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def one(self, county_id: str, gate_id: str, *, consistent: bool = False) -> Gate | None:
        """Access pattern 198."""
        item = self._table.get(keys.gate(county_id, gate_id), consistent=consistent)
        return _gate(county_id, item) if item else None

    def all(self, county_id: str) -> list[Gate]:
        """Access pattern 198: newest first; a county has dozens at most."""
        items = self._table.query_all(keys.gates(county_id), newest_first=True, consistent=True)
        return [_gate(county_id, item) for item in items]

    def open(self, gate: Gate, record: AuditRecord) -> bool:
        return self._table.put_together([_item(gate), item_from_record(record)], [])

    def close(self, gate: Gate, record: AuditRecord) -> bool:
        return self._table.put_together([item_from_record(record)], [_item(gate)])


def _item(gate: Gate) -> Item:
    item: Item = {
        **keys.gate(gate.county_id, gate.gate_id)._asdict(),
        "type": "gate",
        "gate_id": gate.gate_id,
        "facility_id": gate.facility_id,
        "name": gate.name,
        "scopes": list(gate.scopes),
        "opened_at": format_time(gate.opened_at),
        "opened_by": gate.opened_by,
        "version": gate.version,
    }
    if gate.closed_at is not None:
        item["closed_at"] = format_time(gate.closed_at)
    return item


def _gate(county_id: str, item: Item) -> Gate:
    closed_at = item.get("closed_at")
    return Gate(
        county_id=county_id,
        gate_id=item["gate_id"],
        facility_id=item["facility_id"],
        name=item["name"],
        scopes=tuple(item["scopes"]),
        opened_at=parse_time(item["opened_at"]),
        opened_by=item["opened_by"],
        closed_at=parse_time(closed_at) if closed_at else None,
        version=item["version"],
    )
