"""The county's agents, and each one's tellers in a partition."""

from typing import Any

from chalicelib.agents import keys
from chalicelib.agents.agents import Agent, Teller
from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record


class AgentStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def agent(self, county_id: str, agent_id: str, *, consistent: bool = False) -> Agent | None:
        """Access pattern 354."""
        item = self._table.get(keys.agent(county_id, agent_id), consistent=consistent)
        return _agent(county_id, item) if item else None

    def agents(self, county_id: str) -> list[Agent]:
        """Access pattern 354: newest first; a county has dozens at most."""
        items = self._table.query_all(keys.agents(county_id), newest_first=True, consistent=True)
        return [_agent(county_id, item) for item in items]

    def teller(
        self, county_id: str, agent_id: str, number: int, *, consistent: bool = False
    ) -> Teller | None:
        """Access pattern 355."""
        key = keys.teller(county_id, agent_id, number)
        item = self._table.get(key, consistent=consistent)
        return _teller(county_id, agent_id, item) if item else None

    def tellers(self, county_id: str, agent_id: str) -> list[Teller]:
        """Access pattern 355: all there ever were, oldest first."""
        items = self._table.query_all(keys.tellers(county_id, agent_id), consistent=True)
        return [_teller(county_id, agent_id, item) for item in items]

    def open(self, agent: Agent, record: AuditRecord) -> bool:
        """Access pattern 356: with the record of who did, as all changes here."""
        return self._table.put_together([_item_from_agent(agent), item_from_record(record)], [])

    def close(self, agent: Agent, record: AuditRecord) -> bool:
        """Access pattern 356; `False` if somebody changed it meanwhile."""
        return self._table.put_together([item_from_record(record)], [_item_from_agent(agent)])

    def add_teller(self, teller: Teller, record: AuditRecord) -> bool:
        """Access pattern 356; `False` if somebody has this number."""
        return self._table.put_together([_item_from_teller(teller), item_from_record(record)], [])

    def replace_teller(self, teller: Teller, record: AuditRecord | None = None) -> bool:
        """Access pattern 356: a PIN is set without a record, since nobody of staff does it."""
        records = [item_from_record(record)] if record else []
        return self._table.put_together(records, [_item_from_teller(teller)])


def _agent(county_id: str, item: Item) -> Agent:
    closed_at = item.get("closed_at")
    return Agent(
        county_id=county_id,
        agent_id=item["sk"],
        name=item["name"],
        opened_at=parse_time(item["opened_at"]),
        opened_by=item["opened_by"],
        closed_at=parse_time(closed_at) if closed_at else None,
        version=item["version"],
    )


def _item_from_agent(agent: Agent) -> Item:
    item: Item = {
        **keys.agent(agent.county_id, agent.agent_id)._asdict(),
        "type": "agent",
        "name": agent.name,
        "opened_at": format_time(agent.opened_at),
        "opened_by": agent.opened_by,
        "version": agent.version,
    }
    if agent.closed_at is not None:
        item["closed_at"] = format_time(agent.closed_at)
    return item


def _teller(county_id: str, agent_id: str, item: Item) -> Teller:
    return Teller(
        county_id=county_id,
        agent_id=agent_id,
        number=item["number"],
        label=item["label"],
        invited_until=parse_time(item["invited_until"]),
        person_key=item.get("person_key", ""),
        pin_hash=item.get("pin_hash"),
        generation=item["generation"],
        is_active=item["is_active"],
        made_by=item["made_by"],
        version=item["version"],
    )


def _item_from_teller(teller: Teller) -> Item:
    item: dict[str, Any] = {
        **keys.teller(teller.county_id, teller.agent_id, teller.number)._asdict(),
        "type": "teller",
        "number": teller.number,
        "label": teller.label,
        "invited_until": format_time(teller.invited_until),
        "generation": teller.generation,
        "is_active": teller.is_active,
        "made_by": teller.made_by,
        "version": teller.version,
    }
    if teller.person_key:
        item["person_key"] = teller.person_key
    if teller.pin_hash is not None:
        item["pin_hash"] = teller.pin_hash
    return item
