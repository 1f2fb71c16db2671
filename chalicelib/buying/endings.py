"""Noting on a ticket how it ended, so that nobody need look for it in the wallet, and by that
whether there is anything to take back."""

from collections.abc import Callable

from msgspec import Struct

from chalicelib.buying.errors import (
    PaymentExpiredError,
    PaymentReversedError,
    PurchaseQueuedError,
)
from chalicelib.buying.ports import TicketStore
from chalicelib.buying.tickets import EXPIRED, REVERSED, Ending, Ticket
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


def check_is_bought(ticket: Ticket, find: Callable[[str], object | None], *, is_here: bool) -> None:
    """Whether there is a purchase to take back; `find` looks for an entry by its reference, and
    `is_here` says that its lot is there, be it carried from elsewhere. Raises
    `PaymentReversedError`, `PaymentExpiredError`, `PurchaseQueuedError`."""
    if ticket.ending == REVERSED:
        raise PaymentReversedError
    if ticket.ending == EXPIRED or find(f"reservation_end/{ticket.purchase_id}"):
        raise PaymentExpiredError
    if is_here or ticket.ending is not None:
        return
    if find(f"reservation/{ticket.purchase_id}") is None:
        raise PurchaseQueuedError
