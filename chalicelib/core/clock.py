"""The clock. No rule asks the machine what time it is: a `Clock` is handed to whoever needs one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Now, in UTC."""


def machine_time() -> datetime:
    return datetime.now(UTC)


class ProcessClock:
    """The clock of a process. In the local stage a request may bring its own time."""

    def __init__(self, *, may_simulate: Callable[[], bool], machine: Clock = machine_time) -> None:
        self._may_simulate = may_simulate
        self._machine = machine
        self._simulated: ContextVar[datetime | None] = ContextVar("simulated", default=None)

    def __call__(self) -> datetime:
        return self._simulated.get() or self._machine()

    @property
    def is_simulated(self) -> bool:
        return self._simulated.get() is not None

    @contextmanager
    def simulated(self, moment: datetime | None) -> Iterator[None]:
        """Within the block it is `moment`. Raises `PermissionError` in a stage without a
        simulated clock, whichever code asks for it."""
        if moment is not None and not self._may_simulate():
            raise PermissionError("there is no simulated clock in this stage")
        token = self._simulated.set(moment)
        try:
            yield
        finally:
            self._simulated.reset(token)
