"""What a shop brought to an agent to be paid for: notes, once each."""

from datetime import date, datetime

from msgspec import Struct

from chalicelib.core.values import seoul_date
from chalicelib.paper.serials import Serial
from chalicelib.staff.person import Person

NOTES_IN_EXCHANGE_MAX = 90
"""Each is an item of the transaction; whoever brings more is served in several."""


class Exchange(Struct, frozen=True, kw_only=True):
    """`amount`: won of face value of all notes."""

    county_id: str
    exchange_id: str
    agent_id: str
    merchant_id: str
    serials: tuple[Serial, ...]
    amount: int
    at: datetime
    by: Person

    @property
    def on(self) -> date:
        """The business day in Seoul, by which it is settled."""
        return seoul_date(self.at)
