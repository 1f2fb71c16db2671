"""Noting on a ticket how it ended, so that nobody need look for it in the wallet."""

from msgspec import Struct

from chalicelib.buying.ports import TicketStore
from chalicelib.buying.tickets import Ending, Ticket
from chalicelib.core.errors import VersionConflictError

WRITES_MAX = 5


class Endings(Struct, frozen=True):
    tickets: TicketStore

    def note(self, ticket: Ticket, ending: Ending) -> Ticket:
        """The ticket with this ending, whatever it said before: the wallet, which is told here, is
        what counts. Raises `VersionConflictError` if others write each time."""
        for _ in range(WRITES_MAX):
            if ticket.ending == ending:
                return ticket
            changed = ticket.ended(ending)
            try:
                self.tickets.replace(changed)
            except VersionConflictError:
                ticket = self.tickets.by_id(ticket.county_id, ticket.purchase_id) or ticket
            else:
                return changed
        raise VersionConflictError
