"""What is tried: a command or a worker, and how it is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.simulator.universe import Universe

Work = Callable[[Universe, Any], Any]


@dataclass(frozen=True)
class Answer:
    """`essence` is the same in every run; `identity` only within one, however often asked."""

    essence: Any
    identity: Any = None


class AgainError(Exception):
    """The work is not done: whoever asked for it asks again."""


@dataclass(frozen=True)
class Command:
    """`prepare` sets the scene and returns what `run` and `other` need; `run` is what is sent
    again, word for word, until it answers. `other` is what was sent after it and may overtake.

    A worker is `is_worker`: whatever it raises brings its message, or its schedule, again.
    `passing` are refusals after which the caller tries again. `duplicate` is how the same thing
    comes twice, if that is not by sending it again. `settle` runs after all of it, without faults.
    Items with `spare` in them are not compared: more of them do no harm, which `check` makes sure
    of; nor are `blind` attributes. `outside` gives what a run left elsewhere than in the table, to
    be compared too."""

    name: str
    prepare: Callable[[Universe], Any]
    run: Work
    other: Work | None = None
    duplicate: Work | None = None
    settle: Work | None = None
    is_worker: bool = False
    passing: frozenset[str] = frozenset()
    spare: tuple[str, ...] = ()
    blind: frozenset[str] = frozenset()
    outside: Work | None = None
    check: Callable[[Universe, Any], None] | None = None
    stall_seconds: float = 35.0


class ViolationError(AssertionError):
    pass
