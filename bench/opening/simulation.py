"""150,000 people ask for vouchers of one round within ten minutes, event by event.

Time is virtual and chance is seeded. The rules are the product's own: when to ask again
(`buying.tickets`), when nobody need wait any more (`Buying._check_is_left`), which shard is asked
first. The services' limits are those of `bench.spike.limits`; what a serving costs in calls and
units is what tests/buying/test_units_of_buying.py holds.
"""

import heapq
import random
from collections import Counter, deque
from dataclasses import dataclass, field

from bench.spike.limits import (
    POLLERS_AT_FIRST,
    POLLERS_MORE_A_SECOND,
    WRITES_A_PARTITION,
    Cost,
    Declared,
)
from chalicelib.buying.commits import EMPTY_SECONDS_MAX
from chalicelib.buying.standings import LINES_SECONDS_MAX
from chalicelib.buying.tickets import Standing, poll_after_seconds

AMOUNTS = (100_000, 300_000, 500_000, 700_000)
BATCH = 10
CALL = 0.010
ASK, POLL = Cost(cpu_ms=6.0, calls=9), Cost(cpu_ms=2.5, calls=3)
RESERVE, REJECT = Cost(cpu_ms=8.0, calls=5), Cost(cpu_ms=4.0, calls=3)
"""Of one message: the ticket, the wallet, the transaction, the message to look again, the payment;
of one that is refused the ticket, the wallet, and the ticket again."""
BATCH_SECONDS = 0.030
"""Taking a batch, and noting how far its line has come."""
ASK_UNITS, RESERVE_UNITS, REJECT_UNITS = 3.0, 7.0, 1.0
RETRY_SECONDS = (1.0, 3.0)
"""Who is throttled presses again, or their page does."""
_QUEUED = Standing("queued")


@dataclass(frozen=True)
class Opening:
    """`first_minute`: the share of all who come in it. `concurrency`: of the lines' consumer.
    `partitions` of the table, and what the stage lets through: as they are to be set for such a
    day; `Declared` and `PARTITIONS_AT_FIRST` are what a new stage has."""

    buyers: int = 150_000
    minutes: float = 10.0
    first_minute: float = 0.4
    budget: int = 25_000_000_000
    shards: int = 50
    concurrency: int = 50
    partitions: int = 12
    requests_a_second: int = 5_000
    seed: int = 1


@dataclass
class Result:
    """Seconds since the opening, by buyer. `waiting`: tickets not served yet, by second."""

    placed: dict[int, float] = field(default_factory=dict)
    answered: dict[int, float] = field(default_factory=dict)
    came: list[float] = field(default_factory=list)
    sold: int = 0
    winners: int = 0
    throttled: int = 0
    requests: Counter[int] = field(default_factory=Counter)
    written: Counter[int] = field(default_factory=Counter)
    waiting: Counter[int] = field(default_factory=Counter)

    def to_place(self, share: float) -> float:
        """Seconds from coming to a place in a line, or to being told that all is spoken for, for
        this share of all."""
        return self._took(self.placed, share)

    def to_answer(self, share: float) -> float:
        """Seconds from coming to a reservation or a refusal."""
        return self._took(self.answered, share)

    def _took(self, moments: dict[int, float], share: float) -> float:
        took = sorted(at - self.came[buyer] for buyer, at in moments.items())
        return took[min(len(took) - 1, int(share * len(took)))]

    @property
    def last_answer(self) -> float:
        return max(self.answered.values())


