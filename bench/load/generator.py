"""Sends prepared requests from a process of its own: a closed loop, bounded in count and time.

Each connection sends its next request when its last was answered, and connects again when the
server has closed it, as gunicorn's plain workers do after each answer.

Usage: python -m bench.load.generator <file: port, connections, requests> <file for the result>
"""

import asyncio
import itertools
import json
import resource
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

REQUESTS_MAX = 20_000
SECONDS_MAX = 30.0
ANSWER_SECONDS_MAX = 60.0


@dataclass
class _Run:
    port: int
    requests: list[bytes]
    started: float = field(default_factory=time.perf_counter)
    milliseconds: list[float] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._numbers = itertools.count()

    def next(self) -> bytes | None:
        number = next(self._numbers)
        is_over = time.perf_counter() - self.started > SECONDS_MAX
        return None if is_over or number >= len(self.requests) else self.requests[number]

    def note(self, status: str, milliseconds: float, body: bytes) -> None:
        self.milliseconds.append(milliseconds)
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if not status.startswith("2") and len(self.refusals) < 3:
            self.refusals.append(body[:300].decode("latin-1"))


async def _connection(run: _Run) -> None:
    writer: asyncio.StreamWriter | None = None
    while (request := run.next()) is not None:
        before = time.perf_counter()
        if writer is None:
            reader, writer = await asyncio.open_connection("127.0.0.1", run.port)
        writer.write(request)
        head, body = await asyncio.wait_for(_answer(reader), ANSWER_SECONDS_MAX)
        run.note(head[9:12].decode(), (time.perf_counter() - before) * 1000, body)
        if b"connection: close" in head:
            writer.close()
            writer = None
    if writer is not None:
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
    return head, await reader.readexactly(int(length))


async def _send(asked: dict[str, Any]) -> dict[str, Any]:
    requests = [text.encode("latin-1") for text in asked["requests"]]
    if len(requests) > REQUESTS_MAX:
        raise ValueError(f"at most {REQUESTS_MAX} requests a run")
    run = _Run(asked["port"], requests)
    await asyncio.gather(*(_connection(run) for _ in range(asked["connections"])))
    seconds = time.perf_counter() - run.started
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "seconds": seconds,
        "milliseconds": run.milliseconds,
        "statuses": run.statuses,
        "refusals": run.refusals,
        "cpu_seconds": used.ru_utime + used.ru_stime,
    }


if __name__ == "__main__":
    result = asyncio.run(_send(json.loads(Path(sys.argv[1]).read_text())))
    Path(sys.argv[2]).write_text(json.dumps(result))
