"""A fault is tried once in each situation: which runs stand alike, and which do not."""

import pytest

from tests.faults.conftest import SEED
from tests.simulator.commands import COMMANDS
from tests.simulator.schedules import Explorer
from tests.simulator.universe import new_universe

WRITE = 2
"""The call of a conversion that appends its entry."""


@pytest.fixture(scope="module")
def conversion() -> Explorer:
    return Explorer(COMMANDS["conversion"], new_universe(), SEED)


def _after(explorer: Explorer, number: int, fault: str) -> list[int]:
    return explorer.run_through(((number, fault),)).situations[number + 1 :]


def test_calls_of_one_run_are_in_situations_of_their_own(conversion: Explorer) -> None:
    alone = conversion.run_through(()).situations
    assert len(set(alone)) == len(alone) == WRITE + 1


@pytest.mark.parametrize("fault", ["server-error", "conflict", "crash-before"])
def test_what_did_nothing_leads_where_a_throttle_leads(conversion: Explorer, fault: str) -> None:
    assert _after(conversion, WRITE, fault) == _after(conversion, WRITE, "throttle") != []


def test_a_command_begun_anew_is_where_it_began(conversion: Explorer) -> None:
    alone = conversion.run_through(()).situations
    assert _after(conversion, 0, "throttle") == alone


@pytest.mark.parametrize(
    "fault",
    [
        "answer-lost",
        "applied-before-next-write",
        "applied-at-the-end",
        "function-timeout",
        "duplicate",
        "reorder",
        "delay",
    ],
)
def test_what_did_something_leads_elsewhere(conversion: Explorer, fault: str) -> None:
    assert set(_after(conversion, WRITE, fault)[:1]).isdisjoint(
        _after(conversion, WRITE, "throttle")
    )


@pytest.mark.parametrize("fault", ["clock-behind", "clock-ahead", "stale-read"])
def test_a_wrong_clock_is_a_situation_of_its_own(conversion: Explorer, fault: str) -> None:
    alone = conversion.run_through(()).situations
    is_alike = set(_after(conversion, 1, fault)) <= set(alone)
    assert is_alike == (fault == "stale-read")
