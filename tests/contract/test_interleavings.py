"""Every order in which the storage calls of two or three commands can meet, on the fake; a seeded
sample of the very same orders on the real implementations; and real threads.

However they meet, it must come out as if one had gone after the other: the same answers, the same
wallet. `make races` is the long run.
"""

import itertools
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from random import Random
from threading import Barrier
from typing import Any

import pytest

from chalicelib.aws.keys import Key
from chalicelib.aws.table import Count
from chalicelib.core.errors import DomainError
from chalicelib.ledger.entries import Entry
from tests import builders
from tests.contract.arenas import Arena
from tests.contract.arenas import arena as arena  # The fixture.
from tests.contract.conftest import REAL, Storage
from tests.fakes import FakeTable
from tests.ledger_checks import entries_of
from tests.races.all_cases import BY_CHANCE, CASES, NUMBERS
from tests.races.cases import Case, Scene
from tests.races.outcomes import Answer, answer_of, check_money
from tests.races.scheduler import Baton, GatedTable, RaceRun, Task
from tests.worlds import World

RACES = int(os.environ.get("TRIAL_RACES", "50"))
"""With real threads, on each real implementation, all cases together."""
SAMPLED_ORDERS = max(1, RACES // 50)
"""Of each case's orders, on each real implementation."""
IS_LONG = RACES >= 2000
ORDERS_MAX = 30_000 if IS_LONG else 8
"""Of one case, in their systematic order."""
ORDERS_BY_CHANCE = 3_000 if IS_LONG else 4
"""Of a case that has more."""

Outcome = tuple[tuple[Any, ...], Any]


def world_of(table: Any, scene: Scene) -> World:
    return World(table, scene.now, pause=lambda seconds: None)


def attempt(command: Callable[[], Any]) -> Any:
    try:
        return command()
    except DomainError as error:
        return error


def chains_of(table: Any, scene: Scene) -> list[list[Entry]]:
    return [entries_of(table, member.member_id) for member in scene.members]


def judged(
    case: Case, scene: Scene, table: Any, before: Sequence[Sequence[Entry]], given: Iterable[Any]
) -> Outcome:
    """What came out, once money and repeats are found right."""
    answers = [answer_of(one) for one in given]
    if scene.members:
        check_money(before, chains_of(table, scene), answers)
    state = case.state(table, scene)
    for command, first in zip(case.commands, answers, strict=True):
        if first.can_repeat:
            world = world_of(table, scene)
            _check_repeat(first, answer_of(attempt(partial(command, world, scene))))
    assert case.state(table, scene) == state
    return tuple((a.what, a.is_replay) for a in answers), state


def _check_repeat(first: Answer, again: Answer) -> None:
    if again.what[:2] == ("refused", "net_canceled"):
        assert first.what[0] == "redemption"  # Final: the payment is undone, and stays so.
        return
    if again.what == ("refused", "member_not_found"):
        return  # By a session, which ended with the membership.
    assert again.is_replay
    assert again.what == first.what


@cache
def seeded() -> FakeTable:
    table = FakeTable()
    builders.seed(table)
    return table


def copied(table: FakeTable) -> FakeTable:
    fresh = FakeTable()
    fresh.items = {key: dict(item) for key, item in table.items.items()}
    return fresh


class OnFake:
    """A case on copies of one prepared fake."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._prepared = copied(seeded())
        self.scene = case.prepare(World(self._prepared), "p")
        self._before = chains_of(self._prepared, self.scene)
        self._table = self._prepared
        self._known: dict[Any, Any] = {}

    def tasks(self) -> list[Task]:
        self._table = copied(self._prepared)
        return tasks_of(self.case, self.scene, [self._table] * len(self.case.commands), self._known)

    def outcome(self, given: Iterable[Any]) -> Outcome:
        table = GatedTable(self._table, lambda: None, self._known)
        return judged(self.case, self.scene, table, self._before, given)

    def serial(self) -> set[Outcome]:
        """What comes out when one goes after the other, in any order."""
        found = set()
        for order in itertools.permutations(range(len(self.case.commands))):
            tasks = self.tasks()
            given = {number: tasks[number](lambda: None) for number in order}
            found.add(self.outcome(given[n] for n in range(len(tasks))))
        return found


def tasks_of(case: Case, scene: Scene, tables: Sequence[Any], known: dict[Any, Any]) -> list[Task]:
    def task(number: int) -> Task:
        def run(turn: Callable[[], None]) -> Any:
            world = world_of(GatedTable(tables[number], turn, known), scene)
            return attempt(lambda: case.commands[number](world, scene))

        return run

    return [task(number) for number in range(len(case.commands))]


@pytest.fixture(scope="module")
def baton() -> Iterator[Baton]:
    with Baton() as made:
        yield made


@cache
def orders_of(name: str) -> tuple[tuple[int, ...], ...]:
    """Every order of this case, each found right on the fake."""
    on_fake = OnFake(CASES[name])
    allowed = on_fake.serial()
    orders = []
    with Baton() as baton:
        for run in _runs(baton, on_fake, Random(name)):
            _check_allowed(on_fake.outcome(run.answers), allowed, run)
            orders.append(run.choices)
    return tuple(dict.fromkeys(orders))


@cache
def serial_outcomes(name: str) -> frozenset[Outcome]:
    return frozenset(OnFake(CASES[name]).serial())


def _runs(baton: Baton, on_fake: OnFake, random: Random) -> Iterator[RaceRun]:
    every = baton.explore(on_fake.tasks, on_fake.case.commands)
    yield from itertools.islice(every, ORDERS_MAX)
    if next(every, None) is None:
        return
    for _ in range(ORDERS_BY_CHANCE):
        yield baton.wander(on_fake.tasks(), random)


def _check_allowed(outcome: Outcome, allowed: Set[Outcome], run: RaceRun | None) -> None:
    assert outcome in allowed, f"in no serial order: {run.choices if run else 'threads'}"


@pytest.fixture(scope="module")
def tried(request: pytest.FixtureRequest) -> Iterator[Counter[str]]:
    """How many runs of each sort there were; said at the end, whatever is captured."""
    counts: Counter[str] = Counter()
    yield counts
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print("".join(f"\n{sort}: {count:,}" for sort, count in counts.items()))


@pytest.mark.parametrize("name", CASES)
def test_in_every_order_it_comes_out_as_one_after_the_other(tried: Counter[str], name: str) -> None:
    tried["orders of storage calls, all found right"] += len(orders_of(name))


def test_the_orders_are_many() -> None:
    assert sum(len(orders_of(name)) for name in CASES) >= 700


def taking_turns(first: int) -> list[tuple[str, str]]:
    """Each case on one of the real implementations, in turn; in the long run on both."""
    return [
        (implementation, name)
        for turn, implementation in enumerate(REAL, first)
        for name in CASES
        if IS_LONG or NUMBERS[name] % len(REAL) == turn % len(REAL)
    ]


@pytest.mark.parametrize(("on", "name"), [t for t in taking_turns(0) if BY_CHANCE not in t[1]])
def test_sampled_orders_come_out_the_same_on_a_real_table(
    arena: Callable[[str], Arena], baton: Baton, tried: Counter[str], on: str, name: str
) -> None:
    case, orders = CASES[name], orders_of(name)
    storage = arena(on).storage(case)
    allowed = serial_outcomes(name)
    table = storage.open()
    sample = Random(name).sample(orders, min(SAMPLED_ORDERS, len(orders)))
    for number, order in enumerate(sample):
        scene = case.prepare(World(table), f"{NUMBERS[name]}p{number}")
        before = chains_of(table, scene)
        tables = [storage.open() for _ in case.commands]
        run = baton.replay(tasks_of(case, scene, tables, {}), order)
        assert run.choices == order
        _check_allowed(judged(case, scene, table, before, run.answers), allowed, run)
    tried[f"of these again on {on}"] += len(sample)


@pytest.mark.parametrize(("on", "name"), taking_turns(1))
def test_threads_at_once_come_out_as_one_after_the_other(
    arena: Callable[[str], Arena], tried: Counter[str], on: str, name: str
) -> None:
    case = CASES[name]
    storage = arena(on).storage(case)
    allowed = serial_outcomes(name)
    table = storage.open()
    races = -(-RACES // len(CASES))
    with ThreadPoolExecutor(len(case.commands)) as pool:
        for number in range(races):
            scene = case.prepare(World(table), f"{NUMBERS[name]}t{number}")
            before = chains_of(table, scene)
            given = _at_once(pool, storage, case, scene)
            _check_allowed(judged(case, scene, table, before, given), allowed, None)
    tried[f"races of threads on {on}"] += races


def _at_once(pool: ThreadPoolExecutor, storage: Storage, case: Case, scene: Scene) -> list[Any]:
    line = Barrier(len(case.commands))

    def run(command: Callable[[World, Scene], Any]) -> Any:
        world = World(storage.open(), scene.now)
        line.wait()
        return attempt(lambda: command(world, scene))

    return list(pool.map(run, case.commands))


def test_trap_emulator_without_conflicts(real_storage: Storage) -> None:
    """Both implementations refuse what came second, or none of the above would mean anything."""
    key = Key("gangjin#A", "COUNT")
    real_storage.open().put({**key._asdict(), "left": 3})
    line = Barrier(20)

    def take(number: int) -> str:
        table = real_storage.open()
        line.wait()
        item = {"pk": f"gangjin#B{number % 10}", "sk": "ONE", "by": number}
        outcome: str = table.put_new_with_counts(item, [Count(key, "left", -1)])
        return outcome

    with ThreadPoolExecutor(20) as pool:
        outcomes = Counter(pool.map(take, range(20)))

    # A conflict says: neither yes nor no, try again. Whatever came of it, never more than there is.
    stored = real_storage.open().get(key, consistent=True)
    assert stored is not None
    assert outcomes["written"] == 3 - stored["left"] >= 1
    assert outcomes["key_taken"] + outcomes["too_little"] + outcomes["conflict"] >= 17
