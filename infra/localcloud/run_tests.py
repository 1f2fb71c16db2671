"""Runs linters and tests in parts beside each other and shows the log of each; for `make test`.

The end-to-end tests, which mostly wait, run all the time and go before the others. Of those as many
run at once as there are cores, the longest first: so every core has work until the end, and none
makes another's caches cold.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

PYTEST = (sys.executable, "-m", "pytest")
BESIDE = "end to end"
"""What takes no core of its own."""
PARTS = {
    BESIDE: ["tests/e2e"],
    "pages": ["tests/screens"],
    "the rest": [],
    "storage": ["tests/contract", "tests/model"],
    "faults": ["tests/faults"],
    "linters": [],
    "packages": ["tests/infra"],
}
"""By name, what each part runs; the longest first."""
BUILD = Path("build")


def main() -> int:
    BUILD.mkdir(exist_ok=True)
    began = time.monotonic()
    waiting = dict(_commands())
    running = {BESIDE: _start(waiting.pop(BESIDE), _log(BESIDE))}
    failed = []
    while running or waiting:
        while waiting and len(running.keys() - {BESIDE}) < max(2, os.cpu_count() or 2):
            name = next(iter(waiting))
            running[name] = _start(["nice", *waiting.pop(name)], _log(name))
        time.sleep(0.5)
        for name in [name for name, process in running.items() if process.poll() is not None]:
            if running.pop(name).returncode:
                failed.append(name)
            print(_log(name).read_text(encoding="utf-8"))
            print(f"{name}: {_minutes(time.monotonic() - began)}", flush=True)
    print(f"failed: {', '.join(failed)}" if failed else "all passed", flush=True)
    return 1 if failed else 0


def _commands() -> Iterable[tuple[str, list[str]]]:
    taken = [path for paths in PARTS.values() for path in paths]
    for name, paths in PARTS.items():
        if name == "linters":
            yield name, ["make", "--no-print-directory", "check"]
        else:
            yield name, [*PYTEST, *(paths or (f"--ignore={path}" for path in taken))]


def _start(command: list[str], log: Path) -> "subprocess.Popen[bytes]":
    with log.open("wb") as output:
        return subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)


def _log(name: str) -> Path:
    return BUILD / f"tests-{name.replace(' ', '-')}.log"


def _minutes(seconds: float) -> str:
    return f"{int(seconds // 60)} min {int(seconds % 60)} s"


if __name__ == "__main__":
    sys.exit(main())
