"""Every command and worker, broken at every call to storage and queues, in fourteen ways, twice.

After retries the end is the one of a run without a fault, and whoever asked again got the first
answer. `ONMIN_FAULT_DEPTH=3` tries three at a time; see docs/trials.md.
"""

import time

import pytest

from tests.faults.conftest import DEPTH, SEED, Tally
from tests.simulator.command import ViolationError
from tests.simulator.commands import COMMANDS
from tests.simulator.faults import Kind
from tests.simulator.schedules import Explorer, Trial
from tests.simulator.universe import chance_of, inside, new_universe


@pytest.mark.parametrize("name", COMMANDS)
def test_whatever_fails_it_happens_once_and_the_answer_is_the_first(
    name: str, tally: Tally
) -> None:
    command = COMMANDS[name]
    started = time.process_time()
    explorer = Explorer(command, new_universe(), SEED)

    tried = sum(1 for _ in explorer.explore(DEPTH))

    assert explorer.explored.calls > 0
    assert tried == sum(explorer.explored.schedules.values())
    tally.explored.append(explorer.explored)
    tally.seconds[name] = time.process_time() - started


@pytest.mark.parametrize("name", COMMANDS)
def test_storage_that_refuses_everything_moves_nothing(name: str) -> None:
    universe = new_universe()
    command = COMMANDS[name]
    with chance_of(SEED), inside(universe):
        trial = Trial(command, universe, command.prepare(universe))
        before = {id(row) for row in universe.db.store.table.all()}
        universe.network.is_armed = True
        universe.network.choose = lambda call: "throttle"
        try:
            trial.until_done(command.run)
        except ViolationError:
            pass  # Given up, as a client does.
        else:
            # A queue gives a message up by laying it aside.
            assert any(q.messages for n, q in universe.queues.queues.items() if "dead" in n)

    assert {id(row) for row in universe.db.store.table.all()} == before


def test_all_fourteen_kinds_hit(tally: Tally) -> None:
    if len(tally.explored) < len(COMMANDS):
        pytest.skip("only a part of the commands ran")
    assert len(Kind) == 14
    hit = {kind for explored in tally.explored for kind, n in explored.faults.items() if n}
    assert hit == set(Kind)
