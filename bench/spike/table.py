"""A table on demand on its first day: four partitions, each with its writes a second."""

import random
from collections import defaultdict
from zlib import crc32

from bench.spike.limits import WRITES_A_PARTITION


class Partitions:
    """Of a table or of one index. What was not used is gone after a second: what DynamoDB keeps of
    it for longer is not promised."""

    def __init__(self, name: str, count: int) -> None:
        self._name = name
        self._count = count
        self._left: defaultdict[int, float] = defaultdict(lambda: WRITES_A_PARTITION)
        self._at: defaultdict[int, float] = defaultdict(float)
        self.throttled = 0
        self.written: defaultdict[int, float] = defaultdict(float)
        """By second."""

    def can_write(self, key: str, now: float, units: float) -> bool:
        where = crc32(f"{self._name}/{key}".encode()) % self._count
        refilled = self._left[where] + (now - self._at[where]) * WRITES_A_PARTITION
        self._left[where] = min(WRITES_A_PARTITION, refilled)
        self._at[where] = now
        if self._left[where] < units:
            self.throttled += 1
            return False
        self._left[where] -= units
        self.written[int(now)] += units
        return True


class Table:
    def __init__(self, day_shards: int, partitions: int) -> None:
        self.items = Partitions("table", partitions)
        self.by_day = Partitions("by_day", partitions)
        self._day_shards = day_shards

    def write(self, key: str, now: float, units: float, *, on_day_of: str = "") -> bool:
        """`on_day_of`: whose entry it is, if the index of days has it; its partition must have room
        too, or the write is throttled."""
        if not self.items.can_write(key, now, units):
            return False
        if not on_day_of:
            return True
        shard = crc32(on_day_of.encode()) % self._day_shards
        return self.by_day.can_write(f"day/{shard}", now, units)

    @property
    def throttled(self) -> int:
        return self.items.throttled + self.by_day.throttled


def wait_after(attempt: int, chance: random.Random) -> float:
    """As botocore's standard retries wait, in seconds."""
    return float(chance.random() * min(2.0**attempt, 20.0))
