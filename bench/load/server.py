"""A WSGI application behind gunicorn, one process for each core: how both sides are served."""

import os
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.load import processes
from infra.localcloud.ministack import free_port

START_SECONDS_MAX = 120.0
STOP_SECONDS_MAX = 90.0


@dataclass(frozen=True)
class Server:
    """Where it listens, and whose CPU time its answers take: process ids by what they are."""

    port: int
    processes: Mapping[str, int]


@contextmanager
def gunicorn(
    command: Sequence[str | Path],
    *,
    folder: Path,
    environment: Mapping[str, str],
    storage: Mapping[str, int],
) -> Iterator[Server]:
    """`command` is the program and the application; `storage` are processes that run already."""
    port = free_port()
    workers = ["--workers", str(os.cpu_count()), "--worker-class", "sync"]
    # A worker that is not heard of for so long is ended: a peer takes a while to be imported.
    workers += ["--timeout", f"{START_SECONDS_MAX:.0f}"]
    # What the application logs is part of its work, and nothing to read here.
    serving = subprocess.Popen(
        [*command, *workers, "--bind", f"127.0.0.1:{port}", "--log-level", "warning"],
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        processes.wait_until(lambda: _listens(port), str(command[-1]), START_SECONDS_MAX)
        yield Server(port, {"functions": serving.pid, **storage})
    finally:
        serving.terminate()
        serving.wait(timeout=STOP_SECONDS_MAX)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
