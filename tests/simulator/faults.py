"""The fourteen ways in which a call can go wrong, and the network that makes them happen.

Every call to storage, to a queue, to the mail or to phones passes through `Network.call` and is
numbered there. A plan says which number meets which fault.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any, Literal, Protocol

from botocore.exceptions import ClientError, ReadTimeoutError

from tests.simulator import errors
from tests.simulator.clock import SimulatedClock

CALL_SECONDS = 0.005
FUNCTION_SECONDS = 30.0
"""The time limit of a function; the API's and the sign-up consumer's."""
SKEW = timedelta(seconds=5)
LAG_SECONDS = 1.0


class Kind(StrEnum):
    """As `targets.md` counts them."""

    THROTTLE = "throttle"
    SERVER_ERROR = "5xx not applied"
    ANSWER_LOST = "applied but answer lost"
    APPLIED_LATER = "applied later"
    CONFLICT = "conflict"
    CRASH_BEFORE = "crash before"
    CRASH_AFTER = "crash after"
    FUNCTION_TIMEOUT = "function timeout"
    PART_OF_BATCH = "part of a batch"
    DUPLICATE = "duplicate"
    REORDER = "reorder"
    DELAY = "delay past visibility"
    CLOCK_SKEW = "clock skew"
    STALE_READ = "stale read"


Service = Literal["table", "queue", "files", "mail", "text"]


@dataclass(frozen=True, slots=True)
class Call:
    """A call that the code made. `is_eventual` reads may be stale; `in_batch`: other messages were
    in hand with the one that is worked on."""

    service: Service
    operation: str
    is_write: bool
    is_eventual: bool
    in_batch: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind, in one of its forms. The name is how a schedule is written down."""

    name: str
    kind: Kind
    can_hit: Callable[[Call], bool]


def _any(call: Call) -> bool:
    return True


def _writes(call: Call) -> bool:
    return call.is_write


FAULTS = {
    fault.name: fault
    for fault in (
        Fault("throttle", Kind.THROTTLE, _any),
        Fault("server-error", Kind.SERVER_ERROR, _any),
        Fault("answer-lost", Kind.ANSWER_LOST, _writes),
        # The SDK sends again by itself, but for mails and text messages, and what the code sees is
        # the second answer.
        Fault(
            "answer-lost-resent",
            Kind.ANSWER_LOST,
            lambda call: call.is_write and call.service not in ("mail", "text"),
        ),
        Fault("applied-before-next-write", Kind.APPLIED_LATER, _writes),
        Fault("applied-at-the-end", Kind.APPLIED_LATER, _writes),
        Fault("conflict", Kind.CONFLICT, lambda call: call.is_write and call.service == "table"),
        Fault("crash-before", Kind.CRASH_BEFORE, _any),
        # After a read it is the crash before the next call, or before nothing.
        Fault("crash-after", Kind.CRASH_AFTER, _writes),
        Fault("function-timeout", Kind.FUNCTION_TIMEOUT, _any),
        Fault("part-of-batch", Kind.PART_OF_BATCH, lambda call: call.in_batch),
        Fault("duplicate", Kind.DUPLICATE, _any),
        Fault("reorder", Kind.REORDER, _any),
        Fault("delay", Kind.DELAY, _any),
        Fault("clock-behind", Kind.CLOCK_SKEW, _any),
        Fault("clock-ahead", Kind.CLOCK_SKEW, _any),
        Fault("stale-read", Kind.STALE_READ, lambda call: call.is_eventual),
    )
}


class KilledError(BaseException):
    """The process ends here: nothing may catch it."""


class PartFailedError(Exception):
    """One message of a batch fails with something nobody foresaw."""


class Scene(Protocol):
    """What else goes on around the process whose call is broken."""

    def duplicate(self) -> None:
        """The same request or message is worked on by another process, to its end."""

    def overtake(self) -> None:
        """What was sent later is worked on first."""

    @property
    def stall_seconds(self) -> float: ...


