"""Faults measured on a comparable system under retries, races and crashes (A to F3), tried here."""

import contextlib
import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from chalicelib.core.errors import DomainError
from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.fakes import FakeTable
from tests.ledger_checks import check_chain
from tests.paying.test_paying import fresh_code
from tests.worlds import World


class KilledError(BaseException):
    """The process ends here: nothing may catch it."""


@pytest.fixture
def member(stack: Stack) -> Member:
    return stack.member(vouchers=3000)


@pytest.fixture
def table() -> FakeTable:
    made = FakeTable()
    builders.seed(made)
    made.before_call = lambda name: time.sleep(random.random() / 1_000)
    return made


def at_once(table: FakeTable, count: int, command: Callable[[World, int], Any]) -> list[Any]:
    line = Barrier(count)

    def run(number: int) -> Any:
        world = World(table)
        line.wait()
        try:
            return command(world, number)
        except DomainError as error:
            return error.code

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def killed(stack: Stack, hook: str, call: str, send: Callable[[], Answer]) -> None:
    """Let `send` be killed right before or after its storage call of this name."""

    def kill(name: str) -> None:
        if name == call:
            setattr(stack.table, hook, lambda name: None)
            raise KilledError

    setattr(stack.table, hook, kill)
    with contextlib.suppress(KilledError):
        send()
        raise AssertionError("nothing was cut off")


def test_fault_a_the_same_post_twice_without_a_key(stack: Stack, member: Member) -> None:
    body = {"pay_code": member.pay_code(), "amount": 700, "order_id": "order-1"}
    for _ in range(2):
        answer = stack.call("POST", "/v1/redemptions", body, token=builders.SHOP_KEY)
        assert (answer.status, answer.json["code"]) == (400, "idempotency_key_missing")
    assert member.balance() == 3000


def test_fault_b_the_same_key_twice(stack: Stack, member: Member) -> None:
    code = member.pay_code()
    answers = [stack.redeem(code, 700, order_id="order-1", key="key-1") for _ in range(2)]
    assert answers[0].raw == answers[1].raw
    assert [a.headers.get("Idempotent-Replayed") for a in answers] == [None, "true"]
    assert member.balance() == 2300


def test_fault_c_the_same_key_with_another_customer_and_amount(
    stack: Stack, member: Member
) -> None:
    """Never the first customer's answer: refused, or told as the payment that it is."""
    other = stack.member("010-2222-3333", vouchers=2000)
    first = stack.redeem(member.pay_code(), 700, order_id="order-1", key="key-1")

    same_wallet = stack.redeem(fresh_code(member), 500, order_id="order-2", key="key-1")
    answer = stack.redeem(other.pay_code(), 500, order_id="order-2", key="key-1")

    assert (same_wallet.status, same_wallet.json["code"]) == (422, "idempotency_key_reused")
    assert answer.json.get("redemption_id") != first.json["redemption_id"]
    taken = 500 if answer.status == 201 else 0
    assert (member.balance(), other.balance()) == (2300, 2000 - taken)
    if taken:
        assert answer.json["amount"] == 500
        assert "Idempotent-Replayed" not in answer.headers


def test_fault_d_thirty_two_at_once_with_one_key(table: FakeTable) -> None:
    world = World(table)
    holder = world.join(vouchers=5000)
    code = holder.pay_code(world.now)

    answers = at_once(table, 32, lambda w, n: w.redeem(code, 700, order_id="o", key="k"))

    assert Counter(a.replayed for a in answers) == {False: 1, True: 31}
    assert len({a.redemption.entry.hash for a in answers}) == 1
    assert check_chain(table, holder.member_id)[-1].voucher_balance == 4300


def test_fault_e_forty_debits_of_a_balance_for_nine(table: FakeTable) -> None:
    world = World(table)
    world.rounds.create(builders.a_round())
    holder = world.join()
    world.buy(holder, 99_000, key="buy")
    codes = [holder.pay_code(world.now, seconds_ago=n) for n in range(40)]

    answers = at_once(
        table, 40, lambda w, n: w.redeem(codes[n], 10_000, order_id=f"o{n}", key=f"k{n}")
    )

    assert Counter(a for a in answers if isinstance(a, str)) == {"insufficient_balance": 31}
    assert check_chain(table, holder.member_id)[-1].voucher_balance == 9_000


def test_fault_f1_the_broker_is_down(stack: Stack, member: Member) -> None:
    """A payment needs no broker. A sign-up does: it is refused until it is back, and then once."""
    token = stack.prove_phone("010-4444-5555")
    stack.queue.is_down = stack.report_queue.is_down = True
    code = member.pay_code()
    paid = [stack.redeem(code, 1000, order_id="order-1", key="key-1") for _ in range(5)]
    refused = [stack.apply_with(token).status for _ in range(4)]
    stack.queue.is_down = False
    accepted = stack.apply_with(token)
    stack.deliver(times=2)

    assert [a.status for a in paid] == [201] * 5
    assert len({a.raw for a in paid}) == 1
    assert member.balance() == 2000
    assert all(status >= 500 for status in refused)
    assert accepted.status == 202
    granted = [i for i in stack.table.items.values() if i.get("kind") == "signup"]
    assert len(granted) == 2  # The member of the test, and this one.


def test_fault_f2_killed_after_the_commit_before_the_answer(stack: Stack, member: Member) -> None:
    """The retry gets the answer that the first would have got, and so does one days later."""
    code = member.pay_code()

    def pay() -> Answer:
        return stack.redeem(code, 1000, order_id="order-1", key="key-1")

    killed(stack, "after_call", "put_new", pay)
    again = pay()
    stack.later(days=14)
    much_later = pay()

    assert (again.status, again.headers["Idempotent-Replayed"]) == (201, "true")
    assert much_later.raw == again.raw
    chain = check_chain(stack.table, member.member_id)
    assert [e.kind for e in chain] == ["signup", "conversion", "redemption"]


def test_fault_f3_killed_before_the_commit(stack: Stack, member: Member) -> None:
    """Nothing was taken, the retry pays at once, and can be told from a replay (F2)."""
    code = member.pay_code()

    def pay() -> Answer:
        return stack.redeem(code, 1000, order_id="order-1", key="key-1")

    killed(stack, "before_call", "put_new", pay)
    assert member.balance() == 3000
    again = pay()

    assert again.status == 201
    assert "Idempotent-Replayed" not in again.headers
    assert member.balance() == 2000
