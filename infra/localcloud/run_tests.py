"""Runs linters and tests in parts beside each other and shows the log of each; for `make test`."""

import subprocess
import sys
import time
from pathlib import Path

PYTEST = ("nice", sys.executable, "-m", "pytest")
PARTS = {
    "end to end": ["tests/e2e"],
    "storage": ["tests/contract", "tests/model", "tests/infra"],
    "faults and pages": ["tests/faults", "tests/screens"],
}
"""By name, what each part of the tests runs; one more runs all the rest."""
BUILD = Path("build")


def main() -> int:
    BUILD.mkdir(exist_ok=True)
    began = time.monotonic()
    running = {name: _start(command, _log(name)) for name, command in _commands().items()}
    failed = []
    while running:
        time.sleep(0.5)
        for name in [name for name, process in running.items() if process.poll() is not None]:
            if running.pop(name).returncode:
                failed.append(name)
            print(_log(name).read_text(encoding="utf-8"))
            print(f"{name}: {_minutes(time.monotonic() - began)}", flush=True)
    print(f"failed: {', '.join(failed)}" if failed else "all passed", flush=True)
    return 1 if failed else 0


def _commands() -> dict[str, list[str]]:
    taken = {path for paths in PARTS.values() for path in paths}
    commands = {"linters": ["nice", "make", "--no-print-directory", "check"]}
    commands |= {name: [*PYTEST, *paths] for name, paths in PARTS.items()}
    # What mostly waits goes first, or it waits for the others too.
    commands["end to end"] = commands["end to end"][1:]
    return commands | {"the rest": [*PYTEST, *(f"--ignore={path}" for path in sorted(taken))]}


def _start(command: list[str], log: Path) -> "subprocess.Popen[bytes]":
    with log.open("wb") as output:
        return subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)


def _log(name: str) -> Path:
    return BUILD / f"tests-{name.replace(' ', '-')}.log"


def _minutes(seconds: float) -> str:
    return f"{int(seconds // 60)} min {int(seconds % 60)} s"


if __name__ == "__main__":
    sys.exit(main())
