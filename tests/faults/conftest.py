"""Says at the end how much was tried, and keeps it in `build/faults.json`."""

import json
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.simulator.schedules import Explored

RESULTS = Path(__file__).parents[2] / "build" / "faults.json"
_depth = os.environ.get("ONMIN_FAULT_DEPTH")
DEPTH = int(_depth) if _depth else None
"""How many faults at a time, in every schedule there is. Without it two where money moves and one
where it does not, and each fault once in a situation."""
SEED = int(os.environ.get("ONMIN_FAULT_SEED", "1"))


@dataclass
class Tally:
    """Each command's schedules, and the figures of the random run."""

    explored: list[Explored] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    storm: dict[str, int] = field(default_factory=dict)

    def lines(self) -> list[str]:
        faults: Counter[str] = Counter()
        schedules: Counter[int] = Counter()
        for one in self.explored:
            faults.update(one.faults)
            schedules.update(one.schedules)
        lines = [
            f"  {one.name:26} {one.calls:3} calls  {_shown(one.schedules)}"
            f"  {self.seconds[one.name]:.1f} s"
            for one in self.explored
        ]
        lines += [f"  fault: {kind:24} {count:7,} times" for kind, count in sorted(faults.items())]
        operations = sum(one.operations for one in self.explored)
        lines += [
            f"  in all {len(self.explored)} commands, {_shown(schedules)}, "
            f"{operations:,} operations, {sum(self.seconds.values()):.0f} s of CPU time; "
            f"{sum(one.known for one in self.explored):,} more led where the fault had been tried, "
            f"{sum(one.left_out for one in self.explored):,} are left to `make trials`",
        ]
        if self.storm:
            lines.append("  at random: " + ", ".join(f"{v:,} {k}" for k, v in self.storm.items()))
        return lines

    def save(self) -> None:
        RESULTS.parent.mkdir(exist_ok=True)
        commands = {
            one.name: {
                "calls": one.calls,
                "schedules": dict(one.schedules),
                "known": one.known,
                "left_out": one.left_out,
                "operations": one.operations,
                "faults": dict(one.faults),
                "cpu_seconds": round(self.seconds[one.name], 2),
            }
            for one in self.explored
        }
        made = {"depth": DEPTH, "seed": SEED, "commands": commands, "at_random": self.storm}
        RESULTS.write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n")


def _shown(schedules: Counter[int]) -> str:
    return ", ".join(f"{n:,} schedules of {depth}" for depth, n in sorted(schedules.items()))


_tally = Tally()


@pytest.fixture(scope="session")
def tally() -> Tally:
    return _tally


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _tally.explored or _tally.storm:
        terminalreporter.section(f"faults at every call, up to {_depth or 2} at a time")
        for line in _tally.lines():
            terminalreporter.line(line)
        _tally.save()
