"""Ten thousand visitors in one minute: each proves a phone, sends the form and asks how it went.

Time is virtual, chance is seeded: the same figures every time. A visitor's path is that of
`web/static/join/join.js`; a message's that of `joining/worker.py`.
"""

import heapq
import itertools
import random
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.spike import limits
from bench.spike.functions import Environments
from bench.spike.limits import Cost, Costs, Declared
from bench.spike.table import Table, wait_after

WITHIN_SECONDS = 300.0
PEAK_AT_SECONDS = 10.0
FILLING_SECONDS = (25.0, 75.0)
"""From asking for the code to sending the form."""
SOURCES = 6
"""Addresses that all visitors share: three carriers, the festival's Wi-Fi."""


@dataclass(frozen=True)
class Spike:
    visitors: int = 10_000
    minute: float = 60.0
    duplicates: float = 0.01
    """Of the messages, how many SQS delivers twice."""
    deaths: float = 0.0
    """Of the consumer's calls, how many end in the middle: their messages come again later."""
    partitions: int = limits.PARTITIONS_AT_FIRST
    costs: Costs = field(default_factory=Costs)
    declared: Declared = field(default_factory=Declared)
    seed: int = 1


@dataclass
class Outcome:
    """Moments in seconds since the first visitor asked for a code."""

    accepted: dict[int, float] = field(default_factory=dict)
    finished: dict[int, float] = field(default_factory=dict)
    refusals: Counter[str] = field(default_factory=Counter)
    """Answers that were an error, by what refused: the stage, Lambda, the table."""
    deliveries: int = 0
    failed_deliveries: int = 0
    dead_letters: int = 0
    throttled_writes: int = 0
    api: Environments | None = None
    consumer: Environments | None = None
    table: Table | None = None

    @property
    def refused(self) -> int:
        return self.refusals.total()

    @property
    def first_accepted(self) -> float:
        return min(self.accepted.values())

    @property
    def finished_within(self) -> float:
        """From the first sign-up that was accepted to the last that was finished."""
        return max(self.finished.values()) - self.first_accepted

    def waited(self, share: float) -> float:
        """From being accepted to being a member."""
        waits = sorted(self.finished[who] - at for who, at in self.accepted.items())
        return waits[min(len(waits) - 1, int(share * len(waits)))]


_Act = Callable[[float], None]


@dataclass
class _Delivery:
    visitor: int
    received: int = 0


