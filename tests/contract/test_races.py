"""Many at once on one wallet, each with services of its own, on every implementation."""

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from chalicelib.core.errors import DomainError
from chalicelib.members.store import MemberStore
from chalicelib.paying.service import RedemptionResult
from tests import builders
from tests.contract.conftest import Storage
from tests.fakes import FakeTable
from tests.ledger_checks import check_chain
from tests.worlds import Holder, World, a_signup

NOW = builders.NOON


@pytest.fixture
def world(storage: Storage) -> World:
    table = storage.open()
    builders.seed(table)
    if isinstance(table, FakeTable):
        # It has no network that would let another thread go first.
        table.before_call = lambda name: time.sleep(random.random() / 1_000)
    return World(table)


def at_once(storage: Storage, tasks: Sequence[Callable[[World], Any]]) -> list[Any]:
    """Run each task in a thread and a world of its own; refusals are answers too."""
    line = Barrier(len(tasks))

    def run(task: Callable[[World], Any]) -> Any:
        own = World(storage.open())
        line.wait()
        try:
            return task(own)
        except DomainError as error:
            return error.code

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def payments(answers: list[Any]) -> list[RedemptionResult]:
    return [a for a in answers if isinstance(a, RedemptionResult)]


def test_fifty_payments_with_money_for_ten_are_ten(storage: Storage, world: World) -> None:
    member = world.join(vouchers=5000)
    codes = [member.pay_code(NOW, seconds_ago=n) for n in range(50)]

    def pay(n: int) -> Callable[[World], Any]:
        return lambda w: w.redeem(codes[n], 500, order_id=f"order-{n:02}", key=f"k{n}")

    answers = at_once(storage, [pay(n) for n in range(50)])

    assert len(payments(answers)) == 10
    assert Counter(a for a in answers if isinstance(a, str)) == {"insufficient_balance": 40}
    chain = check_chain(world.table, member.member_id)
    assert chain[-1].voucher_balance == 0
    assert len(chain) == 12


def test_the_same_request_ten_times_at_once_is_one_charge(storage: Storage, world: World) -> None:
    member = world.join(vouchers=5000)
    code = member.pay_code(NOW)

    answers = at_once(storage, [lambda w: w.redeem(code, 700, order_id="order-1", key="k")] * 10)

    made = payments(answers)
    assert len(made) == 10
    assert len({p.redemption.entry.hash for p in made}) == 1
    assert [p.replayed for p in made].count(False) == 1
    assert check_chain(world.table, member.member_id)[-1].voucher_balance == 4300


def test_one_order_with_fresh_codes_and_keys_at_once_is_one_charge(
    storage: Storage, world: World
) -> None:
    member = world.join(vouchers=5000)
    codes = [member.pay_code(NOW, seconds_ago=n) for n in range(10)]

    def pay(n: int) -> Callable[[World], Any]:
        return lambda w: w.redeem(codes[n], 700, order_id="order-1", key=f"k{n}")

    made = payments(at_once(storage, [pay(n) for n in range(10)]))

    assert len(made) == 10
    assert len({p.redemption.entry.hash for p in made}) == 1
    assert check_chain(world.table, member.member_id)[-1].voucher_balance == 4300


def test_one_pay_code_for_ten_orders_at_once_pays_one(storage: Storage, world: World) -> None:
    member = world.join(vouchers=5000)
    code = member.pay_code(NOW)

    def pay(n: int) -> Callable[[World], Any]:
        return lambda w: w.redeem(code, 100, order_id=f"order-{n:02}", key=f"k{n}")

    answers = at_once(storage, [pay(n) for n in range(10)])

    assert len(payments(answers)) == 1
    assert answers.count("pay_code_used") == 9
    assert check_chain(world.table, member.member_id)[-1].voucher_balance == 4900


def test_of_ten_cancels_that_expect_the_same_remainder_one_counts(
    storage: Storage, world: World
) -> None:
    member = world.join(vouchers=5000)
    rdm = _paid(world, member, 2000)

    def cancel(n: int) -> Callable[[World], Any]:
        return lambda w: w.cancel(rdm, 500, expected=2000, key=f"k{n}")

    answers = at_once(storage, [cancel(n) for n in range(10)])

    assert answers.count("expected_remaining_mismatch") == 9
    assert check_chain(world.table, member.member_id)[-1].voucher_balance == 3500


