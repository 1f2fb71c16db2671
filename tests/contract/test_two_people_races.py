"""Two people and many workers at once on one matter, on every implementation of the table."""

import itertools
import random
import time
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.staff.person import Person
from tests import builders
from tests.builders import COUNTY
from tests.contract.conftest import Storage
from tests.contract.test_races import at_once
from tests.fakes import FakeTable
from tests.ledger_checks import check_chain
from tests.staff_office import CHAN, Office, a_file
from tests.worlds import World

ROUNDS = 3
Task = Callable[[World], Any]


@pytest.fixture
def world(storage: Storage) -> World:
    table = storage.open()
    builders.seed(table)
    if isinstance(table, FakeTable):
        # It has no network that would let another thread go first.
        table.before_call = lambda name: time.sleep(random.random() / 1_000)
    return World(table)


def approver(n: int) -> Person:
    return Person(f"sub-{n}", f"person-{n}")


def test_ten_approve_at_once_and_it_is_applied_once(storage: Storage, world: World) -> None:
    member = world.join()
    for key in map(str, range(ROUNDS)):
        adjustment_id = Office(world).propose(member.member_id, key=key).adjustment_id

        def approve(n: int, matter: str = adjustment_id) -> Task:
            return lambda w: Office(w).approve(matter, approver(n))

        answers = at_once(storage, [approve(n) for n in range(10)])

        assert {a.status for a in answers} == {"applied"}
        assert len({(a.entry_id, a.steps) for a in answers}) == 1
    chain = check_chain(world.table, member.member_id)
    assert [e.mileage_amount for e in chain[1:]] == [500] * ROUNDS


def test_approve_against_reject_is_one_of_the_two(storage: Storage, world: World) -> None:
    member = world.join()
    applied = 0
    for key in map(str, range(ROUNDS)):
        matter = Office(world).propose(member.member_id, key=key).adjustment_id
        tasks: list[Task] = [
            lambda w, m=matter: Office(w).approve(m),  # type: ignore[misc]
            lambda w, m=matter: Office(w).desk.reject(COUNTY, CHAN, m, reason="x"),  # type: ignore[misc]
        ] * 3

        answers = at_once(storage, tasks)

        final = Office(world).desk.by_id(COUNTY, matter)
        applied += final.status == "applied"
        told = {a if isinstance(a, str) else a.status for a in answers}
        assert told == {final.status, "already_decided"}
        assert final.status in ("applied", "rejected")
    assert len(check_chain(world.table, member.member_id)) == 1 + applied


def test_a_refusal_and_an_entry_never_stand_side_by_side(storage: Storage, world: World) -> None:
    """Approved by many while the money comes and goes: whoever was first is what stays."""
    member = world.join()
    for key in map(str, range(ROUNDS)):
        head = check_chain(world.table, member.member_id)[-1]
        wanted = Office(world).propose(
            member.member_id, mileage=-(head.mileage_balance + 300), key=key
        )
        tasks: list[Task] = [
            lambda w, m=wanted.adjustment_id: Office(w).approve(m)  # type: ignore[misc]
        ] * 4
        tasks.insert(
            2,
            lambda w, k=key: w.adjustments.adjust(  # type: ignore[misc]
                COUNTY, member.member_id, mileage=5000, reason="x", adjustment_id=f"more-{k}"
            ),
        )

        at_once(storage, tasks)

        final = Office(world).desk.by_id(COUNTY, wanted.adjustment_id)
        chain = check_chain(world.table, member.member_id)
        entries = [e for e in chain if e.reference == wanted.reference]
        assert (final.status, len(entries)) in (("applied", 1), ("refused", 0))


def test_one_slice_in_many_hands_grants_each_row_once(storage: Storage, world: World) -> None:
    members = [world.join(person=name) for name in "ab"]
    rows = [(f"r{n}", members[n % 2].member_id, n + 1) for n in range(12)]
    office = Office(world)
    first = office.upload(a_file(*rows), key="1")
    # Case makes no other row key of it.
    shouted = [(row_key.upper(), member_id, amount) for row_key, member_id, amount in rows]
    second = office.upload(a_file(*shouted), key="2")
    for grant in (first, second):
        office.approve_file(grant.grant_id)

    def work(grant_id: str) -> Task:
        def run(w: World) -> None:
            own = Office(w)
            own.queue.sent.append((COUNTY, grant_id, 1))
            own.deliver()

        return run

    at_once(storage, [work(g.grant_id) for g in (first, second) for _ in range(4)])

    for grant in (first, second):
        assert office.files.by_id(COUNTY, grant.grant_id).status == "completed"
    told = [
        sorted((a[0], b[0]))
        for a, b in zip(office.outcomes(first), office.outcomes(second), strict=True)
    ]
    assert told == [["already_granted", "granted"]] * 12
    chains = [check_chain(world.table, m.member_id)[1:] for m in members]
    amounts = sorted(e.mileage_amount for e in itertools.chain(*chains))
    assert amounts == list(range(1, 13))


def test_two_files_fight_for_one_row_key(storage: Storage, world: World) -> None:
    """Another member, or another amount: one file gets it, the other is told that it is taken."""
    a, b = (world.join(person=name) for name in "ab")
    office = Office(world)
    for n in range(ROUNDS):
        files = [
            office.upload(a_file((f"key-{n}", member.member_id, amount)), key=f"{n}/{i}")
            for i, (member, amount) in enumerate([(a, 5), (b, 5), (a, 6)])
        ]
        for grant in files:
            office.approve_file(grant.grant_id)

        def work(grant_id: str) -> Task:
            return lambda w: Office(w).runs.run_slice(COUNTY, grant_id, 1)

        at_once(storage, [work(grant.grant_id) for grant in files for _ in range(2)])

        told = sorted(office.outcomes(grant)[0] for grant in files)
        assert told == [("granted", None)] + [("refused", "row_key_reused")] * 2
    entries = [e for m in (a, b) for e in check_chain(world.table, m.member_id)[1:]]
    assert len(entries) == ROUNDS
