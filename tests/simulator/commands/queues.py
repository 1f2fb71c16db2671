"""A worker at its queue: its real entry function, driven as the event source mapping drives it."""

from collections.abc import Callable
from typing import Any

from tests.adapters import call_worker
from tests.simulator.command import AgainError
from tests.simulator.sqs import EventSource
from tests.simulator.universe import Universe


class Deliveries:
    def __init__(
        self, universe: Universe, queue: str, handler: Callable[..., Any], batch_size: int = 10
    ) -> None:
        self._universe = universe
        self._queue = universe.queues.queues[queue]
        self._source = EventSource(universe.queues, self._queue, self._handle, batch_size)
        self._handler = handler

    def _handle(self, event: dict[str, Any], context: Any) -> Any:
        network = self._universe.network
        network.in_batch = len(event["Records"]) > 1
        try:
            return call_worker(self._handler, event, self._universe.process, context)
        finally:
            network.in_batch = False

    def poll(self) -> bool:
        return self._source.poll()

    def work(self) -> None:
        """One batch. Raises `AgainError`, when time has passed, if messages are left."""
        try:
            self.poll()
        finally:
            if self._queue.messages:
                self._universe.clock.advance(self._queue.visibility_seconds + 1)
        if self._queue.messages:
            raise AgainError

    def deliver_again(self) -> None:
        """What is in hand is delivered a second time, while the first is still worked on."""
        now = self._universe.clock.seconds
        copies = [
            {
                "MessageId": m.message_id,
                "ReceiptHandle": "",
                "Body": m.body,
                "MD5OfBody": "",
                "Attributes": {"ApproximateReceiveCount": str(m.receives)},
            }
            for m in self._queue.messages
            if m.receives and m.visible_at > now - self._queue.visibility_seconds - 1
        ]
        if copies:
            self._source.deliver(copies)