def test_the_same_cancel_ten_times_at_once_gives_back_once(storage: Storage, world: World) -> None:
    member = world.join(vouchers=5000)
    rdm = _paid(world, member, 2000)

    answers = at_once(storage, [lambda w: w.cancel(rdm, None, expected=2000, key="k")] * 10)

    assert {redemption.remaining_amount for redemption, _ in answers} == {0}
    assert [replayed for _, replayed in answers].count(False) == 1
    assert check_chain(world.table, member.member_id)[-1].voucher_balance == 5000


@pytest.mark.parametrize("round_", range(4))
def test_a_net_cancel_against_its_payment_leaves_nothing_paid(
    storage: Storage, world: World, round_: int
) -> None:
    member = world.join(vouchers=5000)
    code, fresh = member.pay_code(NOW), member.pay_code(NOW, seconds_ago=9)

    pay = [lambda w: w.redeem(code, 700, order_id="order-1", key="pay")] * 4
    undo = [lambda w: w.net_cancel(fresh, order_id="order-1", key="undo")] * 4
    answers = at_once(storage, [task for pair in zip(pay, undo, strict=True) for task in pair])

    assert {a for a in answers if isinstance(a, str)} <= {"net_canceled"}
    chain = check_chain(world.table, member.member_id)
    assert chain[-1].voucher_balance == 5000
    assert [e.kind for e in chain[2:]] in (["net_cancel"], ["redemption", "cancellation"])
    assert at_once(storage, [pay[0]]) == ["net_canceled"]


def test_conversions_against_payments_keep_every_won(storage: Storage, world: World) -> None:
    member = world.join(vouchers=2000)
    codes = [member.pay_code(NOW, seconds_ago=n) for n in range(8)]

    def convert(n: int) -> Callable[[World], Any]:
        return lambda w: w.wallets.convert(member.actor, mileage=1000, idempotency_key=f"c{n}")

    def pay(n: int) -> Callable[[World], Any]:
        return lambda w: w.redeem(codes[n], 500, order_id=f"order-{n:02}", key=f"k{n}")

    answers = at_once(storage, [make(n) for n in range(8) for make in (convert, pay)])

    chain = check_chain(world.table, member.member_id)
    assert answers.count("insufficient_mileage") == 5
    assert chain[-1].mileage_balance == 0
    assert chain[-1].voucher_balance == 5000 - 500 * len(payments(answers))


def test_two_sign_ups_of_one_person_at_once_are_one_grant(storage: Storage, world: World) -> None:
    signups = [a_signup() for _ in range(4)] * 2

    at_once(storage, [lambda w, s=s: w.consumer.complete(s) for s in signups])

    holder = MemberStore(world.table).holder_of(builders.COUNTY, signups[0].person_key)
    assert holder is not None
    chain = check_chain(world.table, holder.member_id)
    assert [e.mileage_balance for e in chain] == [5000]


def test_of_eight_rotations_of_one_key_at_once_the_new_key_of_one_works(
    storage: Storage, world: World
) -> None:
    actor = world.merchants.authenticate(builders.COUNTY, builders.MART_KEY)

    answers = at_once(storage, [lambda w: w.merchants.create_key(actor, idempotency_key="")[0]] * 8)

    keys = [a for a in answers if a.startswith("mk_")]
    assert keys
    assert {a for a in answers if a not in keys} <= {"version_conflict", "merchant_key_limit"}
    fresh = World(storage.open())
    assert sum(_opens(fresh, key) for key in keys) == 1
    assert _opens(fresh, builders.MART_KEY)


def _opens(world: World, key: str) -> bool:
    try:
        world.merchants.authenticate(builders.COUNTY, key)
    except DomainError:
        return False
    return True


def _paid(world: World, member: Holder, amount: int) -> str:
    code = member.pay_code(NOW)
    payment = world.redeem(code, amount, order_id="order-1", key="pay")
    redemption_id: str = payment.redemption.entry.redemption_id
    return redemption_id
