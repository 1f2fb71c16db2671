"""Debts that are noted, paid and set off while their holder pays and buys."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from chalicelib.staff.person import Person
from tests import builders
from tests.builders import COUNTY, NOON
from tests.cashback_scenes import start_cashback
from tests.races.cases import Case, Command, Scene, cancel, convert, holder, pay
from tests.races.cashback_desk import cashback_asked_for, decide, decided_state
from tests.races.outcomes import wallet_state
from tests.waiver_scenes import waivers_of
from tests.worlds import ROUND_ID, World

CAUSE = "pur_0000000000000001"


def owing(world: World, tag: str) -> Scene:
    """9,000 won are owed."""
    scene = holder(world, tag)
    world.receivables.owe(COUNTY, scene.member.member_id, cause=CAUSE, amount=9_000, number=1)
    return Scene(scene.members, NOON + timedelta(seconds=2))


def owe(amount: int) -> Command:
    def run(world: World, scene: Scene) -> Any:
        outcome = world.receivables.owe(
            COUNTY, scene.member.member_id, cause=CAUSE, amount=amount, number=amount
        )
        return outcome.entry.voucher_amount

    return run


def settle(amount: int, request_id: str) -> Command:
    def run(world: World, scene: Scene) -> Any:
        outcome = world.receivables.settle(
            COUNTY,
            scene.member.member_id,
            amount=amount,
            reason="sub staff",
            request_id=request_id,
        )
        return outcome.entry.voucher_amount

    return run


def to_be_waived(world: World, tag: str) -> Scene:
    """9,000 won are owed, and all of them are to be waived."""
    scene = owing(world, tag)
    world.now = NOON + timedelta(seconds=1)
    waiver, _ = waivers_of(world).propose(
        COUNTY, Person("sub-anna", "anna"), member_id=scene.member.member_id, amount=9_000,
        reason="방침", idempotency_key=tag,
    )  # fmt: skip
    return Scene(scene.members, scene.now, facts={"waiver_id": waiver.waiver_id})


def waive(by: str) -> Command:
    def run(world: World, scene: Scene) -> Any:
        waiver_id = scene.facts["waiver_id"]
        waiver, _ = waivers_of(world).approve_once(
            COUNTY, Person(f"sub-{by}", by), waiver_id, reason=None,
            idempotency_key=f"{by} {waiver_id}",
        )  # fmt: skip
        return waiver.status

    return run


def refuse_to_waive(by: str) -> Command:
    return lambda w, s: (
        waivers_of(w)
        .reject(COUNTY, Person(f"sub-{by}", by), s.facts["waiver_id"], reason="아님")
        .status
    )


def buy_again(world: World, scene: Scene) -> Any:
    """What is owed stops it."""
    return world.purchases.buy(
        COUNTY, scene.member.member_id, round_id=ROUND_ID, amount=1_000, idempotency_key="more"
    )


def with_a_round(world: World, tag: str) -> Scene:
    world.rounds.create(builders.a_round(round_id=ROUND_ID))
    return to_be_waived(world, tag)


def owed_state(table: Any, scene: Scene) -> Any:
    member_id = scene.member.member_id
    newest = World(table).chain.read(COUNTY, member_id).entries[0]
    return wallet_state(table, member_id), newest.owed_amount


def with_cashback(budget: int) -> Callable[[World, str], Scene]:
    """Two members with 10,000 bought won each; 2,000 of the first are paid and earned 200."""

    def prepare(world: World, tag: str) -> Scene:
        start_cashback(world, builders.a_cashback(budget_amount=budget, shard_count=1))
        world.rounds.create(builders.a_round())
        members = tuple(world.join(person=f"{tag}-{n}") for n in range(2))
        for member in members:
            world.buy(member, 10_000, key="bought")
        world.now += timedelta(seconds=1)
        code = members[0].pay_code(NOON, seconds_ago=90)
        paid = world.redeem(code, 2_000, order_id="order-1", key="paid")
        return Scene(
            members, NOON + timedelta(seconds=3), paid.redemption.entry.redemption_id or ""
        )

    return prepare


def pay_as(number: int, amount: int, order: str) -> Command:
    def run(world: World, scene: Scene) -> Any:
        code = scene.members[number].pay_code(scene.now)
        return world.redeem(code, amount, order_id=order, key=order)

    return run


def cashback_state(table: Any, scene: Scene) -> Any:
    """What was given and what is left are the budget, whoever got the last of it."""
    world = World(table)
    [campaign] = world.cashback_store.all(COUNTY)
    heads = [world.chain.read(COUNTY, one.member_id).entries[0] for one in scene.members]
    for member in scene.members:
        wallet_state(table, member.member_id)
    given = sum(
        head.cashbacks.of(campaign.campaign_id, "2026-11") if head.cashbacks else 0
        for head in heads
    )
    owed = sum(head.owed_amount for head in heads)
    left = sum(world.cashback_store.left(campaign).values())
    assert left + given + owed == campaign.budget_amount
    return left, given, owed


CASHBACK_CASES = {
    "two payments of one wallet earn up to the month's ceiling": Case(
        with_cashback(5_000),
        (pay_as(0, 4_000, "a"), pay_as(0, 4_000, "b")),
        cashback_state,
        is_alone=True,
    ),
    "two wallets meet at the end of a campaign's budget": Case(
        with_cashback(500),
        (pay_as(0, 2_000, "a"), pay_as(1, 2_000, "b")),
        cashback_state,
        is_alone=True,
    ),
    "a cancel takes cashback back while it is being spent": Case(
        with_cashback(5_000),
        (cancel(None, 2_000, "c"), pay_as(0, 8_200, "a")),
        cashback_state,
        is_alone=True,
    ),
}

PAYMENT_CASES = {
    "one debt, noted twice, against a payment": Case(
        holder, (owe(9_000), owe(9_000), pay(500)), owed_state
    ),
    "two desks take all of one debt": Case(
        owing, (settle(9_000, "a"), settle(9_000, "b")), owed_state
    ),
    "one payment of a debt, twice, against a conversion": Case(
        owing, (settle(4_000, "a"), settle(4_000, "a"), convert(1_000, "c")), owed_state
    ),
    "two approve one waiver while its debt is paid": Case(
        to_be_waived, (waive("bora"), waive("cho"), settle(1_000, "a")), owed_state
    ),
    "a waiver approved against rejected": Case(
        to_be_waived, (waive("bora"), refuse_to_waive("cho")), owed_state
    ),
    "a debt waived while its member buys again": Case(
        with_a_round, (waive("bora"), buy_again), owed_state, is_alone=True
    ),
    "a debt paid in full while it is waived": Case(
        to_be_waived, (waive("bora"), settle(9_000, "a")), owed_state
    ),
    "a cashback campaign approved against rejected": Case(
        cashback_asked_for, (decide("bora", "approved"), decide("cho", "rejected")), decided_state
    ),
    "a cashback campaign approved by two": Case(
        cashback_asked_for, (decide("bora", "approved"), decide("cho", "approved")), decided_state
    ),
    **CASHBACK_CASES,
}
