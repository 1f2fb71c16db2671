"""Agents, their tellers' sessions, and their days."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.paper.wiring import PaperWiring
from chalicelib.sales.wiring import SalesWiring
from chalicelib.staff.wiring import StaffWiring

if TYPE_CHECKING:
    from chalicelib.agents.day_service import AgentDays
    from chalicelib.agents.note_service import AgentNotes
    from chalicelib.agents.quarter_service import AgentQuarters
    from chalicelib.agents.service import Agents
    from chalicelib.agents.session_service import AgentSessions
    from chalicelib.agents.store import AgentStore


class AgentsWiring(Wiring):
    @cached_property
    def store(self) -> "AgentStore":
        from chalicelib.agents.store import AgentStore

        return AgentStore(self.adapters.table)

    @cached_property
    def agents(self) -> "Agents":
        from chalicelib.agents.service import Agents

        return Agents(
            store=self.store,
            stock=self.adapters.wired(PaperWiring).store,
            idempotency_store=self.adapters.wired(StaffWiring).idempotency_store,
            signer=self.adapters.signer,
            is_live=self.adapters.settings.is_live,
            clock=self.adapters.now,
        )

    @cached_property
    def notes(self) -> "AgentNotes":
        from chalicelib.agents.note_service import AgentNotes

        return AgentNotes(self.agents, self.adapters.wired(PaperWiring).stock)

    @cached_property
    def sessions(self) -> "AgentSessions":
        from chalicelib.agents.session_service import AgentSessions

        return AgentSessions(
            store=self.store,
            tries=self.adapters.wired(JoiningWiring).throttle,
            signer=self.adapters.signer,
            is_live=self.adapters.settings.is_live,
            clock=self.adapters.now,
        )

    @cached_property
    def days(self) -> "AgentDays":
        from chalicelib.agents.day_service import AgentDays

        return AgentDays(
            counter=self.adapters.wired(SalesWiring).counter_sales.store,
            cancels=self.adapters.wired(SalesWiring).counter_cancels,
            paper=self.adapters.wired(PaperWiring).sale_store,
            counties=self.adapters.wired(CountyWiring).counties,
        )

    @cached_property
    def quarters(self) -> "AgentQuarters":
        from chalicelib.agents.quarter_service import AgentQuarters

        return AgentQuarters(
            agents=self.agents,
            days=self.days,
            stock=self.adapters.wired(PaperWiring).store,
            clock=self.adapters.now,
        )