class Simulation:
    def __init__(self, spike: Spike) -> None:
        self._spike = spike
        self._costs = spike.costs
        self._chance = random.Random(spike.seed)
        self._events: list[tuple[float, int, _Act]] = []
        self._numbers = itertools.count()
        declared = spike.declared
        start = self._costs.start_cpu_ms / 1000 / declared.processor
        # The workers' reserved concurrency is not the API's to use.
        self._api = Environments(limits.ACCOUNT_CONCURRENCY - 5 * declared.concurrency, start)
        self._consumer = Environments(declared.concurrency, start)
        self._table = Table(declared.day_shards, spike.partitions)
        self._queue: deque[_Delivery] = deque()
        self._queue_since: float | None = None
        self._requests_left, self._requests_at = float(declared.requests_burst), 0.0
        self.outcome = Outcome(api=self._api, consumer=self._consumer, table=self._table)

    def run(self) -> Outcome:
        low, high = FILLING_SECONDS
        for visitor in range(self._spike.visitors):
            # The form is what comes within the minute; its code was asked for before.
            sends_at = high + self._chance.triangular(0, self._spike.minute, PEAK_AT_SECONDS)
            asks_at = sends_at - self._chance.uniform(low, high)
            self._at(asks_at, self._prove(visitor, sends_at))
        while self._events:
            at, _, act = heapq.heappop(self._events)
            act(at)
        self.outcome.throttled_writes = self._table.throttled
        return self.outcome

    def _at(self, moment: float, act: _Act) -> None:
        heapq.heappush(self._events, (moment, next(self._numbers), act))

    # The API: what a visitor's phone asks.

    def _prove(self, visitor: int, sends_at: float) -> _Act:
        def act(now: float) -> None:
            source = self._chance.randrange(SOURCES)
            # What joining/message_budgets.py counts: one item for all visitors, one for a source.
            counters = [f"number/{visitor}", f"resend/{visitor}", f"source/{source}"]
            counters += ["campaign", "all"]
            for key in (*counters, f"verification/{visitor}"):
                self._write_for_request(key, now)
            self._ask(now, self._costs.prove)
            self._at(max(now, sends_at - 15), self._confirm(visitor, sends_at))

        return act

    def _confirm(self, visitor: int, sends_at: float) -> _Act:
        def act(now: float) -> None:
            self._write_for_request(f"verification/{visitor}", now)
            self._ask(now, self._costs.confirm)
            self._at(max(now, sends_at), self._send(visitor))

        return act

    def _send(self, visitor: int) -> _Act:
        def act(now: float) -> None:
            ends_at = self._ask(now, self._costs.accept)
            if ends_at is None:
                return
            self.outcome.accepted[visitor] = ends_at
            self._at(ends_at, self._deliver(_Delivery(visitor)))
            if self._chance.random() < self._spike.duplicates:
                later = ends_at + self._chance.uniform(0, 30)
                self._at(later, self._deliver(_Delivery(visitor)))
            self._at(ends_at, self._look(visitor, 0))

        return act

    def _look(self, visitor: int, tries: int) -> _Act:
        def act(now: float) -> None:
            self._ask(now, self._costs.ask)
            if visitor not in self.outcome.finished or self.outcome.finished[visitor] > now:
                self._at(now + min(0.7 * 1.4**tries, 8.0), self._look(visitor, tries + 1))

        return act

    def _ask(self, now: float, cost: Cost) -> float | None:
        """When the answer comes; `None` and counted when it is an error."""
        declared = self._spike.declared
        refilled = (now - self._requests_at) * declared.requests_a_second
        self._requests_left = min(declared.requests_burst, self._requests_left + refilled)
        self._requests_at = now
        if self._requests_left < 1:
            self.outcome.refusals["stage"] += 1
            return None
        self._requests_left -= 1
        seconds = cost.seconds(declared.processor, self._costs.call_seconds)
        ends_at = self._api.call(now, seconds)
        if ends_at is None:
            self.outcome.refusals["Lambda"] += 1
        return ends_at

    def _write_for_request(self, key: str, now: float) -> None:
        """A request's write; its retries are within the request, which fails with the last."""
        for attempt in range(limits.ATTEMPTS):
            if self._table.write(key, now, 1):
                return
            now += wait_after(attempt, self._chance)
        self.outcome.refusals["table"] += 1

    # The queue and its consumer.

    def _deliver(self, delivery: _Delivery) -> _Act:
        def act(now: float) -> None:
            self._queue.append(delivery)
            if self._queue_since is None:
                self._queue_since = now
            self._poll(now)

        return act

    def _poll(self, now: float) -> None:
        declared = self._spike.declared
        since = now - (self._queue_since or 0.0)
        pollers = limits.POLLERS_AT_FIRST + limits.POLLERS_MORE_A_SECOND * since
        while self._queue and self._consumer.busy < min(declared.concurrency, int(pollers)):
            waited = self._consumer.enter(now)
            if waited is None:
                # It is asked again when a call ends.
                return
            count = min(declared.batch_size, len(self._queue))
            batch = [self._queue.popleft() for _ in range(count)]
            dies = self._chance.random() < self._spike.deaths
            begins_at = now + waited + self._costs.batch_cpu_ms / 1000 / declared.processor
            self._at(begins_at, self._work(batch, received_at=now, dies=dies))

    def _work(self, batch: list[_Delivery], *, received_at: float, dies: bool) -> _Act:
        """The batch's messages one after another, each write in its own moment."""
        messages = deque(batch)
        if dies:
            kept = self._chance.randrange(len(batch))
            messages = deque(batch[:kept])

        def next_message(now: float) -> None:
            if not messages:
                # A call that died makes nothing known: all its messages come again.
                self._end(now, batch if dies else [], received_at)
                return
            delivery = messages.popleft()
            self.outcome.deliveries += 1
            cpu = self._costs.complete.seconds(self._spike.declared.processor, 0)
            self._at(now + cpu, self._write_member(delivery, 0, 0, received_at, next_message))

        return next_message

    def _write_member(
        self,
        delivery: _Delivery,
        written: int,
        attempt: int,
        received_at: float,
        then: _Act,
    ) -> _Act:
        """Person, profile, entry 1: the third is in the index of days too."""
        member = f"member/{delivery.visitor}"
        keys = [(f"person/{delivery.visitor}", ""), (f"{member}/profile", ""), (member, member)]

        def act(now: float) -> None:
            is_known = delivery.visitor in self.outcome.finished
            key, on_day_of = keys[written]
            # A duplicate's conditions fail, which costs a write as well; the index sees none of it.
            day = "" if is_known else on_day_of
            after = now + self._costs.call_seconds
            if self._table.write(key, now, 1, on_day_of=day):
                if written + 1 < len(keys):
                    self._at(after, self._write_member(delivery, written + 1, 0, received_at, then))
                    return
                self.outcome.finished.setdefault(delivery.visitor, after)
                self._at(after, then)
            elif attempt + 1 < limits.ATTEMPTS:
                again = now + wait_after(attempt, self._chance)
                retry = self._write_member(delivery, written, attempt + 1, received_at, then)
                self._at(again, retry)
            else:
                self._come_again([delivery], received_at)
                self._at(after, then)

        return act

    def _end(self, now: float, died_with: list[_Delivery], received_at: float) -> None:
        self._come_again(died_with, received_at)
        self._consumer.leave()
        self._poll(now)

    def _come_again(self, deliveries: list[_Delivery], received_at: float) -> None:
        """When the visibility time is over, or never more after the last of its deliveries."""
        declared = self._spike.declared
        for delivery in deliveries:
            self.outcome.failed_deliveries += 1
            delivery.received += 1
            if delivery.received >= declared.deliveries_max:
                self.outcome.dead_letters += 1
                continue
            self._at(received_at + declared.visibility_seconds, self._deliver(delivery))


def simulate(spike: Spike) -> Outcome:
    return Simulation(spike).run()
