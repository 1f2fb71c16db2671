"""What staff do with notes of the stock: with an agent that there is, or with none."""

from msgspec import Struct

from chalicelib.agents.errors import AgentNotFoundError
from chalicelib.agents.service import Agents
from chalicelib.paper.serials import NoteRange
from chalicelib.paper.stock import MoveKind, Movement
from chalicelib.paper.stock_service import PaperStock
from chalicelib.staff.person import Person


class AgentNotes(Struct, frozen=True):
    agents: Agents
    stock: PaperStock

    def move(
        self,
        county_id: str,
        by: Person,
        kind: MoveKind,
        notes: NoteRange,
        *,
        agent_id: str | None,
        reason: str,
        idempotency_key: str,
    ) -> tuple[Movement, bool]:
        """Notes go to open agents alone, and come back from any. Raises `AgentNotFoundError`,
        `AgentClosedError`, and what `PaperStock` does."""
        if kind == "note_voided":
            return self.stock.void_sold(
                county_id, by, notes, reason=reason, idempotency_key=idempotency_key
            )
        if agent_id is None and kind != "voided":
            raise AgentNotFoundError(param="agent_id")

        def check() -> None:
            if agent_id is not None:
                self.agents.one(county_id, agent_id)
            if agent_id is not None and kind == "sent":
                self.agents.check_open(county_id, agent_id)

        return self.stock.move(
            county_id,
            by,
            kind,
            notes,
            agent_id=agent_id,
            reason=reason,
            idempotency_key=idempotency_key,
            check=check,
        )
