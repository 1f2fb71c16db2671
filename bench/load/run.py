"""The load run over HTTP: payments at 8 and 32 connections, by many wallets and by one; sign-ups.

One process for each core stands for one Lambda environment each; storage is the second DynamoDB.
With PEER, pretix runs beside it: both sides take turns at each case, round after round. Everything
is on loopback; requests are sent from a process of its own.

Usage: python -m bench.load.run        PEER=folder runs the peer too, ROUNDS=5, COUNT=400 requests
"""

import itertools
import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench import results
from bench.load import county, pretix, processes, tables

CASES = ("distinct", "same")
CONNECTIONS = (8, 32)
WARM_UP = 40


@dataclass(frozen=True)
class Run:
    """One side's answers to COUNT requests. CPU: milliseconds an answer, by process."""

    side: str
    case: str
    connections: int
    seconds: float
    milliseconds: list[float]
    statuses: dict[str, int]
    cpu: dict[str, float]
    generator_cpu: float
    stolen: float
    others: float
    """Shares of all cores: taken by the host, and by what else ran on this machine."""

    @property
    def per_second(self) -> float:
        return len(self.milliseconds) / self.seconds


def measure(side: Any, case: str, connections: int, count: int) -> Run:
    prepared = side.requests(case, count)
    before, own = processes.machine(), _used(side)
    sent = _send(side.server.port, connections, prepared)
    after, own_after = processes.machine(), _used(side)
    if sent["refusals"]:
        raise AssertionError(f"{side.name}, {case}: {sent['statuses']} {sent['refusals']}")
    answered = len(sent["milliseconds"])
    side.check(case, answered)
    taken = {name: own_after[name] - own[name] for name in own}
    total = after.total - before.total
    stolen = after.stolen - before.stolen
    busy = total - (after.idle - before.idle) - stolen
    return Run(
        side=side.name,
        case=case,
        connections=connections,
        seconds=sent["seconds"],
        milliseconds=sent["milliseconds"],
        statuses=sent["statuses"],
        cpu={name: seconds * 1000 / answered for name, seconds in taken.items()},
        generator_cpu=sent["cpu_seconds"] * 1000 / answered,
        stolen=stolen / total,
        others=max(0.0, busy - sum(taken.values()) - sent["cpu_seconds"]) / total,
    )


def _send(port: int, connections: int, prepared: list[str]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "asked.json", Path(folder) / "answered.json"
        asked.write_text(
            json.dumps({"port": port, "connections": connections, "requests": prepared})
        )
        command = [sys.executable, "-m", "bench.load.generator", str(asked), str(answered)]
        subprocess.run(command, cwd=county.ROOT, check=True)
        result: dict[str, Any] = json.loads(answered.read_text())
    return result


def _used(side: Any) -> dict[str, float]:
    return {name: processes.cpu_seconds(pid) for name, pid in side.server.processes.items()}


def main() -> None:
    rounds, count = int(os.environ.get("ROUNDS") or 5), int(os.environ.get("COUNT") or 400)
    peer = os.environ.get("PEER")
    machine, runs, signups = results.machine(), list[Run](), list[dict[str, Any]]()
    with ExitStack() as started:
        sides: list[Any] = [started.enter_context(county.running())]
        if peer:
            sides.append(started.enter_context(pretix.running(Path(peer).resolve())))
        for side in sides:
            measure(side, "distinct", CONNECTIONS[0], WARM_UP)
        for number in range(rounds):
            _say(f"Round {number + 1} of {rounds}")
            for case, connections in itertools.product(CASES, CONNECTIONS):
                runs += [measure(side, case, connections, count) for side in sides]
            for connections in CONNECTIONS:
                signups.append(_sign_up(sides[0], connections, count))
        memory = {
            side.name: {
                name: round(processes.memory_mb(pid)) for name, pid in side.server.processes.items()
            }
            for side in sides
        }
    machine["load_after"] = os.getloadavg()
    kept = [asdict(run) for run in runs]
    results.keep(load={"machine": machine, "runs": kept, "signups": signups, "memory_mb": memory})
    print("\n".join(tables.lines(runs, signups, memory, machine)))


def _sign_up(side: county.County, connections: int, count: int) -> dict[str, Any]:
    accepted = measure(side, "sign-up", connections, count)
    consumed = side.consume(count)
    return {"accepted": asdict(accepted), "consumed": consumed, "connections": connections}


def _say(what: str) -> None:
    print(f"* {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
