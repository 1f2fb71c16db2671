"""Two sign-ups of one person, the one within the other, cut at every call."""

import contextlib
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.members.store import MemberStore
from tests import builders
from tests.builders import COUNTY
from tests.cutting import KilledError, go_on, stop_at
from tests.fakes import FakeTable
from tests.ledger_checks import check_chain
from tests.worlds import World, a_signup

SIGNUP = a_signup()
CALLS_MAX = 14
"""More calls than a sign-up makes that joins another."""


@pytest.fixture
def table() -> FakeTable:
    made = FakeTable()
    builders.seed(made)
    return made


def test_two_sign_ups_of_one_person_interleaved_at_every_call_are_one_member(
    table: FakeTable,
) -> None:
    first, second = SIGNUP, a_signup(accepted_at=builders.NOON + timedelta(seconds=1))
    for pause_at in range(1, CALLS_MAX):
        for killed_at in range(1, CALLS_MAX):
            own = FakeTable()
            own.items = table.copy_of_items()
            _deliver_within(own, first, second, pause_at, killed_at)

            World(own).consumer.complete(second)

            _check_one_grant_for_two(own, first.signup_id, second.signup_id)


def _deliver_within(
    table: FakeTable, first: Any, second: Any, pause_at: int, killed_at: int
) -> None:
    """At the first one's call number `pause_at`, the second runs until it is killed."""
    count = 0

    def hook(name: str) -> None:
        nonlocal count
        count += 1
        if count != pause_at:
            return
        stop_at(table, killed_at, after=False, error=KilledError())
        with contextlib.suppress(KilledError):
            World(table).consumer.complete(second)
        go_on(table)

    table.before_call = hook
    World(table).consumer.complete(first)
    go_on(table)


def _check_one_grant_for_two(table: FakeTable, *signup_ids: str) -> None:
    world = World(table)
    holder = MemberStore(table).holder_of(COUNTY, SIGNUP.person_key)
    assert holder is not None
    member_id = holder.member_id
    assert [e.mileage_balance for e in check_chain(table, member_id)] == [5000]
    statuses = [world.desk.status(COUNTY, signup_id) for signup_id in signup_ids]
    assert [s.status for s in statuses] == ["completed"] * 2
    assert {s.member_id for s in statuses} == {member_id}
    assert sorted(s.granted_mileage or 0 for s in statuses) == [0, 5000]
    assert sorted(bool(s.already_member) for s in statuses) == [False, True]
