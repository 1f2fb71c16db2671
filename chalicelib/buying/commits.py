"""Serving a ticket: what it asks for is held, or the ticket says why not."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct, field

from chalicelib.buying.errors import TicketTooOldError
from chalicelib.buying.ports import PaymentDesk, ReservationMessages, TicketStore
from chalicelib.buying.reservations import decide_reservation
from chalicelib.buying.tickets import Ending, Ticket, is_of_today
from chalicelib.core.cache import TtlCache
from chalicelib.core.errors import (
    DomainError,
    ForbiddenError,
    NotFoundError,
    RuleViolationError,
    VersionConflictError,
)
from chalicelib.core.values import format_time, seoul_date
from chalicelib.county.service import Counties
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.chain import Chain, Outcome, View, require_head
from chalicelib.ledger.idempotency import CommandKeys, digest
from chalicelib.ledger.profile import check_is_active
from chalicelib.sales.errors import RoundSoldOutError
from chalicelib.sales.rounds import Round
from chalicelib.sales.service import Purchases, from_shards, parts_of

EMPTY_SECONDS_MAX = 1
"""How long a process goes on believing that a round's shards are all empty: the losers of a rush
cost nothing but their own answer."""


def _briefly() -> TtlCache[bool | None]:
    return TtlCache(seconds_max=EMPTY_SECONDS_MAX)


class _KnownEmptyError(Exception):
    """All shards were seen empty a moment ago."""


class Commits(Struct, frozen=True, kw_only=True):
    tickets: TicketStore
    chain: Chain
    purchases: Purchases
    counties: Counties
    reservations: ReservationMessages
    payments: PaymentDesk
    empty: TtlCache[bool | None] = field(default_factory=_briefly)

    def serve(self, county_id: str, purchase_id: str) -> Ticket | None:
        """The ticket as it stands afterwards; `None` if there is no such ticket. Served again, the
        same: what was held before stays held once, and the payment is begun once."""
        ticket = self.tickets.by_id(county_id, purchase_id)
        if ticket is None or ticket.ending is not None:
            return ticket
        round_ = self.purchases.round(county_id, ticket.round_id)
        try:
            outcome = self._reserve(ticket, round_)
        except _KnownEmptyError:
            return self._reject(ticket, RoundSoldOutError(param="amount", remaining=0))
        except RoundSoldOutError as refused:
            if not refused.values["remaining"]:
                self.empty.get((county_id, ticket.round_id), lambda: True)
            return self._reject(ticket, refused)
        except (RuleViolationError, NotFoundError, ForbiddenError) as refused:
            return self._reject(ticket, refused)
        held = outcome.entry.reservations[purchase_id]
        # Looked at again from then on, whatever becomes of this message.
        self.reservations.send(county_id, purchase_id, delay_seconds=_until(held.pay_by, outcome))
        self.payments.start(ticket, pay_by=held.pay_by, order_name=round_.name)
        return ticket

    def _reserve(self, ticket: Ticket, round_: Round) -> Outcome:
        keys = CommandKeys(
            reference=f"reservation/{ticket.purchase_id}",
            fingerprint=digest("reservation", ticket.purchase_id),
        )
        return from_shards(
            self.purchases.rounds,
            round_,
            lambda left: self._attempt(ticket, round_, keys, left),
        )

    def _attempt(
        self,
        ticket: Ticket,
        round_: Round,
        keys: CommandKeys,
        left: Mapping[int, int] | None,
    ) -> Outcome:
        def decide(view: View) -> Draft:
            check_is_active(view.profile)
            if not is_of_today(ticket, view.now):
                raise TicketTooOldError
            # Asked for while the round was open: that counts, not how long the line was.
            round_.check_sells(ticket.amount, "online", ticket.at)
            if self.empty.get((ticket.county_id, ticket.round_id), lambda: None):
                raise _KnownEmptyError
            return decide_reservation(
                require_head(view),
                ticket,
                round_=round_,
                parts=parts_of(round_, ticket.member_id, ticket.amount, left),
                settings=self.counties.on(ticket.county_id, seoul_date(view.now)),
                now=view.now,
            )

        outcome = self.chain.run(ticket.county_id, ticket.member_id, keys, decide)
        if outcome is None:
            raise AssertionError("a reservation always writes")
        return outcome

    def _reject(self, ticket: Ticket, refused: DomainError) -> Ticket:
        values = {name: _plain(value) for name, value in refused.values.items()}
        rejected = ticket.ended(Ending("rejected", refused.code, values))
        try:
            self.tickets.replace(rejected)
        except VersionConflictError:
            # Another delivery of the same message was faster.
            return self.tickets.by_id(ticket.county_id, ticket.purchase_id) or ticket
        return rejected


def _plain(value: Any) -> int | str | None:
    if isinstance(value, datetime):
        return format_time(value)
    return value if isinstance(value, int) or value is None else str(value)


def _until(pay_by: datetime, outcome: Outcome) -> int:
    return max(0, round((pay_by - outcome.entry.at).total_seconds()))
