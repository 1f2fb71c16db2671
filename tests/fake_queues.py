"""A queue in memory, as its consumer reads it."""

import json
from collections.abc import Callable
from typing import Any


class FakeQueue:
    """Keeps what was sent, as its consumer reads it. `waiting` is the depth it tells; while it
    `is_down`, nothing can be sent."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        self._read = read
        self.sent: list[Any] = []
        self.delays: list[int] = []
        self.waiting = 0
        self.is_down = False

    def send(self, message: dict[str, Any], *, delay_seconds: int = 0) -> None:
        if self.is_down:
            raise ConnectionError
        self.sent.append(self._read(json.dumps(message, ensure_ascii=False)))
        self.delays.append(delay_seconds)

    def send_in_order(self, message: dict[str, Any], *, group: str, once: str) -> None:
        self.send(message)

    def depth(self) -> int:
        return self.waiting
