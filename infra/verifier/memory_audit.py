"""What a wallet must remember of its commands, worked out from its entries alone.

It shares no step with `ledger.recent_keys`, which wrote it.
"""

from datetime import date, timedelta
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

    def after(self, at: str, at_ms: int, digests: list[str]) -> list[str]:
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

    __slots__ = ("_codes", "_days", "is_new", "older")

    def __init__(self) -> None:
        self.is_new = True
        self.older: tuple[int, str] | None = None
        self._days: dict[int, str] = {}
        self._codes: dict[int, str] = {}

    def after(self, at_ms: int, digests: dict[str, str]) -> dict[str, Any]:
        """`digests`: of the keys that the entry has, by name."""
        self.is_new = False
        day = at_ms // _DAY_MS
        reference = digests["reference"]
        both = (reference, digests.get("idempotency", reference))
        self._days[day] = self._days.get(day, "") + "".join(each[:_CHARACTERS] for each in both)
        code = digests.get("pay_code_id", reference)[:_CHARACTERS]
        self._codes[day] = self._codes.get(day, "") + code
        for known in [each for each in self._days if each < day - REPLAY_DAYS]:
            del self._days[known]
        for known in [each for each in self._codes if each <= day - _CODE_DAYS]:
            del self._codes[known]
        oldest = min(self._days)
        memory: dict[str, Any] = {
            "on": _iso(day),
            "keys": [self._days.get(each, "") for each in range(day, oldest - 1, -1)],
            "codes": "".join(self._codes[each] for each in sorted(self._codes)),
        }
        if self.older is not None and day > self.older[0] + REPLAY_DAYS:
            self.older = None
        if self.older is not None:
            memory["older"] = [_iso(self.older[0]), self.older[1]]
        return memory


def _iso(day: int) -> str:
    return (_FIRST_DAY + timedelta(days=day)).isoformat()
