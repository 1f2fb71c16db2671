"""What agents need of the world."""

from datetime import timedelta
from typing import Protocol

from chalicelib.agents.agents import Agent, Teller
from chalicelib.staff.audit import AuditRecord


class AgentStore(Protocol):
    def agent(self, county_id: str, agent_id: str, *, consistent: bool = False) -> Agent | None: ...

    def agents(self, county_id: str) -> list[Agent]: ...

    def tellers(self, county_id: str, agent_id: str) -> list[Teller]: ...

    def teller(
        self, county_id: str, agent_id: str, number: int, *, consistent: bool = False
    ) -> Teller | None: ...

    def open(self, agent: Agent, record: AuditRecord) -> bool: ...

    def close(self, agent: Agent, record: AuditRecord) -> bool: ...

    def add_teller(self, teller: Teller, record: AuditRecord) -> bool: ...

    def replace_teller(self, teller: Teller, record: AuditRecord | None = None) -> bool: ...


class Tries(Protocol):
    """Counts tries of a PIN: `joining.throttling.Throttle`."""

    def check(self, county_id: str, subject: str, *, maximum: int, window: timedelta) -> None: ...

    def check_room(
        self, county_id: str, subject: str, *, maximum: int, window: timedelta
    ) -> None: ...

    def count(self, county_id: str, subject: str, window: timedelta) -> int: ...
