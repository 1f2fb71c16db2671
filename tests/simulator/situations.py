"""Where a run stood at each of its calls, so that nothing is broken twice in one situation.

Two calls are in one situation if the same stands in the table, the queues, the files and the mail,
the same writes are under way, the clock is equally wrong, about the same time has passed, and the
same calls with the same requests follow, to an end alike; all of it but for what `states` leaves
out: drawn ids, hashes, moments. What a process remembers is not looked at: it shows in the calls
that follow.
"""

from typing import Any

from tests.simulator.faults import Call
from tests.simulator.sqs import Message
from tests.simulator.states import Lens, State
from tests.simulator.trial import Trial

ELAPSED_SECONDS = 10
"""Moments that are less apart are not told apart: a second try is a second later."""

Mark = tuple[Any, ...]


class Track:
    """Where one run stands; once it is followed, at each of its calls."""

    def __init__(self, trial: Trial, lens: Lens) -> None:
        self.marks: list[Mark] = []
        self._trial = trial
        self._lens = lens
        self._start = trial.universe.clock.seconds
        self._state: tuple[int, State] | None = None

    def follow(self) -> None:
        self._trial.universe.network.watch = self._note

    def _note(self, call: Call, request: Any) -> None:
        self.marks.append(self.mark(call, self._lens.shown(request)))

    def mark(self, *of: Any) -> Mark:
        """How everything stands at this moment."""
        universe, trial = self._trial.universe, self._trial
        network, clock = universe.network, universe.clock
        return (
            *of,
            self._in_table(),
            *(self._in_queue(queue.messages) for queue in universe.queues.queues.values()),
            tuple(sorted(key for _, key in universe.bucket.objects)),
            len(universe.messages.sent),
            len(universe.mails),
            (len(network.pending), len(network.at_the_end)),
            clock.skew,
            int(clock.seconds - self._start) // ELAPSED_SECONDS,
            (trial.depth, trial.has_other_begun, trial.is_other_done),
        )

    def _in_table(self) -> State:
        """Worked out anew after a write only."""
        store = self._trial.universe.db.store
        if self._state is None or self._state[0] != store.write_count:
            self._state = (store.write_count, self._lens.state(store))
        return self._state[1]

    def _in_queue(self, messages: list[Message]) -> Mark:
        now = self._trial.universe.clock.seconds
        return tuple((self._lens.shown(m.body), m.receives, m.visible_at <= now) for m in messages)


class Situations:
    """All situations that the runs of one command were in, by number."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[Mark, int], int] = {}

    def of(self, track: Track) -> list[int]:
        """The number of the situation at each call of a run that is over."""
        found = []
        number = -1
        for mark in [track.mark("end"), *reversed(track.marks)]:
            number = self._numbers.setdefault((mark, number), len(self._numbers))
            found.append(number)
        return found[:0:-1]
