"""What processes and the machine have used so far, as Linux counts it in /proc."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
_STEAL = 7
_IDLE = (3, 4)


@dataclass(frozen=True)
class Machine:
    """Seconds of all cores together since it was started."""

    total: float
    idle: float
    stolen: float


def cpu_seconds(root: int) -> float:
    """User and system time of a process and all below it, ended children of its own included."""
    seconds = 0.0
    for pid in _tree(root):
        fields = _fields(pid)
        if fields:
            seconds += sum(map(int, fields[11:15] if pid == root else fields[11:13])) / _TICKS
    return seconds


def memory_mb(root: int) -> float:
    """Of a process and all below it, what they share counted once."""
    kilobytes = 0
    for pid in _tree(root):
        try:
            lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1024


def machine() -> Machine:
    values = [int(v) / _TICKS for v in (_PROC / "stat").read_text().split("\n")[0].split()[1:9]]
    return Machine(sum(values), sum(values[i] for i in _IDLE), values[_STEAL])


def child(words: str) -> int:
    """The process below this one whose command line has these words."""
    for pid in _tree(os.getpid()):
        if words in (_PROC / str(pid) / "cmdline").read_text():
            return pid
    raise LookupError(words)


def pid_in(file: Path) -> int:
    """Its first line, as servers write it."""
    return int(file.read_text().split()[0])


def wait_until(is_ready: Callable[[], bool], what: str, seconds_max: float) -> None:
    deadline = time.monotonic() + seconds_max
    while not is_ready():
        if time.monotonic() > deadline:
            raise RuntimeError(f"{what} did not start")
        time.sleep(0.05)


def _tree(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for path in _PROC.iterdir():
        fields = _fields(int(path.name)) if path.name.isdigit() else []
        if fields:
            children.setdefault(int(fields[1]), []).append(int(path.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, [])
    return found


def _fields(pid: int) -> list[str]:
    """From the state on; empty for a process that has ended."""
    try:
        return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
