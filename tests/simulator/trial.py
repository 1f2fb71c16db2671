"""One schedule as it is played: who asks, who asks again, and what comes in between."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chalicelib.core.errors import DomainError, TooManyError, UnavailableError
from tests.simulator.command import AgainError, Answer, Command, ViolationError, Work
from tests.simulator.faults import KilledError
from tests.simulator.universe import Universe, new_process

ATTEMPTS_MAX = 9
RETRY_SECONDS = 1.0


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
        self.depth += 1
        new_process()
        try:
            run()
        except AgainError:
            pass  # Whoever sent this one asks again, as the outer loop does.
        finally:
            self.depth -= 1
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

    def settle(self) -> None:
        if self.command.settle:
            self.command.settle(self.universe, self.subject)


def _wait(refusal: BaseException | None) -> float:
    """As the answer's Retry-After says."""
    facts = getattr(refusal, "values", {})
    return float(facts.get("retry_after_seconds", RETRY_SECONDS))
