"""Measures everything, prints tables with the target beside each figure, writes results.json.

Units are counted on two DynamoDB implementations, CPU time in front of null storage, imports from
the package as it is deployed. Each part runs in a process of its own, on loopback alone.

Usage: python -m bench.run
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import cloud, imports, results, targets
from bench.units import BUSY, SMALL
from infra.localcloud import dynoxide
from infra.localcloud.ministack import MiniStack, free_port

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    dynoxide.install()
    if (missing := dynoxide.why_missing()) is not None:
        sys.exit(f"The units are counted on a DynamoDB that is not here: {missing}")
    measured: dict[str, Any] = {"machine": results.machine(), "units": {}}
    # That a long wallet costs no more, one implementation shows; filling the other takes minutes.
    for name, running, wallets in (
        ("dynoxide", dynoxide.running, ()),
        ("ministack", _ministack, (SMALL, BUSY)),
    ):
        _say(f"Counting units on {name}")
        with running() as url:
            measured["units"][name] = _measured("bench.units", url, *wallets)
    _say("Measuring CPU time")
    with dynoxide.running() as url:
        measured["cpu_ms"] = _measured("bench.cpu", url)
    _say("Measuring imports")
    measured["imports"] = imports.measure(ROOT)
    measured["machine"]["load_after"] = os.getloadavg()
    results.keep(**measured)
    _print_units(measured["units"])
    _print_cpu(measured["cpu_ms"])
    _print_imports(measured["imports"])
    print(f"\nAll figures: {results.FILE}")


def _measured(module: str, dynamodb_url: str, *arguments: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder, cloud.running(dynamodb_url) as url:
        file = Path(folder) / "result.json"
        # The handlers' log lines are part of their work, and nothing to read here.
        subprocess.run(
            [sys.executable, "-m", module, url, str(file), *arguments],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        result: dict[str, Any] = json.loads(file.read_text())
    return result


@contextmanager
def _ministack() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as home:
        stack = MiniStack(Path(home), free_port())
        stack.start()
        try:
            yield stack.endpoint_url
        finally:
            stack.stop()


def _print_units(units: dict[str, Any]) -> None:
    first, second = units["dynoxide"], units["ministack"]
    print("\nUnits: round trips · read · write, table · write, with indexes")
    print(f"  {'operation':<25}{'wallet of':<16}{'dynoxide':<17}{'ministack':<17}{'target':<15}")
    for name, target in targets.UNITS.items():
        for wallet, counted in first[name].items():
            other = _units(second[name].get(wallet))
            limits = (
                target.round_trips,
                target.read_units,
                target.table_write_units,
                target.all_write_units,
            )
            print(
                f"  {name:<25}{wallet:<16}{_units(counted):<17}{other:<17}"
                f"{_numbers(*limits):<15}"
                f"{'busy: no target' if wallet == BUSY else _verdict(target.is_met(counted))}"
            )
    report = first["daily report"]
    per_entry = report["read_units"] / report["entries"]
    limit = targets.REPORT_READ_UNITS_PER_ENTRY
    print(
        f"  {'daily report, per entry':<41}{per_entry:<34.3f}≤ {limit:<13}"
        f"{_verdict(per_entry <= limit)}"
    )


def _print_cpu(cpu: dict[str, Any]) -> None:
    print("\nCPU, ms an operation in front of null storage: median (least…most)")
    print(f"  {'operation':<30}{'whole handler':<22}{'without AWS client':<22}target")
    rows = {name: row for name, row in cpu.items() if isinstance(row, dict)}
    for name, row in rows.items():
        alone = row.get("without AWS client")
        print(
            f"  {name:<30}{_spread(row['whole']):<22}{_spread(alone) if alone else '':<22}"
            f"{_limit(row['whole']['median'], targets.CPU_MILLISECONDS.get(name))}"
        )
    both = sum(cpu[f"sign-up, {part}"]["whole"]["median"] for part in ("accept", "consumer"))
    name = "sign-up, accept and consumer"
    limit = targets.CPU_MILLISECONDS[name]
    print(f"  {name:<30}{both:<44.2f}{_limit(both, limit)}")
    print(f"  {'peak memory, MB':<30}{cpu['peak memory, MB']:<44}with the benchmark in it")


def _print_imports(measured: dict[str, Any]) -> None:
    print("\nCold start: CPU ms of importing, in fresh processes, from the package")
    for name, row in measured["functions"].items():
        times = row["times_bare"]
        spread = f"{row['cpu_ms']} ({row['least_ms']}…{row['most_ms']})"
        verdict = _limit(times, targets.IMPORT_TIMES_BARE.get(name))
        memory = _limit(row["peak_mb"], targets.PEAK_MB)
        print(
            f"  {name:<30}{spread:<22}{times:>5} × {verdict:<14}"
            f"{row['peak_mb']:>5} MB at the peak {memory}"
        )
    for stage, sizes in measured["package_bytes"].items():
        if sizes:
            total = sum(sizes.values()) / 1_000_000
            verdict = _limit(total, targets.PACKAGE_MB)
            print(f"  {f'package, {stage}':<30}{total:<5.1f} MB zipped{'':<28}{verdict}")


def _units(counted: dict[str, Any] | None) -> str:
    if counted is None:
        return ""
    return _numbers(
        counted["round_trips"],
        counted["read_units"],
        counted["table_write_units"],
        counted["all_write_units"],
    )


def _numbers(*numbers: float) -> str:
    return " · ".join(f"{number:g}" for number in numbers)


def _spread(row: dict[str, float]) -> str:
    return f"{row['median']:.2f} ({row['least']:.2f}…{row['most']:.2f})"


def _limit(value: float, limit: float | None) -> str:
    return "" if limit is None else f"≤ {limit:g} {_verdict(value <= limit)}"


def _verdict(is_met: bool) -> str:
    return "met" if is_met else "NOT MET"


def _say(what: str) -> None:
    print(f"* {time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
