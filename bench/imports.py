"""What a cold start costs: importing each function's module from the package as it is deployed.

Fresh processes, one kind after another in turn, each beside `python -S -c pass`: the ratio says
more than the milliseconds do on a shared machine. Also the sizes of the package.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from infra.deploy import package

ROUNDS = 7
FUNCTIONS = {
    "api_handler": "app",
    "complete_signup": "chalicelib.joining.worker",
    "run_report, make_reports": "chalicelib.reporting.worker",
    "expire_lots": "chalicelib.wallets.worker",
    "finish_referrals": "chalicelib.festivals.worker",
    "tend_trips": "chalicelib.trips.worker",
}
_BARE = "python -S -c pass"
_WARM = "api_handler, with clients"
_CLIENTS = """
from chalicelib.aws import clients
for service in ("dynamodb", "kms", "sqs", "sns"):
    clients.client(service)
"""


def measure(root: Path) -> dict[str, Any]:
    """By function: milliseconds of CPU, times the bare interpreter, MB at the peak, modules."""
    with tempfile.TemporaryDirectory() as folder:
        out, tree = Path(folder) / "package", Path(folder) / "tree"
        package.build("local", out)
        for name in ("layer.zip", "deployment.zip"):
            with zipfile.ZipFile(out / name) as archive:
                archive.extractall(tree)
        # As in Lambda: the libraries after the code, and nothing of this machine's.
        places = [str(tree), str(tree / "python")]
        scripts = {_BARE: "pass"} | {
            name: f"import sys; sys.path[:0] = {places!r}; import {module}"
            for name, module in FUNCTIONS.items()
        }
        scripts[_WARM] = scripts["api_handler"] + _CLIENTS
        runs: dict[str, list[tuple[float, float]]] = {name: [] for name in scripts}
        for _ in range(ROUNDS):
            for name, script in scripts.items():
                runs[name].append(_run(script))
        sizes = {name: (out / name).stat().st_size for name in ("layer.zip", "deployment.zip")}
    return {
        "functions": _ratios(runs),
        "package_bytes": {"local": sizes, **_built_sizes(root)},
    }


_SAY_PEAK = """
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
"""Not `ru_maxrss`: what a process is started from counts to it, and the bench is large."""


def _run(script: str) -> tuple[float, float]:
    """(milliseconds of CPU, MB at the peak) of a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-S", "-s", "-E", "-c", script + _SAY_PEAK],
        env={
            "PATH": "/usr/bin:/bin",
            "AWS_DEFAULT_REGION": "ap-northeast-2",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if status != 0:
        raise RuntimeError(f"it ended with {status}: {script}")
    return (used.ru_utime + used.ru_stime) * 1000, int(said.split()[-1]) / 1024


def _ratios(runs: dict[str, list[tuple[float, float]]]) -> dict[str, Any]:
    bare = statistics.median(cpu for cpu, _ in runs[_BARE])
    ratios = {}
    for name, measured in runs.items():
        times = [cpu for cpu, _ in measured]
        ratios[name] = {
            "cpu_ms": round(statistics.median(times), 1),
            "least_ms": round(min(times), 1),
            "most_ms": round(max(times), 1),
            "times_bare": round(statistics.median(times) / bare, 1),
            "peak_mb": round(max(memory for _, memory in measured), 1),
        }
    return ratios


def _built_sizes(root: Path) -> dict[str, dict[str, int]]:
    """Of what `make package` made before, if it did."""
    return {
        stage.name: {path.name: path.stat().st_size for path in sorted(stage.glob("*.zip"))}
        for stage in sorted((root / "build").glob("*"))
        if stage.is_dir()
    }
