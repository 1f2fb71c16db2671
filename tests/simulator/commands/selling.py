"""Buying vouchers, taking a purchase back, and the rest of a lot that is paid back."""

from typing import Any

from chalicelib.core.values import seoul_date, sibling_id
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.members.wiring import MembersWiring
from chalicelib.sales.store import RoundStore
from chalicelib.sales.wiring import SalesWiring
from chalicelib.staff.person import Person
from tests import builders
from tests.builders import COUNTY
from tests.simulator.command import Answer, Command, Work
from tests.simulator.commands.scene import Scene, convert, join, of_entry, pay_code, redeem
from tests.simulator.universe import Universe, process
from tests.worlds import BORN_ON

BUDGET = 100_000
SELLER = Person("sub-1", "counter")
PHONE = "+821046692016"


def _round(universe: Universe) -> Any:
    made = builders.a_round(budget_amount=BUDGET, shard_count=2)
    RoundStore(universe.table).create(made)
    return made


def _buying(universe: Universe) -> Scene:
    _round(universe)
    return Scene(join(universe))


def _buying_much(universe: Universe) -> Scene:
    """More than the member's own shard holds: all shards are read, and taken from together."""
    return Scene(_buying(universe).holder, thing=80_000)


def _buy(universe: Universe, scene: Scene) -> Answer:
    return of_entry(_bought(scene, scene.thing or 20_000, "buy-1"))


def _bought(scene: Scene, amount: int, key: str) -> Any:
    outcome = (
        process()
        .wired(SalesWiring)
        .purchases.buy(
            COUNTY,
            scene.holder.member_id,
            round_id=builders.a_round().round_id,
            amount=amount,
            idempotency_key=key,
        )
    )
    return outcome.entry


def _buy_more(universe: Universe, scene: Scene) -> Answer:
    return of_entry(_bought(scene, 10_000, "later"))


def _convert(universe: Universe, scene: Scene) -> Answer:
    return of_entry(convert(scene.holder, 1000, "later").entry)


def _has_bought(universe: Universe) -> Scene:
    scene = _buying(universe)
    entry = _bought(scene, 20_000, "buy-0")
    return Scene(scene.holder, thing=entry.purchase.purchase_id)


def _cancel(universe: Universe, scene: Scene) -> Answer:
    outcome = (
        process()
        .wired(SalesWiring)
        .purchases.cancel(scene.actor, scene.thing, idempotency_key="cancel-1")
    )
    return of_entry(outcome.entry)


def _has_spent(universe: Universe) -> Scene:
    """Four fifths of the lot: its rest may be paid back."""
    scene = _has_bought(universe)
    redeem(pay_code(universe, scene.holder), 17_000, "order-1", "pay")
    return Scene(scene.holder, thing=sibling_id("vch", scene.thing))


def _refund_change(universe: Universe, scene: Scene) -> Answer:
    outcome = (
        process()
        .wired(SalesWiring)
        .purchases.refund_change(scene.actor, scene.thing, idempotency_key="refund-1")
    )
    return of_entry(outcome.entry, outcome.entry.purchase.price_amount)


def _is_owed(universe: Universe) -> Scene:
    """The rest of a lot was paid back to the member, who comes for the money."""
    scene = _has_spent(universe)
    entry = (
        process()
        .wired(SalesWiring)
        .purchases.refund_change(scene.actor, scene.thing, idempotency_key="refund-0")
        .entry
    )
    universe.clock.advance(10.0)
    return Scene(scene.holder, thing=entry.entry_id)


def _hand_out(subject: str, key: str) -> Work:
    def run(universe: Universe, scene: Scene) -> Answer:
        refund, _ = (
            process()
            .wired(SalesWiring)
            .payouts.pay(
                COUNTY,
                Person(subject, "counter"),
                scene.thing,
                member_id=scene.holder.member_id,
                idempotency_key=key,
            )
        )
        return Answer((refund.payout.amount, refund.payout.by.subject), refund.payout.at)

    return run


def _has_left(universe: Universe) -> Scene:
    """With a bought lot of which a part is spent."""
    _round(universe)
    holder = join(universe, PHONE)
    entry = _bought(Scene(holder), 20_000, "buy-0")
    redeem(pay_code(universe, holder), 6_000, "order-1", "pay")
    process().wired(MembersWiring).members.leave(holder.actor, is_confirmed=True)
    universe.clock.advance(10.0)
    return Scene(holder, thing=entry.purchase.purchase_id.replace("pur_", "vch_"))


