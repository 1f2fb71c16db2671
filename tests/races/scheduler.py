"""Several commands at once, one storage call at a time, in every order there is.

Each command runs in a thread of its own that stops before every storage call and goes on only when
it is given the baton. So a run is a list of choices, nothing else decides, and the same choices
give the same run again, on any implementation of the table.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random
from threading import Semaphore
from typing import Any

from chalicelib.aws.table import Page

COMMANDS_MAX = 4
STUCK_SECONDS = 60.0
Task = Callable[[Callable[[], None]], Any]
"""Gets what it must call before each step."""

_READ_ONLY = ("#SETTINGS", "#COUNTY", "#CAMPAIGNS", "#ROUNDS")
"""Partitions that no raced command writes. Reading there commutes with everything, so an order that
differs only in such a read is the same order, and no baton is handed over there."""


@dataclass(frozen=True, slots=True)
class RaceRun:
    """`choices` as replayed by `Baton.run`; what each command gave or raised."""

    choices: tuple[int, ...]
    answers: tuple[Any, ...]


class GatedTable:
    """Any table; before each call that another command could notice it waits for its turn.

    `known` remembers what stands in partitions that no command writes, over many runs.
    """

    def __init__(
        self, table: Any, turn: Callable[[], None], known: dict[Any, Any] | None = None
    ) -> None:
        self._table = table
        self._turn = turn
        self._known = {} if known is None else known

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._table, name)

        def call(*args: Any, **options: Any) -> Any:
            # Settings are read consistently by those who record one: there they are written.
            if options.get("consistent") or not _is_read_only(args):
                self._turn()
                return method(*args, **options)
            asked = (name, args, tuple(options.items()))
            if asked not in self._known:
                self._known[asked] = method(*args, **options)
            return self._known[asked]

        return call

    def query_all(self, pk: str, **options: Any) -> Iterator[Any]:
        page: Page = self.query(pk, **options)
        yield from page.items
        while page.next_key:
            page = self.query(pk, start=page.next_key, **options)
            yield from page.items


def _is_read_only(args: tuple[Any, ...]) -> bool:
    if not args:
        return False
    pk = args[0] if isinstance(args[0], str) else getattr(args[0], "pk", "")
    return pk.endswith(_READ_ONLY)


class Baton:
    """Runs tasks in turn, each in a thread of its own."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(COMMANDS_MAX)

    def __enter__(self) -> "Baton":
        return self

    def __exit__(self, *exc: object) -> None:
        self._pool.shutdown()

    def run(self, tasks: Sequence[Task], choose: Callable[[list[int]], int]) -> list[Any]:
        """What each task gave; an exception is raised once all have ended."""
        handed_back = Semaphore(0)
        batons = [Semaphore(0) for _ in tasks]

        def work(number: int) -> Any:
            def turn() -> None:
                handed_back.release()
                _wait(batons[number])

            _wait(batons[number])
            try:
                return tasks[number](turn)
            finally:
                running.discard(number)
                handed_back.release()

        running = set(range(len(tasks)))
        futures = [self._pool.submit(work, number) for number in range(len(tasks))]
        for baton in batons:  # Each up to its first call.
            baton.release()
            _wait(handed_back)
        while running:
            batons[choose(sorted(running))].release()
            _wait(handed_back)
        return [future.result() for future in futures]

    def explore(
        self, start: Callable[[], Sequence[Task]], kinds: Sequence[object]
    ) -> Iterator[RaceRun]:
        """Every order of the steps of the tasks that `start` makes anew each time. Tasks of one
        kind are the same command: which of them is the first to go makes no other order."""
        prefix: list[int] = []
        while True:
            trace: list[tuple[int, list[int]]] = []
            answers = self.run(start(), _following(prefix, trace, kinds))
            yield RaceRun(tuple(choice for choice, _ in trace), tuple(answers))
            while trace and trace[-1][0] == trace[-1][1][-1]:
                trace.pop()
            if not trace:
                return
            choice, among = trace.pop()
            prefix = [c for c, _ in trace] + [among[among.index(choice) + 1]]

    def wander(self, tasks: Sequence[Task], random: Random) -> RaceRun:
        """One order by chance."""
        trace: list[int] = []

        def choose(running: list[int]) -> int:
            trace.append(random.choice(running))
            return trace[-1]

        answers = self.run(tasks, choose)
        return RaceRun(tuple(trace), tuple(answers))

    def replay(self, tasks: Sequence[Task], choices: Sequence[int]) -> RaceRun:
        """The same order again. Past its end, or if a command needs other calls here than where the
        order was found, the first that is not done goes on."""
        trace: list[tuple[int, list[int]]] = []
        answers = self.run(tasks, _following(choices, trace))
        return RaceRun(tuple(choice for choice, _ in trace), tuple(answers))


def _following(
    choices: Sequence[int], trace: list[tuple[int, list[int]]], kinds: Sequence[object] = ()
) -> Callable[[list[int]], int]:
    def choose(running: list[int]) -> int:
        step = len(trace)
        among = _without_twins(running, {choice for choice, _ in trace}, kinds)
        wanted = choices[step] if step < len(choices) else among[0]
        choice = wanted if wanted in among else among[0]
        trace.append((choice, among))
        return choice

    return choose


def _without_twins(running: list[int], started: set[int], kinds: Sequence[object]) -> list[int]:
    """Of those of one kind that wait for their first step, the first alone."""
    if not kinds:
        return running
    waiting = [n for n in running if n not in started]
    return [
        n
        for n in running
        if n in started or all(kinds[m] is not kinds[n] for m in waiting if m < n)
    ]


def _wait(semaphore: Semaphore) -> None:
    assert semaphore.acquire(timeout=STUCK_SECONDS), "a command never came to its next call"
