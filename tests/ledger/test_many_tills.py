"""Many tills that pay out of one wallet at once, on a clock of their own: how long they wait."""

import heapq
import itertools
import random
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from chalicelib.ledger.chain import (
    ATTEMPTS_MAX,
    GOING_ON,
    GOING_ON_AT_FIRST,
    LEAST_PAUSE_SECONDS,
    pause_ceiling,
)

ROUND_TRIP = 0.005
DECIDING = 0.001
SECONDS = 15.0
Ceiling = Callable[[int], float]


@dataclass
class Run:
    """What the tills saw: seconds and tries of each payment."""

    waits: list[float] = field(default_factory=list)
    tries: list[int] = field(default_factory=list)
    readings: list[int] = field(default_factory=list)

    @property
    def slow(self) -> float:
        """Of a hundred payments ninety-nine took no longer."""
        return sorted(self.waits)[len(self.waits) * 99 // 100]


def pay(tills: int, ceiling: Ceiling, *, goes_on: bool = False) -> Run:
    """Each till reads the head and writes after it; who finds another's entry there waits, and
    begins anew, or first goes on from that one as `Chain.run` does. Who has paid goes on with the
    next customer."""
    chance, order, run, head = random.Random(1), itertools.count(), Run(), 0
    events: list[tuple[float, int, str, Any]] = []

    def later(at: float, what: str, *facts: Any) -> None:
        heapq.heappush(events, (at, next(order), what, facts))

    def on_the_way() -> float:
        return ROUND_TRIP / 2 * chance.lognormvariate(0, 0.35)

    for _ in range(tills):
        later(chance.uniform(0, 0.05), "begin")
    while events[0][0] < SECONDS:
        now, _, what, facts = heapq.heappop(events)
        if what == "begin":
            later(now + on_the_way(), "read", now, 0, 0)
        elif what == "read":
            began, writes, readings = facts
            going_on = (GOING_ON_AT_FIRST if readings == 0 else GOING_ON) if goes_on else 0
            later(now + 2 * on_the_way() + DECIDING, "write", *facts, going_on, head)
        else:
            began, writes, readings, going_on, seen = facts
            back = now + on_the_way()
            if seen == head:
                head += 1
                run.waits.append(back - began)
                run.tries.append(writes + 1)
                run.readings.append(readings + 1)
                later(back + chance.uniform(0, 2 * ROUND_TRIP), "begin")
            elif going_on:
                written = back + DECIDING + on_the_way()
                later(written, "write", began, writes + 1, readings, going_on - 1, seen + 1)
            else:
                paused = chance.uniform(0, ceiling(writes))
                later(back + paused + on_the_way(), "read", began, writes + 1, readings + 1)
    return run


def full_jitter(losses: int) -> float:
    """As usual, and as it was: the more often one lost, the longer one waits."""
    return float(min(0.1, 0.005 * 2 ** min(losses, 10)))


@pytest.mark.parametrize(("tills", "share"), [(2, 0.3), (8, 0.8), (32, 0.9)])
def test_who_goes_on_from_the_others_entry_waits_less(tills: int, share: float) -> None:
    now, before = pay(tills, pause_ceiling, goes_on=True), pay(tills, pause_ceiling)

    assert now.slow < share * before.slow
    assert max(now.waits) < 2.0
    assert max(now.readings) <= ATTEMPTS_MAX
    assert len(now.waits) > len(before.waits)
    assert statistics.mean(now.readings) < statistics.mean(before.readings)


@pytest.mark.parametrize("tills", [8, 32])
def test_who_has_lost_often_goes_first(tills: int) -> None:
    now, before = pay(tills, pause_ceiling), pay(tills, full_jitter)

    assert max(now.waits) < min(2.0, max(before.waits))
    assert max(now.readings) <= ATTEMPTS_MAX
    assert now.slow < 0.9 * before.slow
    assert len(now.waits) > 0.85 * len(before.waits)
    assert sum(now.tries) / len(now.tries) < 1.1 * sum(before.tries) / len(before.tries)


def test_pauses_widen_and_fall() -> None:
    ceilings = [pause_ceiling(losses) for losses in range(ATTEMPTS_MAX)]

    highest = ceilings.index(max(ceilings))
    assert ceilings[: highest + 1] == sorted(ceilings[: highest + 1])
    assert ceilings[highest:] == sorted(ceilings[highest:], reverse=True)
    assert ceilings[-1] == LEAST_PAUSE_SECONDS
    assert max(ceilings) < 0.12
