"""Killed before and after every storage call, then delivered or sent again: once, and whole."""

import contextlib
import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import DomainError, TryAgainError
from chalicelib.persistence.counties import CountyStore
from chalicelib.persistence.members import MemberStore
from chalicelib.security import MerchantActor
from tests import builders
from tests.builders import COUNTY, NOON
from tests.fakes import FakeTable
from tests.ledger_checks import check_chain
from tests.worlds import Holder, World, a_signup

SIGNUP = a_signup()


class KilledError(BaseException):
    """The process ends here: nothing may catch it."""


@dataclass(frozen=True)
class Operation:
    """`run` is what is repeated, word for word; `check` sees the world after it."""

    prepare: Callable[[World], Any]
    run: Callable[[World, Any], Any]
    check: Callable[[World, Any], None]


def _prepare_member(world: World) -> Holder:
    return world.join(vouchers=3000)


def _prepare_paid(world: World) -> tuple[Holder, str]:
    member = world.join(vouchers=3000)
    paid = world.redeem(member.pay_code(NOON), 1200, order_id="order-1", key="pay")
    return member, paid.redemption.entry.redemption_id


def _check_kinds(world: World, member: Holder, kinds: list[str], voucher_balance: int) -> None:
    chain = check_chain(world.table, member.member_id)
    assert [e.kind for e in chain] == ["signup", "conversion", *kinds]
    assert chain[-1].voucher_balance == voucher_balance


def _check_one_grant(world: World, _: None) -> None:
    member_id = MemberStore(world.table).member_of_person(COUNTY, SIGNUP.person_key)
    assert member_id is not None
    assert [e.mileage_balance for e in check_chain(world.table, member_id)] == [5000]
    profile = MemberStore(world.table).profile(COUNTY, member_id)
    assert profile is not None
    assert profile.person == SIGNUP.person
    status = world.desk.status(COUNTY, SIGNUP.signup_id)
    assert (status.status, status.member_id, status.already_member, status.granted_mileage) == (
        "completed", member_id, False, 5000,
    )  # fmt: skip


def _check_expired(world: World, member: Holder) -> None:
    chain = check_chain(world.table, member.member_id)
    assert [e.kind for e in chain] == ["signup", "conversion", "expiration"]
    assert chain[-1].voucher_balance == 0


def _prepare_expiring(world: World) -> Holder:
    """The job ran the night before, so it has one day to look at."""
    day_before = NOON.replace(year=2031).date() - timedelta(days=1)
    CountyStore(world.table).put_expired_through(COUNTY, day_before)
    return world.join(vouchers=3000)


def _expire(world: World, _: Holder) -> int:
    world.now = NOON.replace(year=2031) + timedelta(days=1)
    run = world.expirations.run(COUNTY, world.now.date())
    if run.failed:  # As the job does, which then runs again.
        raise TryAgainError(retry_after_seconds=1)
    return run.touched


def _check_rotated(world: World, actor: MerchantActor) -> None:
    assert world.merchants.authenticate(COUNTY, builders.MART_KEY)
    stored = world.merchants.store.by_id(COUNTY, actor.merchant.merchant_id)
    assert stored is not None
    assert len(stored.key_hashes) == 2
    assert all(world.merchants.store.key(COUNTY, h) for h in stored.key_hashes)


OPERATIONS = {
    "sign-up": Operation(
        prepare=lambda world: None,
        run=lambda world, _: world.consumer.complete(SIGNUP),
        check=_check_one_grant,
    ),
    "conversion": Operation(
        prepare=_prepare_member,
        run=lambda w, m: w.wallets.convert(m.actor, mileage=2000, idempotency_key="k").entry.hash,
        check=lambda w, m: _check_kinds(w, m, ["conversion"], 5000),
    ),
    "redemption": Operation(
        prepare=_prepare_member,
        run=lambda w, m: (
            w.redeem(m.pay_code(NOON), 700, order_id="order-1", key="k").redemption.entry.reference
        ),
        check=lambda w, m: _check_kinds(w, m, ["redemption"], 2300),
    ),
    "cancel": Operation(
        prepare=_prepare_paid,
        run=lambda w, p: w.cancel(p[1], 200, expected=1200, key="k")[0].remaining_amount,
        check=lambda w, p: _check_kinds(w, p[0], ["redemption", "cancellation"], 2000),
    ),
    "net-cancel": Operation(
        prepare=_prepare_paid,
        run=lambda w, p: w.net_cancel(p[0].pay_code(NOON), order_id="order-1", key="k")[0],
        check=lambda w, p: _check_kinds(w, p[0], ["redemption", "cancellation"], 3000),
    ),
    "net-cancel first": Operation(
        prepare=_prepare_member,
        run=lambda w, m: w.net_cancel(m.pay_code(NOON), order_id="order-1", key="k")[0],
        check=lambda w, m: _check_kinds(w, m, ["net_cancel"], 3000),
    ),
    "expiration": Operation(prepare=_prepare_expiring, run=_expire, check=_check_expired),
    "key rotation": Operation(
        prepare=lambda w: w.merchants.authenticate(COUNTY, builders.MART_KEY),
        run=lambda w, actor: w.merchants.create_key(actor)[:8],
        check=_check_rotated,
    ),
}
each_operation = pytest.mark.parametrize("name", OPERATIONS)


