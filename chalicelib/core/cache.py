"""What a warm process may remember of rarely changing items, and for how long."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")

SECONDS_MAX = 60
ITEMS_MAX = 2_000


class TtlCache(Generic[T]):
    """Remembers answers for a minute, or as told: so long a revoked key may still work."""

    def __init__(
        self, seconds: Callable[[], float] = time.monotonic, *, seconds_max: int = SECONDS_MAX
    ) -> None:
        self._seconds = seconds
        self._seconds_max = seconds_max
        self._kept: dict[Hashable, tuple[float, T]] = {}

    def get(self, key: Hashable, load: Callable[[], T]) -> T:
        """The remembered answer, or `load`'s. `None` is not remembered: what is
        missing now may be made at any moment."""
        kept = self._kept.get(key)
        if kept is not None and self._seconds() - kept[0] < self._seconds_max:
            return kept[1]
        value = load()
        if value is not None:
            if len(self._kept) >= ITEMS_MAX:
                self._kept.clear()
            self._kept[key] = (self._seconds(), value)
        return value

    def forget(self, key: Hashable) -> None:
        self._kept.pop(key, None)
