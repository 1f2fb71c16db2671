"""A member's side of a lottery round: applying, seeing whether one was drawn, buying by a place.

A person has one place, whichever of their wallets applied: the first in the order. It is bought
once over all of them, with the wallet of now (decision 0082).
"""

import math
from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import Struct, field
from msgspec.structs import replace

from chalicelib.buying import applications as rules
from chalicelib.buying.application_store import ApplicationStore
from chalicelib.buying.applications import Application, Applied, Chance
from chalicelib.buying.errors import (
    ApplicationsOverError,
    NotDrawnError,
    PlaceOverError,
    PlaceUsedError,
)
from chalicelib.buying.ports import RoundLots, TicketStore
from chalicelib.buying.standings import Standings
from chalicelib.buying.tickets import Buyer, Note, Ticket
from chalicelib.core.actors import MemberActor
from chalicelib.core.cache import TtlCache
from chalicelib.core.clock import Clock
from chalicelib.core.values import new_id, to_milliseconds
from chalicelib.draws.draws import Draw
from chalicelib.ledger.appending import WalletPage
from chalicelib.sales.errors import PurchaseNotFoundError
from chalicelib.sales.lotteries import draw_id_of
from chalicelib.sales.rounds import Round

DRAWN_SECONDS_MAX = 3600
"""How long a process keeps a draw that is drawn: it never changes."""


def _for_an_hour() -> TtlCache[Draw | None]:
    return TtlCache(seconds_max=DRAWN_SECONDS_MAX)