@pytest.fixture
def table() -> FakeTable:
    made = FakeTable()
    builders.seed(made)  # type: ignore[arg-type]
    return made


def prepared(table: FakeTable, operation: Operation) -> tuple[FakeTable, Any]:
    """A table of its own with what the operation needs."""
    own = FakeTable()
    own.items = copy.deepcopy(table.items)
    return own, operation.prepare(World(own))


def calls_of(table: FakeTable, operation: Operation) -> int:
    own, subject = prepared(table, operation)
    own.calls.clear()
    operation.run(World(own), subject)
    count = len(own.calls)
    operation.check(World(own), subject)
    return count


def stop_at(table: FakeTable, call: int, *, after: bool, error: BaseException) -> None:
    """Raise `error` at the call of this number, counted from now; nothing at later ones."""
    count = 0

    def hook(name: str) -> None:
        nonlocal count
        count += 1
        if count == call:
            raise error

    if after:
        table.after_call = hook
    else:
        table.before_call = hook


def go_on(table: FakeTable) -> None:
    table.before_call = table.after_call = lambda name: None


@each_operation
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_call_and_sent_again_it_happens_once(
    table: FakeTable, name: str, after: bool
) -> None:
    operation = OPERATIONS[name]
    for call in range(1, calls_of(table, operation) + 1):
        own, subject = prepared(table, operation)
        stop_at(own, call, after=after, error=KilledError())
        with pytest.raises(KilledError):
            operation.run(World(own), subject)
        go_on(own)

        answers = [operation.run(World(own), subject) for _ in range(2)]

        if name != "expiration":  # Its answer is how many it touched this time.
            assert answers[0] == answers[1]
        operation.check(World(own), subject)


@each_operation
def test_killed_twice_in_a_row_at_any_two_calls_it_happens_once(
    table: FakeTable, name: str
) -> None:
    operation = OPERATIONS[name]
    calls = calls_of(table, operation)
    for first in range(1, calls + 1):
        for second in range(1, calls + 1):
            own, subject = prepared(table, operation)
            for call in (first, second):
                stop_at(own, call, after=True, error=KilledError())
                with contextlib.suppress(KilledError):
                    operation.run(World(own), subject)
                go_on(own)

            operation.run(World(own), subject)

            operation.check(World(own), subject)


@each_operation
def test_an_answer_lost_after_it_was_applied_is_no_second_effect(
    table: FakeTable, name: str
) -> None:
    operation = OPERATIONS[name]
    for call in range(1, calls_of(table, operation) + 1):
        own, subject = prepared(table, operation)
        stop_at(own, call, after=True, error=TryAgainError(retry_after_seconds=1))
        with pytest.raises(TryAgainError):
            operation.run(World(own), subject)
        go_on(own)

        operation.run(World(own), subject)

        operation.check(World(own), subject)


@each_operation
def test_storage_that_refuses_everything_moves_nothing(table: FakeTable, name: str) -> None:
    operation = OPERATIONS[name]
    own, subject = prepared(table, operation)
    before = copy.deepcopy(own.items)

    def refuse(_: str) -> None:
        raise TryAgainError(retry_after_seconds=1)

    own.before_call = refuse

    with pytest.raises(DomainError):
        operation.run(World(own), subject)

    assert own.items == before


def test_one_sign_up_message_three_times_is_one_grant(table: FakeTable) -> None:
    world = World(table)

    for _ in range(3):
        world.consumer.complete(SIGNUP)

    _check_one_grant(world, None)
    assert len([k for k in table.items if "#PERSON#" in k[0]]) == 1
