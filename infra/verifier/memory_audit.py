"""What a wallet must remember of its commands, worked out from its entries alone.

It shares no step with `ledger.recent_keys`, which wrote it.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from infra.verifier.numbers import REPLAY_DAYS

_DAY_MS = 86_400_000
_WINDOW_MS = REPLAY_DAYS * _DAY_MS
_OLD_CHARACTERS = 6
_CHARACTERS = 4
_CODE_DAYS = 2
_FIRST_DAY = date(1970, 1, 1)


class Generations:
    """As releases before wrote it: `[since, digests in hex, digests of the generation before]`."""

    __slots__ = ("_current", "_previous", "_since", "_since_ms")

    def __init__(self) -> None:
        self._since, self._since_ms = "", 0
        self._current = self._previous = ""

    def after(self, at: str, at_ms: int, digests: Iterable[str]) -> list[str]:
        added = "".join(digest[:_OLD_CHARACTERS] for digest in digests)
        age = at_ms - self._since_ms
        if self._since and age < _WINDOW_MS:
            self._current += added
        else:
            self._previous = self._current if age < 2 * _WINDOW_MS else ""
            self._current = added
            self._since, self._since_ms = at, at_ms
        memory = [self._since, self._current]
        return [*memory, self._previous] if self._previous else memory

    def remembered(self, at_ms: int) -> tuple[int, str] | None:
        """The day of the last entry, and what an entry after it takes over, if there was one."""
        if not self._since:
            return None
        is_over = at_ms - self._since_ms >= _WINDOW_MS
        digests = self._current if is_over else self._previous + self._current
        return at_ms // _DAY_MS, digests


class Memory:
    """As it is written now: by day the entries, of each two digests; the newest two days' codes."""

    __slots__ = ("_codes", "_day", "_days", "is_new", "older")

    def __init__(self) -> None:
        self.is_new = True
        self.older: tuple[int, str] | None = None
        self._day = 0
        # The newest first, down to the oldest that has an entry.
        self._days: list[str] = []
        self._codes = [""] * _CODE_DAYS

    def after(
        self, at_ms: int, reference: str, idempotency: str | None, code: str | None
    ) -> dict[str, Any]:
        """Digests of the keys that the entry has; the reference's stands for one that it lacks."""
        day = at_ms // _DAY_MS
        if self.is_new or day != self._day:
            self._go_on_to(day)
        self._days[0] += reference[:_CHARACTERS] + (idempotency or reference)[:_CHARACTERS]
        self._codes[0] += (code or reference)[:_CHARACTERS]
        newest, *before = self._codes
        memory: dict[str, Any] = {
            "on": _iso(day),
            "keys": self._days,
            "codes": "".join(before) + newest,
        }
        if self.older is not None and day > self.older[0] + REPLAY_DAYS:
            self.older = None
        if self.older is not None:
            memory["older"] = [_iso(self.older[0]), self.older[1]]
        return memory

    def _go_on_to(self, day: int) -> None:
        new_days = [""] * min(1 if self.is_new else day - self._day, REPLAY_DAYS + 1)
        self._days = (new_days + self._days)[: REPLAY_DAYS + 1]
        while not self._days[-1] and len(self._days) > 1:
            self._days.pop()
        self._codes = (new_days + self._codes)[:_CODE_DAYS]
        self._day = day
        self.is_new = False


@lru_cache(maxsize=4_096)
def _iso(day: int) -> str:
    return (_FIRST_DAY + timedelta(days=day)).isoformat()
