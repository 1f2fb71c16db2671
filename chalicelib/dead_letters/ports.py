"""What is needed of the queues."""

from collections.abc import Sequence
from typing import Any, Protocol

from chalicelib.aws.dead_letter_queue import Received


class DeadLetterQueue(Protocol):
    def depth(self) -> int: ...

    def receive(self, *, hidden_seconds: int) -> list[Received]:
        """Up to ten that nobody looks at now; none of them is given to another meanwhile."""
        ...

    def show_again(self, handles: Sequence[str]) -> None: ...

    def remove(self, handle: str) -> None: ...


class WorkQueue(Protocol):
    def send(self, message: dict[str, Any], *, delay_seconds: int = 0) -> None: ...

    def send_in_order(self, message: dict[str, Any], *, group: str, once: str) -> None: ...
