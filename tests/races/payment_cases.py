"""Debts that are noted, paid and set off while their holder pays and buys."""

from datetime import timedelta
from typing import Any

from tests.builders import COUNTY, NOON
from tests.races.cases import Case, Command, Scene, convert, holder, pay
from tests.races.outcomes import wallet_state
from tests.worlds import World

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


def owed_state(table: Any, scene: Scene) -> Any:
    member_id = scene.member.member_id
    newest = World(table).chain.read(COUNTY, member_id).entries[0]
    return wallet_state(table, member_id), newest.owed_amount


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
}
