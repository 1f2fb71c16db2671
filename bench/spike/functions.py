"""Lambda: environments that are started when none is free, and calls that find none."""

import heapq
from dataclasses import dataclass, field

from bench.spike.limits import ENVIRONMENTS_AT_FIRST, ENVIRONMENTS_MORE_A_SECOND


@dataclass
class Environments:
    """Of one function. `start_seconds` is what a call waits that finds none."""

    most: int
    start_seconds: float
    idle: int = 0
    busy: int = 0
    started: int = 0
    refused: int = 0
    most_busy: int = 0
    busy_by_second: dict[int, int] = field(default_factory=dict)
    _until: list[float] = field(default_factory=list)

    def call(self, now: float, seconds: float) -> float | None:
        """When the call ends, or `None` when there may be no further environment."""
        waited = self.enter(now)
        if waited is None:
            return None
        heapq.heappush(self._until, now + waited + seconds)
        return now + waited + seconds

    def enter(self, now: float) -> float | None:
        """Takes an environment until `leave`: how long it takes to start."""
        while self._until and self._until[0] <= now:
            heapq.heappop(self._until)
            self.leave()
        may_start = ENVIRONMENTS_AT_FIRST + ENVIRONMENTS_MORE_A_SECOND * now - self.started
        if self.idle:
            self.idle -= 1
            waited = 0.0
        elif self.busy < self.most and may_start >= 1:
            self.started += 1
            waited = self.start_seconds
        else:
            self.refused += 1
            return None
        self.busy += 1
        self.most_busy = max(self.most_busy, self.busy)
        second = int(now)
        self.busy_by_second[second] = max(self.busy_by_second.get(second, 0), self.busy)
        return waited

    def leave(self) -> None:
        self.busy -= 1
        self.idle += 1
