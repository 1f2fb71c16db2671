"""The services of paper over a world of use cases, and a stock of notes in an agent's safe."""

from datetime import date
from typing import Any

from chalicelib.merchants.store import MerchantStore
from chalicelib.paper.exchange_service import PaperExchanges
from chalicelib.paper.sale_store import PaperSaleStore
from chalicelib.paper.serials import NoteRange
from chalicelib.paper.service import PaperSales, PaperSold
from chalicelib.paper.stock import MoveKind
from chalicelib.paper.stock_service import PaperStock
from chalicelib.paper.store import PaperStore
from chalicelib.staff.idempotency_keys import IdempotencyKeys
from chalicelib.staff.idempotency_store import IdempotencyStore
from chalicelib.staff.person import Person
from tests import builders
from tests.builders import COUNTY
from tests.worlds import Holder, World

AGENT = "agt_0000000000000001"
TELLER = Person(f"{AGENT}/t1", "농협 1번 창구")
KEEPER = Person("sub-1", "keeper")
ISSUED_ON = date(2026, 2, 1)


PAPER_ROUND = "rnd_0000000000000008"


class PaperDesk:
    """Notes of 1,000 won, numbered 1 to 100; the first sixty are the agent's."""

    def __init__(self, world: World) -> None:
        store = IdempotencyStore(world.table)
        self.world = world
        self.stock = PaperStock(PaperStore(world.table), store, world.counties, world.clock)
        self.store = PaperSaleStore(world.table)
        self.sales = PaperSales(
            counter=world.counter,
            stock=self.stock,
            store=self.store,
            table=world.table,
            wallets=world.wallets.store,
            counties=world.counties,
            own_wallets=world.own_wallets,
            idempotency_keys=IdempotencyKeys(store, world.clock),
            clock=world.clock,
        )
        self.exchanges = PaperExchanges(
            store=self.store,
            stock=self.stock.store,
            merchants=MerchantStore(world.table),
            idempotency_store=store,
            counties=world.counties,
            ring=lambda county_id, serial: None,
            clock=world.clock,
        )

    def fill(self, series: str = "GA") -> None:
        self.stock.deliver(
            COUNTY, KEEPER, NoteRange(series, 1, 100), denomination=1_000, issued_on=ISSUED_ON,
            idempotency_key=f"deliver-{series}",
        )  # fmt: skip
        self.move("sent", KEEPER, 1, 60, series=series)
        self.move("received", TELLER, 1, 60, series=series)

    def move(
        self, kind: MoveKind, by: Person, first: int, last: int, *, series: str = "GA",
        key: str = "", agent_id: str | None = AGENT,
    ) -> Any:  # fmt: skip
        return self.stock.move(
            COUNTY, by, kind, NoteRange(series, first, last), agent_id=agent_id,
            reason="찢어짐" if kind == "voided" else "",
            idempotency_key=key or f"{kind}-{series}-{first}",
        )  # fmt: skip

    def sell(
        self, holder: Holder, first: int, last: int, *, round_id: str, series: str = "GA",
        key: str = "s",
    ) -> PaperSold:  # fmt: skip
        return self.sales.sell(
            COUNTY, TELLER, agent_id=AGENT, member_id=holder.member_id, round_id=round_id,
            notes=[NoteRange(series, first, last)], receipt=None, idempotency_key=key,
        )  # fmt: skip

    def take_back(
        self, holder: Holder, first: int, last: int, *, series: str = "GA", key: str = "b"
    ) -> PaperSold:
        return self.sales.take_back(
            COUNTY, TELLER, agent_id=AGENT, member_id=holder.member_id,
            notes=[NoteRange(series, first, last)], idempotency_key=key,
        )  # fmt: skip

    def exchange(self, first: int, last: int, *, series: str = "GA", key: str = "x") -> Any:
        return self.exchanges.exchange(
            COUNTY, TELLER, agent_id=AGENT, merchant_code="M0001",
            notes=[NoteRange(series, first, last)], idempotency_key=key,
        )  # fmt: skip


def a_desk(world: World) -> PaperDesk:
    """With a round that sells on paper alone, and notes in the agent's safe."""
    world.rounds.create(builders.a_round(round_id=PAPER_ROUND, channels=("paper",)))
    desk = PaperDesk(world)
    desk.fill()
    return desk