def _refund_left(key: str) -> Work:
    def run(universe: Universe, scene: Scene) -> Answer:
        outcome = (
            process()
            .wired(SalesWiring)
            .left_wallets.refund(
                COUNTY,
                SELLER,
                scene.holder.member_id,
                phone=PHONE,
                birth_on=BORN_ON,
                voucher_id=scene.thing,
                idempotency_key=key,
            )
        )
        return of_entry(outcome.entry, outcome.entry.purchase.price_amount)

    return run


def _sell(universe: Universe, scene: Scene) -> Answer:
    """At the counter: the first sale of the seller's day, with a receipt."""
    outcome = (
        process()
        .wired(SalesWiring)
        .counter_sales.sell(
            COUNTY,
            SELLER,
            member_id=scene.holder.member_id,
            round_id=builders.a_round().round_id,
            amount=20_000,
            receipt="A-7",
            idempotency_key="sell-1",
        )
    )
    return of_entry(outcome.entry)


def _ask(universe: Universe, scene: Scene) -> Answer:
    request, _ = (
        process()
        .wired(SalesWiring)
        .counter_requests.propose(
            COUNTY,
            SELLER,
            member_id=scene.holder.member_id,
            round_id=builders.a_round().round_id,
            amount=30_000,
            receipt="A-8",
            idempotency_key="ask-1",
        )
    )
    return Answer(request.amount, request.request_id)


def _asked(universe: Universe) -> Scene:
    scene = _buying(universe)
    made = _ask(universe, scene)
    universe.clock.advance(10.0)
    return Scene(scene.holder, thing=made.identity)


def _approve(universe: Universe, scene: Scene) -> Answer:
    request, _ = (
        process()
        .wired(SalesWiring)
        .counter_requests.approve_once(
            COUNTY, Person("sub-2", "second"), scene.thing, reason=None, idempotency_key="yes-1"
        )
    )
    return Answer([step.name for step in request.steps], request.entry_id)


def _check_sold_once(universe: Universe, scene: Scene) -> None:
    """One record of the sale, of the entry that there is; and the seller's day to the won."""
    _check_budget(universe, scene)
    head = process().wired(LedgerWiring).chain.read(COUNTY, scene.holder.member_id).entries[0]
    sales = process().wired(SalesWiring).counter_sales
    day = seoul_date(universe.clock())
    records, _ = sales.store.page(COUNTY, day, limit=10, after=None)
    assert [r.face_amount for r in records] in ([20_000], [30_000])
    sold = sales.store.sold_on(COUNTY, day, sales.terms(COUNTY, SELLER, None))
    assert sold == sum(r.face_amount for r in records if r.request_id is None)
    assert head.purchases.year_amount >= records[0].face_amount


def _check_budget(universe: Universe, scene: Scene) -> None:
    """What was sold and what is left are the budget, to the won."""
    store = RoundStore(universe.table)
    left = sum(store.left(builders.a_round(shard_count=2)).values())
    head = process().wired(LedgerWiring).chain.read(COUNTY, scene.holder.member_id).entries[0]
    sold = head.purchases.year_amount
    assert left + sold == BUDGET


COMMANDS = (
    Command("purchase", _buying, _buy, other=_buy_more, check=_check_budget),
    Command(
        "purchase from all shards", _buying_much, _buy, other=_convert, check=_check_budget,
    ),
    Command("counter sale", _buying, _sell, other=_buy_more, check=_check_sold_once),
    Command("counter request, ask", _buying, _ask, other=_convert),
    Command("counter request, approve", _asked, _approve, other=_buy_more, check=_check_sold_once),
    Command("purchase cancel", _has_bought, _cancel, other=_convert, check=_check_budget),
    Command("change refund", _has_spent, _refund_change, other=_convert, check=_check_budget),
    Command("leaving refund", _has_left, _refund_left("left-1"), check=_check_budget),
    Command(
        "payout", _is_owed, _hand_out("sub-1", "payout-1"), other=_hand_out("sub-2", "payout-2"),
        check=_check_budget,
    ),
)  # fmt: skip
