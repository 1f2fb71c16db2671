"""What payments ask of purchases: what is to be paid, that it is, that money was taken back."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from msgspec import Struct

from chalicelib.buying import reservations, whereabouts
from chalicelib.buying.endings import Endings
from chalicelib.buying.ports import TicketStore
from chalicelib.buying.standings import Standings
from chalicelib.buying.tickets import REVERSED, Ending, Standing, Ticket
from chalicelib.core.values import format_time, seoul_date
from chalicelib.county.service import Counties
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.chain import Chain, Outcome, View, require_head
from chalicelib.ledger.idempotency import CommandKeys, digest
from chalicelib.payments.ports import ExpectedPayment
from chalicelib.sales.service import Purchases

COMPLETED = Ending("completed")


class PaidOrders(Struct, frozen=True, kw_only=True):
    tickets: TicketStore
    standings: Standings
    endings: Endings
    chain: Chain
    purchases: Purchases
    counties: Counties
    carry_on: Callable[[str, str], None]

    def expected(self, county: str, purchase_id: str) -> ExpectedPayment | None:
        """`None` if there is no such purchase, or its turn has not come."""
        ticket = self.tickets.by_id(county, purchase_id)
        if ticket is None:
            return None
        standing = self._standing(ticket)
        if standing.status == "queued":
            return None
        state: Literal["open", "completed", "ended"] = "open"
        if standing.reservation is None:
            state = "completed" if standing.status == "completed" else "ended"
        return ExpectedPayment(
            price_amount=ticket.price,
            state=state,
        )

    def paid(self, county: str, purchase_id: str, amount: int) -> Literal["completed", "late"]:
        """Make the lot of what is held, whatever the clock says, as long as it is held: no bound
        refuses it, and a suspended or a left wallet gets what was paid for. `late`: it was let go,
        or another amount came. Told again, the same.
        """
        ticket = self.tickets.by_id(county, purchase_id)
        if ticket is None or amount != ticket.price:
            return "late"
        keys = CommandKeys(
            reference=f"online_purchase/{purchase_id}",
            fingerprint=digest("online_purchase", purchase_id),
        )

        def decide(view: View) -> Draft | None:
            return reservations.decide_paid(
                require_head(view),
                purchase_id,
                settings=self.counties.on(county, seoul_date(view.now)),
                now=view.now,
            )

        outcome = whereabouts.run(self.chain, ticket, keys, decide)
        if outcome is None:
            # After the replay window the wallet no longer tells a repeat from a latecomer.
            return "completed" if self._was_completed(ticket) else "late"
        if outcome.profile is not None and outcome.profile.continues_in:
            # Made in a wallet that ended: it goes on to where its person is.
            self.carry_on(county, ticket.member_id)
        if ticket.ending is None:
            self.endings.note(ticket, COMPLETED)
        return "completed"

    def reversed(self, county: str, purchase_id: str, amount: int, at: datetime) -> int:
        """The bank took `amount` won back at `at`: what is left of the lot is voided. Answers the
        won for which the vouchers are spent; told again with the same `at`, the same."""
        ticket = self.tickets.by_id(county, purchase_id)
        if ticket is None:
            return 0
        known = ticket
        round_ = self.purchases.round(county, ticket.round_id)
        keys = CommandKeys(
            reference=f"purchase_reversal/{purchase_id}/{format_time(at)}",
            fingerprint=digest("purchase_reversal", purchase_id, str(amount)),
        )

        def decide(view: View) -> Draft:
            return reservations.decide_reversal(
                require_head(view), known, amount, round_=round_, shard=known.shard, now=view.now
            )

        entry = _written(whereabouts.run(self.chain, ticket, keys, decide)).entry
        self.endings.note(ticket, REVERSED)
        return reservations.owed_after(entry, ticket)

    def _was_completed(self, ticket: Ticket) -> bool:
        if ticket.ending is not None:
            return ticket.ending.status == "completed" or ticket.ending.reason == REVERSED.reason
        return self._standing(ticket).status == "completed"

    def _standing(self, ticket: Ticket) -> Standing:
        page = self.chain.read(ticket.county_id, ticket.member_id)
        return self.standings.of(ticket, page)


def _written(outcome: Outcome | None) -> Outcome:
    if outcome is None:
        raise AssertionError("a reversal always writes")
    return outcome
