"""CPU time of a redemption, beside the same of another tree: an earlier release, or a trial.

Both ways, the pay code at the till and the standing QR, whole handlers in front of null storage (as
in `bench.cpu`). Of each tree a fresh process, both alive at once, which take turns round by round,
A B A B: whatever slows the machine slows both, and only the ratio is worth reading.

The other tree needs its own `bench`, `tests` and `infra`, and runs on the libraries of this one:
`git worktree add /tmp/release <commit>` makes it.

Usage: python -m bench.redemptions <the other tree> [processes of each tree, 2 if not given]
"""

import gc
import json
import os
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any, TextIO

ROOT = Path(__file__).resolve().parent.parent
WAYS = ("redemption, till", "redemption, standing QR")
ROUNDS = 15
OPERATIONS_A_ROUND = 60
PROCESSES = 2
TRIES_MAX = 5
WALLET = (10, timedelta(days=2))


def compare(other: Path, processes: int) -> None:
    """Prints what a redemption takes in each tree, and the ratios."""
    print(f"load before: {os.getloadavg()}; {ROUNDS} rounds of {OPERATIONS_A_ROUND}, ms of CPU")
    print(f"{'':<31}{'of rounds':<28}{'of single ones':<20}")
    print(f"{'':<31}{'least':<14}{'median':<14}{'20th percentile':<20}")
    taken: dict[tuple[str, Path], list[list[float]]] = {}
    for number in range(processes):
        # Who goes first changes: the second may find a warmer or a colder machine.
        trees = (other, ROOT) if number % 2 == 0 else (ROOT, other)
        with ExitStack() as stack:
            asked = {tree: _Asked(tree, stack) for tree in trees}
            for way in WAYS:
                for each in asked.values():
                    each.ask(f"prepare {way}")
                for _ in range(ROUNDS):
                    for tree, each in asked.items():
                        taken.setdefault((way, tree), []).append(json.loads(each.ask("round")))
    for way in WAYS:
        figures = [_figures(taken[way, tree]) for tree in (other, ROOT)]
        ratios = [this / that for that, this in zip(*figures, strict=True)]
        for name, row in (("other", figures[0]), ("this", figures[1]), ("ratio", ratios)):
            print(f"{way + ', ' + name:<31}" + "".join(f"{figure:<14.3f}" for figure in row))
    print(f"load after: {os.getloadavg()}")


def _figures(rounds: list[list[float]]) -> tuple[float, float, float]:
    """The single ones bear other work on the machine best: some of them meet none."""
    means = [statistics.mean(each) for each in rounds]
    singles = sorted(single for each in rounds for single in each)
    return min(means), statistics.median(means), singles[len(singles) // 5]


class _Asked:
    """A process that measures one tree, over a cloud of its own."""

    def __init__(self, tree: Path, stack: ExitStack) -> None:
        from bench import cloud
        from infra.localcloud import dynoxide

        url = stack.enter_context(cloud.running(stack.enter_context(dynoxide.running())))
        self._process = subprocess.Popen(
            # Without this file's folder on the path: `bench` is the other tree's, too.
            [sys.executable, "-P", __file__, url],
            cwd=tree,
            env=os.environ | {"PYTHONPATH": str(tree)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        stack.callback(self._end)

    def ask(self, what: str) -> str:
        sent, answered = self._process.stdin, self._process.stdout
        assert sent is not None
        assert answered is not None
        print(what, file=sent, flush=True)
        answer = answered.readline()
        if not answer:
            raise RuntimeError(f"it ended at: {what}")
        return answer

    def _end(self) -> None:
        self._process.terminate()
        self._process.communicate(timeout=10)


def measure(cloud_url: str, questions: TextIO, answers: TextIO) -> None:
    """Answers each `round` with the milliseconds of its operations. Asks of its tree what all trees
    have had in `bench` so far."""
    from bench import cloud, world

    world.enter(cloud_url)
    from bench.operations import World

    county = World()
    by_name = {operation.name: operation for operation in county.operations()}
    operation: Any = None
    wallet: Any = None
    for question in questions:
        if question.startswith("prepare "):
            operation = by_name[question.removeprefix("prepare ").strip()]
            cloud.switch(cloud_url, "pass")
            wallet = county.wallet(*WALLET)
            for mode in ("pass", "record"):
                cloud.switch(cloud_url, mode)
                _handle(operation, operation.prepare(wallet, 1))
            print("ready", file=answers, flush=True)
        else:
            print(json.dumps(_round(operation, wallet, cloud_url)), file=answers, flush=True)


def _round(operation: Any, wallet: Any, cloud_url: str) -> list[float]:
    """What is remembered for a minute (keys, settings) may be asked for in the midst of it, and get
    the answer of something else: then it is done again."""
    from bench import cloud

    for _ in range(TRIES_MAX):
        first, *events = operation.prepare(wallet, OPERATIONS_A_ROUND + 1)
        cloud.switch(cloud_url, "pass")
        _handle(operation, [first])
        cloud.switch(cloud_url, "replay")
        try:
            return _handle(operation, events)
        except AssertionError:
            print("a round is done again", file=sys.stderr)
    raise RuntimeError(f"{operation.name} is refused again and again")


def _handle(operation: Any, events: list[Any]) -> list[float]:
    from bench.operations import expect

    gc.collect()
    answers, milliseconds = [], []
    for event in events:
        before = time.process_time_ns()
        answers.append(operation.handle(event))
        milliseconds.append((time.process_time_ns() - before) / 1e6)
    for answer in answers:
        expect(answer, operation.status)
    return milliseconds


def _measure_here(cloud_url: str) -> None:
    """The handlers' log lines are part of their work, and nothing to read here."""
    with os.fdopen(os.dup(1), "w") as answers:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        measure(cloud_url, sys.stdin, answers)


if __name__ == "__main__":
    if sys.argv[1].startswith("http://"):
        _measure_here(sys.argv[1])
    else:
        compare(Path(sys.argv[1]).resolve(), int(sys.argv[2]) if sys.argv[2:] else PROCESSES)
