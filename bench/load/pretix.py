"""The peer's side of the load run: pretix's gift cards over its REST API, on PostgreSQL and Redis.

Its folder holds what docs/load.md has one set up: `venv`, `pretix.cfg`, `data.json`, `postgres.pid`
and `redis.pid`.
"""

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.load import processes, requests
from bench.load.server import Server, gunicorn

AMOUNT = "-1.00"


class Pretix:
    name = "pretix"

    def __init__(self, server: Server, data: dict[str, Any]) -> None:
        self.server = server
        self._headers = {"Authorization": f"Token {data['token']}"}
        self._cards = itertools.cycle(data["cards"])

    def requests(self, case: str, count: int) -> list[str]:
        """Each takes one won off a card."""
        one = next(self._cards)
        cards = [one if case == "same" else next(self._cards) for _ in range(count)]
        return [
            requests.of_json(
                "POST",
                f"/api/v1/organizers/county/giftcards/{card}/transact/",
                self._headers,
                {"value": AMOUNT, "text": "bench"},
            )
            for card in cards
        ]

    def check(self, case: str, answered: int) -> None:
        """That is the peer's own affair."""


@contextmanager
def running(folder: Path) -> Iterator[Pretix]:
    storage = {
        "storage": processes.pid_in(folder / "postgres.pid"),
        "cache": processes.pid_in(folder / "redis.pid"),
    }
    command: list[str | Path] = [folder / "venv" / "bin" / "gunicorn", "pretix.wsgi"]
    environment = {"PRETIX_CONFIG_FILE": str(folder / "pretix.cfg")}
    with gunicorn(command, folder=folder, environment=environment, storage=storage) as server:
        yield Pretix(server, json.loads((folder / "data.json").read_text()))