class _Bucket:
    """So much a second, and `burst` at once."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst, self._held, self._at = rate, burst, burst, 0.0

    def take(self, now: float, units: float) -> float:
        """How long one waits for them: 0 if they are there."""
        if now > self._at:
            self._held = min(self._burst, self._held + (now - self._at) * self._rate)
            self._at = now
        self._held -= units
        return max(0.0, -self._held / self._rate)

    def has(self, now: float, units: float) -> bool:
        """Take them if they are there."""
        if self.take(now, units):
            self._held += units
            return False
        return True


class _Run:
    def __init__(self, opening: Opening) -> None:
        self.opening, self.result = opening, Result()
        self.chance = random.Random(opening.seed)
        declared = Declared()
        self.processor = declared.processor
        self.gateway = _Bucket(opening.requests_a_second, declared.requests_burst)
        writes = opening.partitions * WRITES_A_PARTITION
        self.table = _Bucket(writes, writes)
        self.counters = [
            _Bucket(WRITES_A_PARTITION, WRITES_A_PARTITION) for _ in range(opening.shards)
        ]
        share, rest = divmod(opening.budget, opening.shards)
        self.left = [share + (n < rest) for n in range(opening.shards)]
        self.lines: list[deque[int]] = [deque() for _ in range(opening.shards)]
        self.served, self.length = [0] * opening.shards, [0] * opening.shards
        self.place: dict[int, tuple[int, int]] = {}
        self.outcome: dict[int, bool] = {}
        self.amount = [self.chance.choice(AMOUNTS) for _ in range(opening.buyers)]
        self.free_from: dict[int, float] = {}
        self.ready: deque[int] = deque()
        self.working = 0
        self.asked_for = 0
        self.seen_waiting = self.seen_left = 0
        self.seen_at = self.empty_at = -10.0
        self.events: list[tuple[float, int, str, int]] = []
        self.number = 0

    def at(self, when: float, what: str, whom: int) -> None:
        self.number += 1
        heapq.heappush(self.events, (when, self.number, what, whom))

    def run(self) -> Result:
        rest = self.opening.minutes * 60
        for buyer in range(self.opening.buyers):
            early = self.chance.random() < self.opening.first_minute
            came = self.chance.uniform(0, 60) if early else self.chance.uniform(60, rest)
            self.result.came.append(came)
            self.at(came, "ask", buyer)
        for second in range(int(rest) + 1):
            self.at(float(second), "pollers", 0)
        while self.events:
            now, _, what, whom = heapq.heappop(self.events)
            getattr(self, f"_{what}")(now, whom)
        return self.result

    def _passes(self, now: float, what: str, buyer: int) -> bool:
        if self.gateway.has(now, 1):
            self.result.requests[int(now)] += 1
            return True
        self.result.throttled += 1
        self.at(now + self.chance.uniform(*RETRY_SECONDS), what, buyer)
        return False

    def _ask(self, now: float, buyer: int) -> None:
        if not self._passes(now, "ask", buyer):
            return
        done = now + ASK.seconds(self.processor, CALL)
        if now - self.seen_at > LINES_SECONDS_MAX:
            self.seen_at, self.seen_left, self.seen_waiting = now, sum(self.left), self.asked_for
        if self.seen_left < self.amount[buyer] + self.seen_waiting:
            self.result.placed[buyer] = self.result.answered[buyer] = done
            return
        line = self.chance.randrange(self.opening.shards)
        wait = max(self.counters[line].take(now, 1), self._write(now, ASK_UNITS))
        self.at(done + wait, "stand", buyer)
        self.place[buyer] = (line, 0)
        self.asked_for += self.amount[buyer]

    def _write(self, now: float, units: float) -> float:
        self.result.written[int(now)] += round(units)
        return self.table.take(now, units)

    def _stand(self, now: float, buyer: int) -> None:
        line, _ = self.place[buyer]
        self.length[line] += 1
        self.place[buyer] = (line, self.length[line])
        self.result.placed[buyer] = now
        self.lines[line].append(buyer)
        if len(self.lines[line]) == 1 and line not in self.free_from:
            self.ready.append(line)
        self._poll_later(now, buyer)
        self._pollers(now, 0)

    def _poll_later(self, now: float, buyer: int) -> None:
        line, place = self.place[buyer]
        ahead = max(0, place - 1 - self.served[line])
        seconds = poll_after_seconds(_QUEUED, ahead, self.chance.random)
        assert seconds is not None
        self.at(now + seconds, "poll", buyer)

    def _poll(self, now: float, buyer: int) -> None:
        if not self._passes(now, "poll", buyer):
            return
        if buyer in self.outcome:
            self.result.answered[buyer] = now + POLL.seconds(self.processor, CALL)
        else:
            self._poll_later(now, buyer)

    def _pollers(self, now: float, _: int) -> None:
        """Each batch that may be worked on begins: one of a line at a time."""
        if _is_whole(now):
            self.result.waiting[int(now)] = sum(map(len, self.lines))
        most = min(self.opening.concurrency, POLLERS_AT_FIRST + POLLERS_MORE_A_SECOND * now)
        while self.ready and self.working < most:
            line = self.ready.popleft()
            self.working += 1
            self.free_from[line] = now
            self._begin(now, line)

    def _begin(self, now: float, line: int) -> None:
        at = now + BATCH_SECONDS
        for _ in range(min(BATCH, len(self.lines[line]))):
            buyer = self.lines[line].popleft()
            seconds, units = self._serve(at, line, buyer)
            at += seconds + self._write(at, units)
        self.at(at, "end", line)

    def _serve(self, now: float, line: int, buyer: int) -> tuple[float, float]:
        amount, shards = self.amount[buyer], self.opening.shards
        self.asked_for -= amount
        seconds = 0.0
        if self.left[line] < amount and now - self.empty_at > EMPTY_SECONDS_MAX:
            # All shards are read one after the other; twice, before it is said that none is left.
            seconds += shards * CALL
            if sum(self.left) < amount:
                seconds += shards * CALL
                if not sum(self.left):
                    self.empty_at = now
        takes = self.left[line] >= amount or sum(self.left) >= amount
        self.outcome[buyer] = takes
        if not takes:
            return seconds + REJECT.seconds(self.processor, CALL), REJECT_UNITS
        self._take(line, amount)
        self.result.sold += amount
        self.result.winners += 1
        return seconds + RESERVE.seconds(self.processor, CALL), RESERVE_UNITS

    def _take(self, line: int, amount: int) -> None:
        if self.left[line] >= amount:
            self.left[line] -= amount
            return
        for shard in sorted(range(len(self.left)), key=lambda n: -self.left[n]):
            part = min(amount, self.left[shard])
            self.left[shard] -= part
            amount -= part

    def _end(self, now: float, line: int) -> None:
        self.working -= 1
        del self.free_from[line]
        self.served[line] = self.length[line] - len(self.lines[line])
        if self.lines[line]:
            self.ready.append(line)
        self._pollers(now, 0)


def _is_whole(now: float) -> bool:
    return now == int(now)


def simulate(opening: Opening) -> Result:
    return _Run(opening).run()
