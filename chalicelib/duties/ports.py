"""What duties need of the rest."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from chalicelib.agents.agents import Agent
from chalicelib.settlement.business_days import TemporaryHoliday
from chalicelib.visits.fee_dues import FeeDue


class HolidaySource(Protocol):
    def all(self, county_id: str) -> Sequence[TemporaryHoliday]: ...


class UndecidedSource(Protocol):
    def undecided(self, county_id: str) -> Sequence[tuple[str, str, date]]:
        """Applications that wait: the id, what the shop is called, the day it is decided by."""


class AgentSource(Protocol):
    def all(self, county_id: str) -> Sequence[Agent]: ...


class ReviewSource(Protocol):
    def periods(self, county_id: str) -> frozenset[str]:
        """The months of whose uses of personal data somebody recorded a review."""


class Published(Protocol):
    def published(self, county_id: str) -> Sequence[str]:
        """The half-years of which something is made: the register, the fund, the report."""


class FeeDueSource(Protocol):
    def all(self, county_id: str) -> Sequence[FeeDue]:
        """Days of sights whose fees are still to be paid in, the oldest first."""

    def overdue(self, county_id: str) -> int: ...
