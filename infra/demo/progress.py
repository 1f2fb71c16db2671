"""Says how far a long job is: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

BAR_CHARACTERS = 32
LINE_SECONDS = 15.0
REDRAW_SECONDS = 0.1

T = TypeVar("T")


def shown(name: str, things: Iterable[T], total: int) -> Iterator[T]:
    """Passes `things` on and draws on standard error how many of `total` have passed."""
    bar = _Bar(name, total)
    for done, thing in enumerate(things, start=1):
        yield thing
        bar.draw(done)
    bar.draw(total, is_end=True)


class _Bar:
    def __init__(self, name: str, total: int) -> None:
        self._name = name
        self._total = total
        self._started = time.monotonic()
        self._is_terminal = sys.stderr.isatty()
        self._next_at = self._started + (0.0 if self._is_terminal else LINE_SECONDS)

    def draw(self, done: int, *, is_end: bool = False) -> None:
        now = time.monotonic()
        if now < self._next_at and not is_end:
            return
        self._next_at = now + (REDRAW_SECONDS if self._is_terminal else LINE_SECONDS)
        seconds = now - self._started
        counts = f"{done:,} of {self._total:,}, {seconds:.0f} s"
        if not self._is_terminal:
            print(f"  {self._name}: {counts}", file=sys.stderr, flush=True)
            return
        filled = BAR_CHARACTERS * done // max(self._total, 1)
        bar = "█" * filled + "░" * (BAR_CHARACTERS - filled)
        end = "\n" if is_end else ""
        print(f"\r  {self._name:<24} {bar} {counts}   ", end=end, file=sys.stderr, flush=True)
