"""What somebody owes: once, in the way of buying and of grants, and of nothing else."""

from datetime import timedelta

import pytest

from chalicelib.ledger.errors import AmountOutOfRangeError, ReceivableOpenError
from tests import builders
from tests.builders import COUNTY
from tests.fakes import FakeTable
from tests.worlds import Holder, World

CAUSE = "pur_0000000000000001"


@pytest.fixture
def world() -> World:
    table = FakeTable()
    builders.seed(table)
    made = World(table, pause=lambda seconds: None)
    made.rounds.create(builders.a_round())
    return made


def owing(world: World, amount: int = 9_000) -> Holder:
    holder = world.join(vouchers=2_000)
    world.now += timedelta(minutes=1)
    world.receivables.owe(COUNTY, holder.member_id, cause=CAUSE, amount=amount, number=amount)
    return holder


def owed(world: World, holder: Holder) -> int:
    return world.chain.read(COUNTY, holder.member_id).entries[0].owed_amount


def test_the_same_loss_is_owed_once(world: World) -> None:
    holder = owing(world)
    for _ in range(3):
        world.receivables.owe(COUNTY, holder.member_id, cause=CAUSE, amount=9_000, number=9_000)

    assert owed(world, holder) == 9_000


def test_it_stops_buying_and_grants_and_names_the_amount(world: World) -> None:
    holder = owing(world)
    with pytest.raises(ReceivableOpenError) as refused:
        world.buy(holder, 5_000, key="b")
    assert refused.value.status == 422
    assert "9,000" in refused.value.detail("ko")
    for mileage, won in ((100, 0), (0, 100)):
        with pytest.raises(ReceivableOpenError):
            world.adjustments.adjust(
                COUNTY, holder.member_id, mileage=mileage, voucher_amount=won, reason="시험",
                adjustment_id=f"adj_{mileage}",
            )  # fmt: skip


def test_what_is_there_can_be_spent_and_comes_back(world: World) -> None:
    holder = owing(world)
    paid = world.redeem(holder.pay_code(world.now), 1_500, order_id="order-1", key="p")
    world.cancel(paid.redemption.entry.redemption_id, 500, expected=1_500, key="c")

    head = world.chain.read(COUNTY, holder.member_id).entries[0]
    assert (head.voucher_balance, head.owed_amount) == (1_000, 9_000)


def test_it_is_paid_at_the_desk_and_buying_is_open_again(world: World) -> None:
    holder = owing(world)
    for _ in range(2):
        world.receivables.settle(
            COUNTY, holder.member_id, amount=9_000, reason="sub staff", request_id="r1"
        )

    assert owed(world, holder) == 0
    assert world.buy(holder, 5_000, key="b").voucher_amount == 5_000


@pytest.mark.parametrize("amount", [0, -1, 9_001])
def test_no_more_is_settled_than_is_owed(world: World, amount: int) -> None:
    holder = owing(world)
    with pytest.raises(AmountOutOfRangeError):
        world.receivables.settle(
            COUNTY, holder.member_id, amount=amount, reason="s", request_id="r1"
        )


def test_a_debt_of_a_wallet_that_ended_goes_where_its_person_goes_on(world: World) -> None:
    left = world.join(person="a")
    world.binding.bind(COUNTY, left.member_id, "person-1")
    world.leave(left)
    world.now += timedelta(hours=1)
    again = world.join(person="b")
    world.binding.bind(COUNTY, again.member_id, "person-1")
    world.receivables.owe(COUNTY, again.member_id, cause=CAUSE, amount=700, number=1)

    assert (owed(world, again), owed(world, left)) == (0, 700)
