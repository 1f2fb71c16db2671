"""A member who bought a voucher, at the counter or online, and what there is to look at."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from chalicelib.core.values import seoul_date
from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.ledger.entries import Entry
from chalicelib.sales.purchases import on
from tests import builders
from tests.builders import COUNTY
from tests.buying.shopfront import Shopfront
from tests.fakes import FakeTable
from tests.ledger_checks import check_chain
from tests.worlds import Holder, World

FACE, PRICE = 10_000, 9_000
OPENS = datetime(2026, 1, 1, tzinfo=UTC)
NOV_30 = datetime(2026, 11, 30, 3, tzinfo=UTC)
DEC_31 = datetime(2026, 12, 31, 3, tzinfo=UTC)


@dataclass
class Scene:
    """A member who bought `FACE` won, and what there was right before the taking back."""

    world: World
    holder: Holder
    bought: Any
    purchase_id: str = ""

    @cached_property
    def front(self) -> Shopfront:
        return Shopfront(self.world)

    @property
    def lot(self) -> Any:
        """The bought lot as it was at first."""
        return next((lot for lot in self.bought.lots if lot.kind == "sale"), None)

    @property
    def head(self) -> Entry:
        return check_chain(self.world.table, self.holder.member_id)[-1]

    @property
    def limits(self) -> tuple[int, int]:
        counters = on(self.head.purchases, seoul_date(self.world.now))
        return counters.month_amount, counters.year_amount

    @property
    def budget(self) -> tuple[int, int]:
        """(won left in the round, won carried over)"""
        round_ = self.world.purchases.round(COUNTY, builders.a_round().round_id)
        return sum(self.world.rounds.left(round_).values()), self.world.rounds.carried_over(COUNTY)


def a_scene(
    *, bought_at: datetime, closes_at: datetime | None = None, is_bought: bool = True
) -> Scene:
    table = FakeTable()
    builders.seed(table)
    # A month to take a purchase back, so that a cancel can come after the month's or year's end.
    CountyStore(table).put_setting(
        COUNTY, SettingVersion("purchase.cancel_days", OPENS.date(), 31, "시험")
    )
    world = World(table, bought_at)
    world.rounds.create(builders.a_round(closes_at=closes_at or datetime(2029, 1, 1, tzinfo=UTC)))
    holder = world.join()
    bought = world.buy(holder, FACE, key="buy") if is_bought else None
    return Scene(world, holder, bought)


def an_online_scene(
    *, bought_at: datetime, closes_at: datetime | None = None, is_paid: bool
) -> Scene:
    scene = a_scene(bought_at=bought_at, closes_at=closes_at, is_bought=False)
    scene.purchase_id = scene.front.reserve(scene.holder, FACE, key="buy")
    if is_paid:
        scene.front.pay(scene.purchase_id)
    scene.bought = scene.head
    return scene
