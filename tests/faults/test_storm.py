"""A county's day at random, every call liable to fail: the money is right after each command."""

import random

from tests.faults.conftest import SEED, Tally
from tests.simulator.states import check_all
from tests.simulator.storm import Storm
from tests.simulator.universe import chance_of, inside, new_universe

COMMANDS = 900
FAULT_RATE = 0.25


def test_a_day_of_failing_calls_loses_and_invents_nothing(tally: Tally) -> None:
    universe = new_universe()
    with chance_of(SEED), inside(universe):
        storm = Storm(universe, random.Random(SEED), FAULT_RATE)
        storm.run(COMMANDS)
        sums = check_all(universe)
    assert sums["redemption vouchers"] < 0
    tally.storm |= {
        "commands": COMMANDS,
        "operations": universe.network.operations,
        "faults": sum(storm.faults.values()),
    }
    assert universe.network.operations >= 3_000
    assert sum(storm.faults.values()) >= 700
