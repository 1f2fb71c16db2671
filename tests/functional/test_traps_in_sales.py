"""The traps of comparable systems about budgets, limits and expiry, one test each."""

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest

from chalicelib.core.errors import DomainError
from chalicelib.ledger.entry_codec import entry_from_item
from chalicelib.ledger.errors import VoucherExpiredError
from chalicelib.sales.errors import PurchaseLimitExceededError, RoundSoldOutError
from tests import builders
from tests.builders import COUNTY
from tests.fakes import FakeTable
from tests.ledger_checks import check_chain
from tests.worlds import ROUND_ID, World

BURST = 50


@pytest.fixture
def table() -> FakeTable:
    made = FakeTable()
    builders.seed(made)
    return made


def selling(table: FakeTable, **changes: object) -> World:
    world = World(table)
    world.rounds.create(builders.a_round(**changes))
    return world


def left(world: World) -> int:
    return sum(world.rounds.left(world.purchases.round(COUNTY, ROUND_ID)).values())


def at_once(table: FakeTable, commands: list[Callable[[World], Any]]) -> list[Any]:
    """Each in a thread and a world of its own; what it gave, or the code of its refusal."""
    table.before_call = lambda name: time.sleep(random.random() / 1_000)
    line = Barrier(len(commands))

    def run(command: Callable[[World], Any]) -> Any:
        world = World(table)
        line.wait()
        try:
            return command(world)
        except DomainError as error:
            return error.code

    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(run, commands))


def test_trap_limit_race_on_single_packet_burst(table: FakeTable) -> None:
    """The last 1,000 won of a round, and the last 1,000 of one person's month."""
    world = selling(table, budget_amount=1_000)
    people = [world.join(person=f"p{n}") for n in range(BURST)]

    answers = at_once(table, [lambda w, p=p: w.buy(p, 1_000, key="k") for p in people])

    assert answers.count("round_sold_out") == BURST - 1
    assert left(world) == 0
    holders = [check_chain(table, p.member_id)[-1].voucher_balance for p in people]
    assert sum(holders) == 1_000


def test_trap_limit_race_on_single_packet_burst_of_one_person(table: FakeTable) -> None:
    world = selling(table)
    holder = world.join()
    world.buy(holder, 699_000, key="before")

    answers = at_once(
        table, [lambda w, n=n: w.buy(holder, 1_000, key=f"k{n}") for n in range(BURST)]
    )

    assert answers.count("purchase_limit_exceeded") == BURST - 1
    assert check_chain(table, holder.member_id)[-1].purchases.month_amount == 700_000
    assert left(world) == 10_000_000 - 700_000


def test_trap_budget_summed_later(table: FakeTable) -> None:
    """What is left and what is sold are the budget after every single storage call."""
    world = selling(table, budget_amount=30_000, shard_count=3)
    people = [world.join(person=f"p{n}") for n in range(6)]
    seen = []

    def look(name: str) -> None:
        items = table.items.values()
        shards = [i["left"] for i in items if i.get("type") == "round_budget"]
        sold = [
            entry_from_item(i).voucher_amount
            for i in items
            if i.get("kind") in ("purchase", "purchase_cancel")
        ]
        assert min(shards) >= 0
        seen.append(sum(shards) + sum(sold))

    table.after_call = look
    for n, person in enumerate(people):
        try:
            entry = world.buy(person, 9_000, key="k")
        except RoundSoldOutError:
            continue
        if n % 2 and entry.purchase:
            world.cancel_purchase(person, entry.purchase.purchase_id, key="c")

    assert len(seen) > 20
    assert set(seen) == {30_000}


def test_trap_give_back_makes_overbooking(table: FakeTable) -> None:
    world = selling(table, budget_amount=10_000, shard_count=2)
    first, second = world.join(person="a"), world.join(person="b")
    entry = world.buy(first, 10_000, key="k")
    assert entry.purchase is not None
    world.cancel_purchase(first, entry.purchase.purchase_id, key="c")
    world.buy(second, 10_000, key="k")

    # Undoing the cancel is what a repeat of the purchase would be: it answers, and sells nothing.
    assert world.buy(first, 10_000, key="k") == entry
    with pytest.raises(RoundSoldOutError):
        world.buy(first, 10_000, key="again")

    assert left(world) == 0
    assert check_chain(table, first.member_id)[-1].voucher_balance == 0
    assert check_chain(table, second.member_id)[-1].voucher_balance == 10_000


def test_trap_expired_purchase_by_a_side_door(table: FakeTable) -> None:
    world = selling(table)
    holder = world.join()
    entry = world.buy(holder, 10_000, key="k")
    assert entry.purchase is not None
    world.redeem(holder.pay_code(world.now), 9_000, order_id="order-1", key="p")
    world.now = world.now.replace(year=2031) + timedelta(days=1)

    with pytest.raises(VoucherExpiredError):
        world.refund_change(holder, entry.purchase.purchase_id.replace("pur", "vch"), key="r")
    with pytest.raises(VoucherExpiredError):
        world.redeem(holder.pay_code(world.now), 1_000, order_id="order-2", key="p2")
    assert check_chain(table, holder.member_id)[-1].voucher_balance == 1_000


def test_trap_month_edge_by_utc(table: FakeTable) -> None:
    """23:59:59 and 00:00:00 in Seoul are the last and the first month; 00:00 in UTC is nothing."""
    world = selling(table)
    holder = world.join()
    world.now = datetime(2026, 11, 30, 14, 59, 59, tzinfo=UTC)
    world.buy(holder, 700_000, key="november")
    with pytest.raises(PurchaseLimitExceededError):
        world.buy(holder, 1_000, key="still november")
    world.now = datetime(2026, 11, 30, 15, 0, 0, tzinfo=UTC)
    world.buy(holder, 700_000, key="december")
    world.now = datetime(2026, 12, 1, 0, 0, 0, tzinfo=UTC)
    with pytest.raises(PurchaseLimitExceededError):
        world.buy(holder, 1_000, key="december in utc too")
