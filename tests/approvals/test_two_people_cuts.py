"""Two-person adjustments and bulk grants, killed at every storage and queue call, then repeated."""

import contextlib
import copy
from functools import cache
from typing import Any

import pytest

from chalicelib.core.errors import TryAgainError
from tests import builders
from tests.cutting import KilledError, go_on, stop_at
from tests.fakes import FakeTable
from tests.staff_operations import OPERATIONS
from tests.worlds import World

each_operation = pytest.mark.parametrize("name", OPERATIONS)
PAIRS_MAX = 200


@cache
def _prepared(name: str) -> tuple[FakeTable, Any]:
    made = FakeTable()
    builders.seed(made)
    return made, OPERATIONS[name].prepare(World(made))


def prepared(name: str) -> tuple[FakeTable, Any]:
    """A table of one's own on which all is ready for the operation, and what it is about."""
    made, subject = _prepared(name)
    own = FakeTable()
    own.items = made.copy_of_items()
    # A queue of the subject's counts as calls of this table.
    return own, copy.deepcopy(subject, {id(made): own})


def calls_of(name: str) -> int:
    operation = OPERATIONS[name]
    own, subject = prepared(name)
    own.calls.clear()
    operation.run(World(own), subject)
    count = len(own.calls)
    operation.check(World(own), subject)
    return count


@each_operation
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_call_and_sent_again_it_happens_once(name: str, after: bool) -> None:
    operation = OPERATIONS[name]
    for call in range(1, calls_of(name) + 1):
        own, subject = prepared(name)
        stop_at(own, call, after=after, error=KilledError())
        with pytest.raises(KilledError):
            operation.run(World(own), subject)
        go_on(own)

        answers = [operation.run(World(own), subject) for _ in range(2)]

        assert answers[0] == answers[1]
        operation.check(World(own), subject)


@each_operation
def test_an_answer_lost_after_it_was_applied_is_no_second_effect(name: str) -> None:
    operation = OPERATIONS[name]
    for call in range(1, calls_of(name) + 1):
        own, subject = prepared(name)
        stop_at(own, call, after=True, error=TryAgainError(retry_after_seconds=1))
        with contextlib.suppress(TryAgainError):
            operation.run(World(own), subject)
        go_on(own)

        operation.run(World(own), subject)

        operation.check(World(own), subject)


@each_operation
def test_killed_twice_in_a_row_it_happens_once(name: str) -> None:
    operation = OPERATIONS[name]
    calls = calls_of(name)
    pairs = [(a, b) for a in range(1, calls + 1) for b in range(1, calls + 1)]
    step = len(pairs) // PAIRS_MAX + 1
    for pair in pairs[::step]:
        own, subject = prepared(name)
        for call in pair:
            stop_at(own, call, after=True, error=KilledError())
            with contextlib.suppress(KilledError):
                operation.run(World(own), subject)
            go_on(own)

        operation.run(World(own), subject)

        operation.check(World(own), subject)
