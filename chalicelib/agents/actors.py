"""Who stands at an agent's counter."""

from typing import Literal

from msgspec import Struct

from chalicelib.agents.agents import Agent, Teller
from chalicelib.staff.person import Person

AgentScope = Literal["counter", "work"]
"""To begin to work by a PIN, which the key of a counter may; and to work."""


class AgentActor(Struct, frozen=True):
    agent: Agent
    teller: Teller
    scopes: tuple[AgentScope, ...]

    @property
    def subject(self) -> str:
        return self.person.subject

    @property
    def person(self) -> Person:
        return self.teller.person(self.agent)
