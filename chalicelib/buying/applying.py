"""A member's side of a lottery round: applying, seeing whether one was drawn, buying by a place."""

from collections.abc import Callable

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
        known = self.store.of(buyer.county_id, round_.round_id, buyer.member_id)
        if known is None:
            return self._apply(round_, buyer.member_id, amount)
        note = buyer.newest(round_.round_id)
        ticket = note and self.tickets.by_id(buyer.county_id, note.purchase_id)
        if ticket and not rules.came_to_nothing(self.standings.of(ticket, page)):
            raise PlaceUsedError
        chance = self._chance(round_, known)
        if chance.status == "not_drawn":
            raise NotDrawnError
        if chance.status == "rejected":
            raise PlaceOverError
        return None if chance.status == "awaiting_payment" else known

    def bind(self, actor: MemberActor, note: Note) -> None:
        """Note what is asked for by a place, before its ticket is made: whoever is cut off in
        between makes it by asking again."""
        known = self.store.of(actor.county_id, note.round_id, actor.member_id)
        draw = self._draw(actor.county_id, note.round_id)
        if known is not None and draw is not None:
            self.store.put_purchase(known, note.purchase_id, int(draw.erased_at.timestamp()))

    def show(self, actor: MemberActor, application_id: str, page: WalletPage) -> Ticket | Applied:
        """The ticket that was asked for by the application's place; the application where there is
        none, or where it came to nothing and may be asked for again.

        Raises `PurchaseNotFoundError`, also for somebody else's.
        """
        found = self.store.by_id(actor.county_id, actor.member_id, application_id)
        if found is None:
            raise PurchaseNotFoundError
        return self._shown(found, page)

    def recent(self, actor: MemberActor, page: WalletPage) -> list[Applied]:
        """The member's applications that no ticket stands for, the newest first."""
        own = reversed(self.store.own(actor.county_id, actor.member_id))
        shown = (self._shown(each, page) for each in own)
        return [each for each in shown if isinstance(each, Applied)]

    def _shown(self, application: Application, page: WalletPage) -> Ticket | Applied:
        round_ = self.round_of(application.county_id, application.round_id)
        chance = self._chance(round_, application)
        if application.purchase_id is not None:
            ticket = self.tickets.by_id(application.county_id, application.purchase_id)
            if ticket is not None:
                may_ask = rules.came_to_nothing(self.standings.of(ticket, page))
                if not may_ask or chance.status != "awaiting_payment":
                    return ticket
        return Applied(application, chance)

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
