"""Every schedule of faults over the calls that a command really makes.

A command is run once without a fault, and its calls are noted. Then once for each of them and each
fault that can hit it; each of those runs notes its calls too, retries included, and for each of
them comes a second fault; and so on to the depth asked for.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from chalicelib.core.errors import DomainError, TooManyError, UnavailableError
from tests.simulator.command import AgainError, Answer, Command, ViolationError, Work
from tests.simulator.faults import FAULTS, Call, KilledError, Network
from tests.simulator.states import Lens, State, check_money
from tests.simulator.universe import Universe, chance_of, inside, new_process

ATTEMPTS_MAX = 9
RETRY_SECONDS = 1.0

Plan = tuple[tuple[int, str], ...]


@dataclass
class Trial:
    """One schedule, from the prepared state to the verdict."""

    command: Command
    universe: Universe
    subject: Any
    answers: list[Answer] = field(default_factory=list)
    has_other_begun: bool = False
    is_other_done: bool = False
    depth: int = 0

    @property
    def stall_seconds(self) -> float:
        return self.command.stall_seconds

    def attempt(self, work: Work) -> Answer:
        """One try, by one process."""
        try:
            made = work(self.universe, self.subject)
        except KilledError:
            new_process()
            raise AgainError from None
        except (UnavailableError, TooManyError) as exc:
            raise AgainError from exc
        except DomainError as exc:
            if exc.code in self.command.passing:
                raise AgainError from exc
            if self.command.is_worker:
                raise AgainError from exc
            return Answer(f"refused: {exc.code}")
        except AgainError:
            raise
        except Exception as exc:
            if self.command.is_worker and not isinstance(exc, AssertionError):
                raise AgainError from exc
            raise
        return made if isinstance(made, Answer) else Answer(made)

    def until_done(self, work: Work) -> Answer:
        """As a client or a queue does it: again, after a while, a bounded number of times."""
        last: Exception | None = None
        for _ in range(ATTEMPTS_MAX):
            try:
                return self.attempt(work)
            except AgainError as exc:
                last = exc
                self.universe.clock.skew *= 0
                self.universe.clock.advance(_wait(exc.__cause__))
        raise ViolationError(f"not done after {ATTEMPTS_MAX} tries") from last

    # What the network calls upon, in the middle of another process' work.

    def duplicate(self) -> None:
        work = self.command.duplicate

        def run() -> None:
            if work is None:
                self.answers.append(self.attempt(self.command.run))
            else:
                self.attempt(work)

        self._beside(run)

    def overtake(self) -> None:
        assert self.command.other is not None
        self.has_other_begun = True
        other = self.command.other

        def run() -> None:
            self.attempt(other)
            self.is_other_done = True

        self._beside(run)

    def _beside(self, run: Callable[[], None]) -> None:
        clock = self.universe.clock
        skew, clock.skew = clock.skew, clock.skew * 0
        in_batch = self.universe.network.in_batch
        new_process()
        try:
            run()
        except AgainError:
            pass  # Whoever sent this one asks again, as the outer loop does.
        finally:
            clock.skew = skew
            self.universe.network.in_batch = in_batch

    def finish(self) -> None:
        self.answers.append(self.until_done(self.command.run))
        if self.has_other_begun and not self.is_other_done:
            assert self.command.other is not None
            self.until_done(self.command.other)
        network = self.universe.network
        network.is_armed = False
        network.land_all()
        new_process()
        self.answers.append(self.until_done(self.command.run))
        if self.command.settle:
            self.command.settle(self.universe, self.subject)


@dataclass
class Explored:
    """What was tried of one command. `faults` are those that the network made happen."""

    name: str
    calls: int = 0
    moves_money: bool = False
    schedules: Counter[int] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    operations: int = 0


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

    def run(self, plan: Plan) -> list[Call]:
        """One schedule. Raises `ViolationError` that says how to run it again."""
        trial = self._trial(dict(plan))
        network = trial.universe.network
        try:
            with chance_of(self.seed), inside(trial.universe):
                trial.finish()
                self._judge(trial)
        except (Exception, KilledError) as exc:
            raise ViolationError(f"{self.replay(plan)}\n{exc!r}\n{_shown(network)}") from exc
        self.explored.operations += network.operations
        self.explored.faults.update(network.hits)
        return network.calls

    def _judge(self, trial: Trial) -> None:
        with_other = trial.has_other_begun
        state = self._state(trial)
        if state not in self._states[with_other]:
            raise ViolationError(self._difference(state, with_other))
        for answer in trial.answers:
            if repr(answer.essence) not in self._essences[with_other]:
                raise ViolationError(f"answered {answer.essence!r}")
        identities = {repr(answer.identity) for answer in trial.answers}
        if len(identities) > 1:
            raise ViolationError(f"answers differ: {identities}")
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

    def explore(self, depth: int | None = None) -> Iterator[Plan]:
        """Run every schedule of up to `depth` faults; each plan is given when it went well. Unless
        told otherwise, two at a time where money moves, and one where it does not."""
        if depth is None:
            depth = 2 if self.explored.moves_money else 1
        yield from self._after((), self.run(()), depth)

    def _after(self, plan: Plan, calls: list[Call], depth: int) -> Iterator[Plan]:
        if depth == 0:
            return
        for longer in self._longer(plan, calls, plan[-1][0] + 1 if plan else 0):
            made = self.run(longer)
            self.explored.schedules[len(longer)] += 1
            yield longer
            yield from self._after(longer, made, depth - 1)

    def _longer(self, plan: Plan, calls: list[Call], first: int) -> Iterator[Plan]:
        """The plan with one fault more, at each call from `first` on."""
        for number in range(first, len(calls)):
            for fault in FAULTS.values():
                if fault.name == "reorder" and self.command.other is None:
                    continue
                if fault.can_hit(calls[number]):
                    yield (*plan, (number, fault.name))


def _wait(refusal: BaseException | None) -> float:
    """As the answer's Retry-After says."""
    facts = getattr(refusal, "values", {})
    return float(facts.get("retry_after_seconds", RETRY_SECONDS))


def _shown(network: Network) -> str:
    lines = []
    for number, call in enumerate(network.calls):
        fault = network.plan.get(number, "")
        lines.append(f"  {number:3} {call.service} {call.operation} {fault}".rstrip())
    return "\n".join(lines)
