"""Every schedule of faults over the calls that a command really makes.

A command is run once without a fault, and its calls are noted. Then once for each of them and each
fault that can hit it; each of those runs notes its calls too, retries included, and for each of
them comes a second fault; and so on to the depth asked for.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from tests.simulator.command import Command, ViolationError
from tests.simulator.faults import FAULTS, Call, KilledError, Network
from tests.simulator.situations import Mark, Situations, Track
from tests.simulator.states import Lens, State, check_money
from tests.simulator.trial import Trial
from tests.simulator.universe import Universe, chance_of, inside

Plan = tuple[tuple[int, str], ...]


@dataclass
class Explored:
    """What was tried of one command. `faults` are those that the network made happen; `known` how
    many schedules led into a situation where the fault had been tried; `left_out` how many were not
    drawn."""

    name: str
    calls: int = 0
    moves_money: bool = False
    schedules: Counter[int] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    operations: int = 0
    known: int = 0
    left_out: int = 0


class Explorer:
    """Runs a command under plans of faults, from one prepared state."""

    def __init__(self, command: Command, universe: Universe, seed: int) -> None:
        self.command = command
        self.seed = seed
        self._universe = universe
        with chance_of(seed), inside(universe):
            self._subject = command.prepare(universe)
            universe.clock.advance(0.5)
        self._lens = Lens(universe.db.store, command.spare, command.blind)
        self._situations = Situations()
        self._ends: set[Mark] = set()
        self.explored = Explored(command.name)
        self._states: dict[bool, set[State]] = {False: set(), True: set()}
        self._essences: dict[bool, set[str]] = {False: set(), True: set()}
        self._record_right_runs()

    def _record_right_runs(self) -> None:
        """Without a fault: alone, and with the other one before and after."""
        orders: list[tuple[bool, list[str]]] = [(False, ["run"])]
        if self.command.other is not None:
            orders += [(True, ["run", "other"]), (True, ["other", "run"])]
        for with_other, order in orders:
            trial = self._trial({})
            with chance_of(self.seed), inside(trial.universe):
                for step in order:
                    if step == "other":
                        assert self.command.other is not None
                        trial.until_done(self.command.other)
                    else:
                        trial.finish()
                        trial.settle()
                trial.universe.network.land_all()
                self._states[with_other].add(self._state(trial))
                self._check(trial)
            self._essences[with_other] |= {repr(a.essence) for a in trial.answers}
            if not with_other:
                self.explored.calls = len(trial.universe.network.calls)
                self.explored.moves_money = self._lens.moved_money(trial.universe.db.store)

    def _trial(self, plan: dict[int, str]) -> Trial:
        trial = Trial(self.command, self._universe.copy(plan), self._subject)
        trial.universe.network.scene = trial
        return trial

    def _state(self, trial: Trial) -> State:
        outside = self.command.outside
        more = outside(trial.universe, trial.subject) if outside else None
        return self._lens.state(trial.universe.db.store, more)

    def _check(self, trial: Trial) -> None:
        check_money(trial.universe, self._lens)
        if self.command.check:
            self.command.check(trial.universe, trial.subject)

    def run(self, plan: Plan, *, must_settle: bool = True) -> list[Call]:
        """One schedule. Raises `ViolationError` that says how to run it again. From an end that was
        met before, all settles as it did then: that is left out, unless it `must_settle`."""
        trial = self._trial(dict(plan))
        may_skip = self.command.settle is not None and not must_settle
        return self._finish(trial, plan, Track(trial, self._lens) if may_skip else None)

    def run_through(self, plan: Plan) -> "Run":
        """A run whose calls will be broken in their turn."""
        trial = self._trial(dict(plan))
        track = Track(trial, self._lens)
        track.follow()
        return Run(plan, self._finish(trial, plan), self._situations.of(track))

    def _finish(self, trial: Trial, plan: Plan, track: Track | None = None) -> list[Call]:
        network = trial.universe.network
        try:
            with chance_of(self.seed), inside(trial.universe):
                trial.finish()
                self._judge_answers(trial)
                if track is None or self._is_new_end(track.mark()):
                    trial.settle()
                    self._judge_state(trial)
                else:
                    check_money(trial.universe, self._lens)
        except (Exception, KilledError) as exc:
            raise ViolationError(f"{self.replay(plan)}\n{exc!r}\n{_shown(network)}") from exc
        self.explored.operations += network.operations
        self.explored.faults.update(network.hits)
        return network.calls

    def _is_new_end(self, mark: Mark) -> bool:
        is_new = mark not in self._ends
        self._ends.add(mark)
        return is_new

    def _judge_answers(self, trial: Trial) -> None:
        for answer in trial.answers:
            if repr(answer.essence) not in self._essences[trial.has_other_begun]:
                raise ViolationError(f"answered {answer.essence!r}")
        identities = {repr(answer.identity) for answer in trial.answers}
        if len(identities) > 1:
            raise ViolationError(f"answers differ: {identities}")

    def _judge_state(self, trial: Trial) -> None:
        with_other = trial.has_other_begun
        state = self._state(trial)
        if state not in self._states[with_other]:
            raise ViolationError(self._difference(state, with_other))
        self._check(trial)

    def _difference(self, state: State, with_other: bool) -> str:
        wanted = next(iter(self._states[with_other]))
        lines = [f"- {n} × {text}" for text, n in set(wanted.items) - set(state.items)]
        lines += [f"+ {n} × {text}" for text, n in set(state.items) - set(wanted.items)]
        lines += [f"? {key}" for key in wanted.touched ^ state.touched]
        return "another end than without a fault:\n" + "\n".join(lines)

    def replay(self, plan: Plan) -> str:
        faults = " ".join(f"{n}={name}" for n, name in plan)
        return f"python -m tests.simulator.replay {self.seed} '{self.command.name}' {faults}"

    def explore(
        self, depth: int | None = None, *, everywhere: bool = False, pairs_max: int | None = None
    ) -> Iterator[Plan]:
        """Run the schedules of up to `depth` faults; each plan is given when it went well. Unless
        told otherwise, two at a time where money moves, and one where it does not. A fault that was
        tried in the same situation is not tried again, unless `everywhere`; nor, after another, is
        a refusal that alone led where a throttle led. Of more than `pairs_max` schedules of several
        faults so many are drawn by the seed."""
        if depth is None:
            depth = 2 if self.explored.moves_money else 1
        tried: set[tuple[int, str]] = set()
        spare: frozenset[str] = frozenset()
        runs = [self.run_through(())]
        for level in range(depth):
            plans = []
            for run in runs:
                for plan, situation in self._longer(run):
                    is_known = situation in tried or situation[1] in spare
                    if is_known and not everywhere:
                        self.explored.known += 1
                        continue
                    tried.add(situation)
                    plans.append(plan)
            if level > 0 and pairs_max is not None and len(plans) > pairs_max:
                self.explored.left_out += len(plans) - pairs_max
                plans = Random(self.seed).sample(plans, pairs_max)
            runs = []
            for plan in plans:
                if level + 1 < depth:
                    runs.append(self.run_through(plan))
                else:
                    self.run(plan, must_settle=everywhere)
                self.explored.schedules[len(plan)] += 1
                yield plan
            spare = _like_a_throttle(runs) if level == 0 else spare

    def _longer(self, run: "Run") -> Iterator[tuple[Plan, tuple[int, str]]]:
        """The plan with one fault more, at each call after its last; and in which situation."""
        first = run.plan[-1][0] + 1 if run.plan else 0
        for number in range(first, len(run.calls)):
            for fault in FAULTS.values():
                if fault.name == "reorder" and self.command.other is None:
                    continue
                if fault.can_hit(run.calls[number]):
                    yield (*run.plan, (number, fault.name)), (run.situations[number], fault.name)


@dataclass(frozen=True)
class Run:
    plan: Plan
    calls: list[Call]
    situations: list[int]


def _like_a_throttle(runs: list[Run]) -> frozenset[str]:
    """Of the refusals that write nothing those that led, at each call, where a throttle led."""
    led = {run.plan[0]: run.situations[run.plan[0][0] + 1 :] for run in runs}
    return frozenset(
        name
        for name in ("server-error", "conflict")
        if all(led[n, "throttle"] == led[n, fault] for n, fault in led if fault == name)
    )


def _shown(network: Network) -> str:
    lines = []
    for number, call in enumerate(network.calls):
        fault = network.plan.get(number, "")
        lines.append(f"  {number:3} {call.service} {call.operation} {fault}".rstrip())
    return "\n".join(lines)