@dataclass
class Network:
    """`calls` are those made while armed, `hits` the faults that befell them. `pending` are writes
    that were sent and have not arrived."""

    clock: SimulatedClock
    plan: Mapping[int, str]
    scene: Scene | None = None
    is_armed: bool = True
    in_batch: bool = False
    calls: list[Call] = field(default_factory=list)
    hits: Counter[str] = field(default_factory=Counter)
    operations: int = 0
    pending: list[Callable[[], Any]] = field(default_factory=list)
    at_the_end: list[Callable[[], Any]] = field(default_factory=list)
    set_lag: Callable[[float], None] = lambda seconds: None
    choose: Callable[[Call], str | None] | None = None
    """Instead of a plan: a fault for this call, or none."""
    watch: Callable[[Call, Any], None] = lambda call, request: None
    """Told of each call before it is made, with what is asked for."""

    def call(
        self,
        service: Service,
        operation: str,
        perform: Callable[[], Any],
        *,
        request: Any,
        is_write: bool,
        is_eventual: bool = False,
    ) -> Any:
        self.operations += 1
        self.clock.advance(CALL_SECONDS)
        if not self.is_armed:
            return perform()
        call = Call(service, operation, is_write, is_eventual, self.in_batch)
        name = self.choose(call) if self.choose else self.plan.get(len(self.calls))
        self.calls.append(call)
        self.watch(call, request)
        if is_write:
            self._land(self.pending)
        if name is None:
            return perform()
        fault = FAULTS[name]
        assert fault.can_hit(call), f"{name} cannot hit {call}"
        self.hits[fault.kind] += 1
        return _EFFECTS[name](self, call, perform)

    def land_all(self) -> None:
        self._land(self.pending)
        self._land(self.at_the_end)

    def _land(self, waiting: list[Callable[[], Any]]) -> None:
        while waiting:
            # Its condition may no longer hold; nobody is there to be told.
            with suppress(ClientError):
                waiting.pop(0)()

    # Each effect has the same form; `_EFFECTS` names them.

    def _throttle(self, call: Call, perform: Callable[[], Any]) -> Any:
        if call.service == "files":
            raise errors.client_error("SlowDown", "Reduce your request rate.", call.operation)
        raise errors.throttled(call.operation)

    def _server_error(self, call: Call, perform: Callable[[], Any]) -> Any:
        raise errors.internal(call.operation)

    def _answer_lost(self, call: Call, perform: Callable[[], Any]) -> Any:
        perform()
        raise ReadTimeoutError(endpoint_url="https://simulated")

    def _resent(self, call: Call, perform: Callable[[], Any]) -> Any:
        perform()
        return perform()

    def _before_next_write(self, call: Call, perform: Callable[[], Any]) -> Any:
        self.pending.append(perform)
        raise ReadTimeoutError(endpoint_url="https://simulated")

    def _at_the_end(self, call: Call, perform: Callable[[], Any]) -> Any:
        self.at_the_end.append(perform)
        raise ReadTimeoutError(endpoint_url="https://simulated")

    def _conflict(self, call: Call, perform: Callable[[], Any]) -> Any:
        raise errors.conflict(call.operation)

    def _crash_before(self, call: Call, perform: Callable[[], Any]) -> Any:
        raise KilledError

    def _crash_after(self, call: Call, perform: Callable[[], Any]) -> Any:
        perform()
        raise KilledError

    def _function_timeout(self, call: Call, perform: Callable[[], Any]) -> Any:
        perform()
        self.clock.advance(FUNCTION_SECONDS)
        raise KilledError

    def _part_of_batch(self, call: Call, perform: Callable[[], Any]) -> Any:
        raise PartFailedError

    def _duplicate(self, call: Call, perform: Callable[[], Any]) -> Any:
        assert self.scene is not None
        self.scene.duplicate()
        return perform()

    def _reorder(self, call: Call, perform: Callable[[], Any]) -> Any:
        assert self.scene is not None
        self.scene.overtake()
        return perform()

    def _delay(self, call: Call, perform: Callable[[], Any]) -> Any:
        assert self.scene is not None
        self.clock.advance(self.scene.stall_seconds)
        self.scene.duplicate()
        return perform()

    def _clock_behind(self, call: Call, perform: Callable[[], Any]) -> Any:
        self.clock.skew = -SKEW
        return perform()

    def _clock_ahead(self, call: Call, perform: Callable[[], Any]) -> Any:
        self.clock.skew = SKEW
        return perform()

    def _stale_read(self, call: Call, perform: Callable[[], Any]) -> Any:
        self.set_lag(LAG_SECONDS)
        try:
            return perform()
        finally:
            self.set_lag(0.0)


_EFFECTS: dict[str, Callable[[Network, Call, Callable[[], Any]], Any]] = {
    "throttle": Network._throttle,
    "server-error": Network._server_error,
    "answer-lost": Network._answer_lost,
    "answer-lost-resent": Network._resent,
    "applied-before-next-write": Network._before_next_write,
    "applied-at-the-end": Network._at_the_end,
    "conflict": Network._conflict,
    "crash-before": Network._crash_before,
    "crash-after": Network._crash_after,
    "function-timeout": Network._function_timeout,
    "part-of-batch": Network._part_of_batch,
    "duplicate": Network._duplicate,
    "reorder": Network._reorder,
    "delay": Network._delay,
    "clock-behind": Network._clock_behind,
    "clock-ahead": Network._clock_ahead,
    "stale-read": Network._stale_read,
}
