"""Commands that meet where vouchers are sold, and where two of staff decide on one adjustment."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from chalicelib.approvals.adjustment_service import AdjustmentService
from chalicelib.approvals.adjustment_store import AdjustmentStore
from chalicelib.ledger.store import WalletStore
from chalicelib.sales.store import RoundStore
from chalicelib.staff.person import Person
from tests import builders
from tests.builders import COUNTY, NOON
from tests.races.cases import (
    CASES,
    Case,
    Command,
    Scene,
    cancel,
    convert,
    holder,
    leave,
    pay,
    state_and_standing,
    wallets_state,
)
from tests.worlds import World

PROPOSER, APPROVER, OTHER = (Person(name, name) for name in ("kim", "lee", "park"))
NEXT_DAY = NOON + timedelta(days=1)


def buyers(count: int, *, budget: int, shards: int = 1) -> Callable[[World, str], Scene]:
    """`count` members and a round of their own."""

    def prepare(world: World, tag: str) -> Scene:
        round_ = builders.a_round(
            round_id=f"rnd_{tag}", budget_amount=budget, shard_count=shards, closes_at=NEXT_DAY
        )
        world.rounds.create(round_)
        members = tuple(world.join(person=f"{tag}-{n}") for n in range(count))
        carried = world.rounds.carried_over(COUNTY)
        return Scene(members, facts={"round": round_, "carried": carried})

    return prepare


def bought(
    world: World, tag: str, *, spent: int = 0, now: datetime | None = None, people: int = 1
) -> Scene:
    """The first has bought 10,000 of 20,000 won, of which `spent` are paid for order-1."""
    scene = buyers(people, budget=20_000)(world, tag)
    round_id = scene.facts["round"].round_id
    entry = world.buy(scene.member, 10_000, key="bought", round_id=round_id)
    assert entry.purchase is not None
    scene.facts["purchase_id"] = entry.purchase.purchase_id
    redemption_id = ""
    if spent:
        paid = world.redeem(scene.member.pay_code(NOON), spent, order_id="order-1", key="paid")
        redemption_id = paid.redemption.entry.redemption_id
    return Scene(scene.members, now or scene.now, redemption_id, scene.facts)


def nearly_spent(world: World, tag: str) -> Scene:
    return bought(world, tag, spent=8_000)


def after_the_close(world: World, tag: str) -> Scene:
    return bought(world, tag, now=NEXT_DAY + timedelta(hours=1))


def with_another(world: World, tag: str) -> Scene:
    return bought(world, tag, people=2)


def buy(amount: int, key: str, *, by: int = 0) -> Command:
    return lambda w, s: w.purchases.buy(
        COUNTY,
        s.members[by].member_id,
        round_id=s.facts["round"].round_id,
        amount=amount,
        idempotency_key=key,
    )


def take_back(key: str) -> Command:
    return lambda w, s: w.purchases.cancel(
        s.member.actor, s.facts["purchase_id"], idempotency_key=key
    )


def refund(key: str) -> Command:
    return lambda w, s: w.purchases.refund_change(
        s.member.actor,
        s.facts["purchase_id"].replace("pur_", "vch_"),
        idempotency_key=key,
    )


def left_with_a_lot(world: World, tag: str) -> Scene:
    """Bought, partly spent, and left; the shop may still cancel."""
    scene = bought(world, tag, spent=3_000)
    world.leave(scene.member)
    return Scene(
        scene.members, scene.now, scene.redemption_id, scene.facts | {"person": f"{tag}-0"}
    )


def refund_left(key: str, by: Person) -> Command:
    return lambda w, s: w.refund_left(
        s.member,
        s.facts["purchase_id"].replace("pur_", "vch_"),
        person=s.facts["person"],
        by=by,
        # The key is the desk's, for all whom it pays.
        key=f"{s.facts['person']}-{key}",
    )


def sale_state(table: Any, scene: Scene) -> Any:
    """The wallets and the budget, of which no won may be missing or too much."""
    rounds, round_ = RoundStore(table), scene.facts["round"]
    left = sum(rounds.left(round_).values())
    carried = rounds.carried_over(COUNTY) - scene.facts["carried"]
    wallets = wallets_state(table, scene)
    assert left >= 0
    return left, carried, wallets


def desk(world: World) -> AdjustmentService:
    return AdjustmentService(
        store=AdjustmentStore(world.table),
        chain=world.chain,
        wallets=WalletStore(world.table),
        counties=world.counties,
        own_wallets=world.own_wallets,
        idempotency_keys=world.counter.idempotency_keys,
        clock=world.clock,
    )


def proposed(mileage: int) -> Callable[[World, str], Scene]:
    def prepare(world: World, tag: str) -> Scene:
        scene = holder(world, tag)
        adjustment, _ = desk(world).propose(
            COUNTY,
            PROPOSER,
            member_id=scene.member.member_id,
            mileage=mileage,
            voucher_amount=0 if mileage else -3000,
            reason="잘못 적립",
            corrects_entry_id=None,
            idempotency_key=tag,
        )
        return Scene(scene.members, facts={"id": adjustment.adjustment_id})

    return prepare


def approve(person: Person) -> Command:
    return lambda w, s: desk(w).approve(COUNTY, person, s.facts["id"], reason=None)


def reject(person: Person) -> Command:
    return lambda w, s: desk(w).reject(COUNTY, person, s.facts["id"], reason="근거 없음")


def request_state(table: Any, scene: Scene) -> Any:
    adjustment = AdjustmentStore(table).by_id(COUNTY, scene.facts["id"])
    assert adjustment is not None
    steps = tuple((s.name, s.by, bool(s.entry_id), bool(s.refusal)) for s in adjustment.steps)
    return steps, wallets_state(table, scene)


CASES |= {
    "two people, the last unit of a budget": Case(
        buyers(2, budget=1000), (buy(1000, "a"), buy(1000, "b", by=1)), sale_state
    ),
    "three people, two units of a budget": Case(
        buyers(3, budget=2000),
        (buy(1000, "a"), buy(1000, "b", by=1), buy(1000, "c", by=2)),
        sale_state,
    ),
    "two people, crumbs of a budget in two shards": Case(
        buyers(2, budget=1000, shards=2),
        (buy(1000, "a"), buy(1000, "b", by=1)),
        sale_state,
    ),
    "one purchase, twice, of the last crumbs": Case(
        buyers(1, budget=1000, shards=2), (buy(1000, "a"),) * 2, sale_state
    ),
    "one purchase, three times": Case(buyers(1, budget=5000), (buy(1000, "a"),) * 3, sale_state),
    "two purchases at the month's limit": Case(
        buyers(1, budget=1_000_000), (buy(400_000, "a"), buy(400_000, "b")), sale_state
    ),
    "purchase against conversion": Case(
        buyers(1, budget=5000), (buy(1000, "a"), convert(1000, "b"), buy(5000, "c")), sale_state
    ),
    "taking a purchase back against paying with it": Case(
        bought, (take_back("a"), pay(500)), sale_state
    ),
    "taking a purchase back against paying and buying": Case(
        bought, (take_back("a"), pay(500), buy(10_000, "b")), sale_state
    ),
    "one purchase taken back by two requests": Case(
        bought, (take_back("a"), take_back("b"), pay(500)), sale_state
    ),
    "one purchase taken back, three times": Case(bought, (take_back("a"),) * 3, sale_state),
    "what one takes back, another buys": Case(
        with_another, (take_back("a"), buy(20_000, "b", by=1)), sale_state
    ),
    "a purchase taken back after the close, twice": Case(
        after_the_close, (take_back("a"), take_back("b")), sale_state
    ),
    "refund of the rest against payment": Case(nearly_spent, (refund("a"), pay(1500)), sale_state),
    "refund of the rest against cancel of the payment": Case(
        nearly_spent, (refund("a"), cancel(None, 8000, "b"), pay(1500)), sale_state
    ),
    "two refunds of one rest": Case(
        nearly_spent, (refund("a"), refund("b"), refund("a")), sale_state
    ),
    "two desks pay one left voucher back": Case(
        left_with_a_lot, (refund_left("a", PROPOSER), refund_left("b", APPROVER)), sale_state
    ),
    "a left voucher paid back, twice, against the shop's cancel": Case(
        left_with_a_lot,
        (refund_left("a", PROPOSER), refund_left("a", PROPOSER), cancel(1000, 3000, "c")),
        sale_state,
    ),
    "leaving against a purchase": Case(
        buyers(1, budget=5000), (leave, buy(1000, "a")), state_and_standing
    ),
    "approval against rejection": Case(
        proposed(1000), (approve(APPROVER), reject(OTHER)), request_state
    ),
    "two approvals": Case(proposed(1000), (approve(APPROVER), approve(OTHER)), request_state),
    "one approval, twice, against a payment": Case(
        proposed(0), (approve(APPROVER), approve(APPROVER), pay(4000)), request_state
    ),
    "approval that takes against a payment": Case(
        proposed(0), (approve(APPROVER), pay(4000)), request_state
    ),
}
