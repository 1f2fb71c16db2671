"""Buying online over any table, without HTTP: beside a `worlds.World`, by its clock and chain."""

from datetime import datetime, timedelta

from chalicelib.aws.provider_payments import RefundAccount
from chalicelib.buying.application_store import ApplicationStore
from chalicelib.buying.applying import Applying
from chalicelib.buying.commits import Commits
from chalicelib.buying.endings import Endings
from chalicelib.buying.following import GRACE, Following
from chalicelib.buying.paid_orders import PaidOrders
from chalicelib.buying.service import Buying
from chalicelib.buying.standings import Standings
from chalicelib.buying.ticket_store import TicketStore
from chalicelib.buying.tickets import Ticket
from chalicelib.core.cache import TtlCache
from chalicelib.draws.draws import Draw
from chalicelib.draws.offers import Offer
from chalicelib.ledger.entries import Entry
from chalicelib.sales.lottery_draws import LotteryDraws
from chalicelib.sales.round_service import Rounds
from chalicelib.staff.idempotency_store import IdempotencyStore
from tests import builders
from tests.worlds import BORN_ON, ROUND_ID, Holder, World


class Desk:
    """Where payments are begun and given back; `on_their_way` are those of unknown outcome."""

    def __init__(self) -> None:
        self.begun: set[str] = set()
        self.on_their_way: set[str] = set()
        self.given_back: dict[str, int] = {}

    def check_takes(self, county_id: str) -> None:
        """There is always a provider."""

    def start(self, ticket: Ticket, *, pay_by: datetime, order_name: str) -> None:
        self.begun.add(ticket.purchase_id)

    def path(self, purchase_id: str) -> str:
        return f"pay/{purchase_id}"

    def is_on_its_way(self, county_id: str, purchase_id: str) -> bool:
        return purchase_id in self.on_their_way

    def give_back(
        self, ticket: Ticket, reason: str, refund_account: RefundAccount | None = None
    ) -> None:
        self.given_back[ticket.purchase_id] = ticket.price


class Line:
    """What was sent, the oldest first."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def send(self, ticket: Ticket) -> None:
        self.sent.append(ticket.purchase_id)


class Reminders:
    def __init__(self) -> None:
        self.sent: list[str] = []

    def send(self, county_id: str, purchase_id: str, *, delay_seconds: int) -> None:
        self.sent.append(purchase_id)


class Lots:
    """Draws of lottery rounds as they are played: a pseudonym is what a member's id ends with."""

    def __init__(self) -> None:
        self.draws: dict[str, Draw] = {}
        self.offered: dict[str, list[Offer]] = {}

    def by_id(self, county_id: str, draw_id: str) -> Draw | None:
        return self.draws.get(draw_id)

    def pseudonym(self, draw: Draw, member_id: str) -> str | None:
        return f"etr_{member_id[4:]}"

    def offers(self, draw: Draw) -> list[Offer]:
        return self.offered.get(draw.draw_id, [])


class Shopfront:
    """Its processes remember nothing between calls, unless it is said."""

    def __init__(
        self,
        world: World,
        desk: Desk | None = None,
        line: Line | None = None,
        reminders: Reminders | None = None,
        lots: Lots | None = None,
    ) -> None:
        self.world = world
        self.desk = desk or Desk()
        self.line = line or Line()
        self.reminders = reminders or Reminders()
        self.announced: list[Draw] = []
        self.tickets = TicketStore(world.table)
        self.standings = Standings(
            self.tickets,
            world.wallets.store,
            TtlCache(seconds_max=0),
            TtlCache(seconds_max=0),
        )
        self.rounds = Rounds(
            world.rounds,
            IdempotencyStore(world.table),
            world.counties,
            world.clock,
            lambda: LotteryDraws(self.announced.append),
            left=TtlCache(seconds_max=0),
        )
        self.lots = lots or Lots()
        self.buying = Buying(
            tickets=self.tickets,
            standings=self.standings,
            endings=Endings(self.tickets),
            applying=Applying(
                store=ApplicationStore(world.table),
                tickets=self.tickets,
                standings=self.standings,
                round_of=world.purchases.round,
                lots=self.lots,
                clock=world.clock,
                drawn=TtlCache(seconds_max=0),
            ),
            chain=world.chain,
            purchases=world.purchases,
            rounds=self.rounds,
            counties=world.counties,
            lines=self.line,
            reservations=self.reminders,
            payments=self.desk,
            birth_on=lambda actor: BORN_ON,
            account_key=lambda county_id, account: account.account_number,
            clock=world.clock,
        )
        self.commits = Commits(
            tickets=self.tickets,
            chain=world.chain,
            purchases=world.purchases,
            counties=world.counties,
            reservations=self.reminders,
            payments=self.desk,
            empty=TtlCache(seconds_max=0),
        )
        self.orders = PaidOrders(
            tickets=self.tickets,
            standings=self.standings,
            endings=Endings(self.tickets),
            chain=world.chain,
            purchases=world.purchases,
            counties=world.counties,
            carry_on=world.binding.carry_on,
        )
        self.following = Following(
            tickets=self.tickets,
            standings=self.standings,
            endings=Endings(self.tickets),
            chain=world.chain,
            purchases=world.purchases,
            payments=self.desk,
            messages=self.reminders,
            clock=world.clock,
        )

    def ask(self, holder: Holder, amount: int, *, key: str, round_id: str = ROUND_ID) -> str:
        shown, _ = self.buying.ask(
            holder.actor, round_id=round_id, amount=amount, idempotency_key=key
        )
        return shown.ticket.purchase_id

    def serve(self, purchase_id: str) -> Ticket | None:
        return self.commits.serve(builders.COUNTY, purchase_id)

    def reserve(self, holder: Holder, amount: int, *, key: str, round_id: str = ROUND_ID) -> str:
        purchase_id = self.ask(holder, amount, key=key, round_id=round_id)
        self.serve(purchase_id)
        return purchase_id

    def pay(self, purchase_id: str) -> str:
        ticket = self.tickets.by_id(builders.COUNTY, purchase_id)
        assert ticket is not None
        return self.orders.paid(builders.COUNTY, purchase_id, ticket.price)

    def buy(self, holder: Holder, amount: int, *, key: str, round_id: str = ROUND_ID) -> str:
        purchase_id = self.reserve(holder, amount, key=key, round_id=round_id)
        assert self.pay(purchase_id) == "completed"
        return purchase_id

    def let_go(self, purchase_id: str) -> None:
        """After its time is over."""
        self.world.now += timedelta(minutes=10) + GRACE
        self.following.look(builders.COUNTY, purchase_id)

    def cancel(self, holder: Holder, purchase_id: str, *, key: str) -> Entry:
        return self.buying.cancel(holder.actor, purchase_id, idempotency_key=key).entry

    def reverse(self, purchase_id: str, amount: int) -> int:
        return self.orders.reversed(builders.COUNTY, purchase_id, amount, self.world.now)
