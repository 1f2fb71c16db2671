"""Looking at a purchase again: what was not paid in time is let go, what was canceled is paid back.

Asked by a message that comes when the time to pay is over, or a minute after a cancel. It may come
again, early or late, and does once what is to be done.
"""

from datetime import timedelta

from msgspec import Struct

from chalicelib.buying import reservations, whereabouts
from chalicelib.buying.endings import Endings
from chalicelib.buying.ports import PaymentDesk, ReservationMessages, TicketStore
from chalicelib.buying.service import CANCELED
from chalicelib.buying.standings import Standings
from chalicelib.buying.tickets import EXPIRED, TAKEN_BACK, Standing, Ticket
from chalicelib.core.clock import Clock
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.chain import Chain, View, require_head
from chalicelib.ledger.idempotency import CommandKeys, digest
from chalicelib.ledger.purchase_facts import Reservation
from chalicelib.sales.service import Purchases

GRACE = timedelta(seconds=90)
"""After the time to pay: asking the provider takes up to a minute."""
HELD_MAX = timedelta(minutes=30)
"""So long at most after it, while the outcome of a payment is not known. Then it is let go, and the
money, if it comes, goes back."""
AGAIN_SECONDS = 60


class Following(Struct, frozen=True, kw_only=True):
    tickets: TicketStore
    standings: Standings
    endings: Endings
    chain: Chain
    purchases: Purchases
    payments: PaymentDesk
    messages: ReservationMessages
    clock: Clock

    def look(self, county_id: str, purchase_id: str) -> Standing | None:
        """How the purchase stands afterwards; `None` if there is no such ticket."""
        ticket = self.tickets.by_id(county_id, purchase_id)
        if ticket is None:
            return None
        standing = self._standing(ticket)
        if standing.reservation is not None:
            return self._look_at_held(ticket, standing, standing.reservation)
        if standing.ending is not None and ticket.ending != standing.ending:
            # Whoever ended it was cut off before it could say so.
            self.endings.note(ticket, standing.ending)
        if standing.ending == TAKEN_BACK:
            self.payments.give_back(ticket, CANCELED)
        return standing

    def _look_at_held(self, ticket: Ticket, standing: Standing, held: Reservation) -> Standing:
        now = self.clock()
        late = now - held.pay_by
        if late < GRACE:
            return self._look_later(ticket, standing, (GRACE - late).total_seconds())
        if late < HELD_MAX and self.payments.is_on_its_way(ticket.county_id, ticket.purchase_id):
            return self._look_later(ticket, standing, AGAIN_SECONDS)
        return self._let_go(ticket)

    def _look_later(self, ticket: Ticket, standing: Standing, seconds: float) -> Standing:
        self.messages.send(
            ticket.county_id, ticket.purchase_id, delay_seconds=max(1, round(seconds))
        )
        return standing

    def _let_go(self, ticket: Ticket) -> Standing:
        round_ = self.purchases.round(ticket.county_id, ticket.round_id)
        keys = CommandKeys(
            reference=f"reservation_end/{ticket.purchase_id}",
            fingerprint=digest("reservation_end", ticket.purchase_id),
        )

        def decide(view: View) -> Draft | None:
            return reservations.decide_end(
                require_head(view),
                ticket.purchase_id,
                round_=round_,
                shard=ticket.shard,
                reason="payment_expired",
                now=view.now,
            )

        outcome = whereabouts.run(self.chain, ticket, keys, decide)
        if outcome is None:
            # It was paid, or given up, in this very moment.
            return self._standing(ticket)
        self.endings.note(ticket, EXPIRED)
        return Standing(EXPIRED.status, ending=EXPIRED)

    def _standing(self, ticket: Ticket) -> Standing:
        page = self.chain.read(ticket.county_id, ticket.member_id)
        return self.standings.of(ticket, page)