class Applying(Struct, frozen=True, kw_only=True):
    store: ApplicationStore
    tickets: TicketStore
    standings: Standings
    round_of: Callable[[str, str], Round]
    lots: RoundLots
    clock: Clock
    drawn: TtlCache[Draw | None] = field(default_factory=_for_an_hour)

    def answer_to(
        self, round_: Round, buyer: Buyer, page: WalletPage, amount: int
    ) -> Application | None:
        """The application that answers who asks for a purchase now: made, or the one there is;
        `None` for who has a place by which it may be bought.

        Raises `RoundNotOpenError`, `ApplicationsOverError`, `NotDrawnError`, `PlaceOverError`,
        `PlaceUsedError`.
        """
        known = self._applied(round_.county_id, round_.round_id, wallets_of(page))
        if not known:
            return self._apply(round_, buyer.member_id, amount)
        for member_id in wallets_of(page):
            own = member_id == buyer.member_id
            notes = buyer if own else self.tickets.buyer(buyer.county_id, member_id)
            note = notes.newest(round_.round_id)
            ticket = note and self.tickets.by_id(buyer.county_id, note.purchase_id)
            if ticket and self._holds_place(ticket, page):
                raise PlaceUsedError
        application, chance = self._by_place(round_, known)
        if chance.status == "not_drawn":
            raise NotDrawnError
        if chance.status == "rejected":
            raise PlaceOverError
        return None if chance.status == "awaiting_payment" else application

    def bind(self, round_: Round, note: Note, page: WalletPage) -> None:
        """Note what is asked for by a place, before its ticket is made: whoever is cut off in
        between makes it by asking again."""
        known = self._applied(round_.county_id, round_.round_id, wallets_of(page))
        draw = self._draw(round_.county_id, round_.round_id)
        if known and draw is not None:
            application, _ = self._by_place(round_, known)
            self.store.put_purchase(application, note.purchase_id, int(draw.erased_at.timestamp()))

    def show(self, actor: MemberActor, application_id: str, page: WalletPage) -> Ticket | Applied:
        """The ticket that was asked for by the application's place; the application where there is
        none, or where it came to nothing and may be asked for again.

        Raises `PurchaseNotFoundError`, also for somebody else's.
        """
        for member_id in wallets_of(page):
            found = self.store.by_id(actor.county_id, member_id, application_id)
            if found is not None:
                return self._shown(found, page)
        raise PurchaseNotFoundError

    def recent(self, actor: MemberActor, page: WalletPage) -> list[Applied]:
        """The member's applications that no ticket stands for, the newest first; of a round to
        which two of their wallets applied, one."""
        wallets = wallets_of(page)
        own = (each for one in wallets for each in self.store.own(actor.county_id, one))
        by_round = {each.round_id: each for each in sorted(own, key=_newest_last)}
        listed = sorted(by_round.values(), key=_newest_last, reverse=True)
        shown = (self._shown(each, page) for each in listed)
        return [each for each in shown if isinstance(each, Applied)]

    def _shown(self, application: Application, page: WalletPage) -> Ticket | Applied:
        round_ = self.round_of(application.county_id, application.round_id)
        known = self._of_person(application, wallets_of(page))
        _, chance = self._by_place(round_, known)
        asked = (each.purchase_id for each in known if each.purchase_id is not None)
        found = [self.tickets.by_id(application.county_id, each) for each in asked]
        tickets = [each for each in found if each is not None]
        for ticket in tickets:
            if self._holds_place(ticket, page):
                return ticket
        if tickets and chance.status != "awaiting_payment":
            return tickets[0]
        return Applied(application, chance)

    def _holds_place(self, ticket: Ticket, page: WalletPage) -> bool:
        """Whether a place is taken by it. What was asked for with a wallet that ended, and was not
        served before, never is."""
        standing = self.standings.of(ticket, page)
        if standing.status == "queued":
            return page.entries[0].member_id == ticket.member_id
        return not rules.came_to_nothing(standing)

    def _applied(self, county_id: str, round_id: str, wallets: Sequence[str]) -> list[Application]:
        """A person's to a round, by whichever of their wallets."""
        found = (self.store.of(county_id, round_id, member_id) for member_id in wallets)
        return [each for each in found if each is not None]

    def _of_person(self, application: Application, wallets: Sequence[str]) -> list[Application]:
        """It, and what another wallet of the same person applied with, each with what was asked for
        by its place."""
        county_id, found = application.county_id, []
        for member_id in wallets:
            own: Application | None = application
            if member_id != application.member_id:
                listed = self.store.of(county_id, application.round_id, member_id)
                own = listed and self.store.by_id(county_id, member_id, listed.application_id)
            if own is not None:
                found.append(own)
        return found

    def _by_place(self, round_: Round, known: Sequence[Application]) -> tuple[Application, Chance]:
        """Of a person's applications the one that comes first in the order: the others give no
        second place. Without any, the one that stands in the list (`RoundLots.freeze`)."""
        chances = [(each, self._chance(round_, each)) for each in known]
        return min(chances, key=lambda one: one[1].place or math.inf)

    def _apply(self, round_: Round, member_id: str, amount: int) -> Application:
        now = to_milliseconds(self.clock())
        rules.check_applies(round_, now)
        draw = self._draw(round_.county_id, round_.round_id)
        if draw is None:
            raise ApplicationsOverError
        return self.store.create(
            Application(
                county_id=round_.county_id,
                application_id=new_id(rules.PREFIX, now),
                member_id=member_id,
                round_id=round_.round_id,
                amount=amount,
                price=round_.price(amount),
                at=now,
            ),
            int(draw.erased_at.timestamp()),
        )

    def _chance(self, round_: Round, application: Application) -> Chance:
        now = self.clock()
        draw = self._draw(round_.county_id, round_.round_id)
        if draw is None or draw.frozen is None:
            return rules.chance(round_, draw, None, (), now)
        entrant_id = self.lots.pseudonym(draw, application.member_id)
        place = rules.place_of(draw, entrant_id)
        offers = self.lots.offers(draw) if place is not None else ()
        return replace(rules.chance(round_, draw, place, offers, now), entrant_id=entrant_id)

    def _draw(self, county_id: str, round_id: str) -> Draw | None:
        """What is drawn is kept; before that it is read each time."""
        key = (county_id, draw_id_of(round_id))
        seen: list[Draw | None] = []

        def read_drawn() -> Draw | None:
            found = self.lots.by_id(*key)
            seen.append(found)
            return found if found is not None and found.drawn is not None else None

        return self.drawn.get(key, read_drawn) or next(iter(seen), None)


def wallets_of(page: WalletPage) -> tuple[str, ...]:
    """The member's own, and those that ended in it."""
    return page.profile.wallets if page.profile else (page.entries[0].member_id,)


def _newest_last(application: Application) -> datetime:
    return application.at
