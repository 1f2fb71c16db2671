"""CPU time of each operation: this process's, user and system, by the operation.

Storage is null: the answers of one real operation, given again at once by another process. So what
is measured is the whole handler with the AWS client in it (event to answer, log line included),
and, apart, the same without the AWS client.

Usage: python -m bench.cpu <the bench cloud's address> <file for the result>
"""

import gc
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench import cloud, null_client, world

ROUNDS = 5
OPERATIONS_A_ROUND = 60
REPORT_ENTRIES = 400
WALLET = (10, timedelta(days=2))


def measure(cloud_url: str) -> dict[str, Any]:
    """Milliseconds of CPU: the median, least and most of the rounds."""
    world.enter(cloud_url)
    from bench.operations import World

    county = World()
    measured: dict[str, Any] = {}
    for operation in county.operations():
        wallet = county.wallet(*WALLET)
        _check(operation, operation.prepare(wallet, 1))
        events = operation.prepare(wallet, OPERATIONS_A_ROUND + 1)
        cloud.switch(cloud_url, "record")
        with null_client.keeping() as kept:
            _check(operation, events[:1])
        cloud.switch(cloud_url, "replay")
        whole = _rounds(operation.handle, events[1:])
        alone = whole
        if kept:
            with null_client.replaying(kept):
                alone = _rounds(operation.handle, events[1:])
        cloud.switch(cloud_url, "pass")
        measured[operation.name] = {"whole": whole, "without AWS client": alone}
    measured["peak memory, MB"] = round(
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1
    )
    measured["daily report, per entry"] = _report(county)
    return measured


def _check(operation: Any, events: Sequence[Any]) -> None:
    from bench.operations import expect

    for event in events:
        expect(operation.handle(event), operation.status)


def _rounds(handle: Callable[[Any], Any], events: Sequence[Any]) -> dict[str, float]:
    for event in events[:20]:
        handle(event)
    taken = []
    for _ in range(ROUNDS):
        gc.collect()
        before = time.process_time()
        for event in events:
            handle(event)
        taken.append((time.process_time() - before) * 1000 / len(events))
    return _spread(taken)


def _report(county: Any) -> dict[str, Any]:
    from chalicelib.core import periods
    from chalicelib.core.values import seoul_date
    from chalicelib.reporting.wiring import ReportingWiring
    from tests import builders

    now = datetime.now(UTC)
    at = now - timedelta(days=40)
    county.day_of_entries(REPORT_ENTRIES, at)
    period = periods.daily(seoul_date(at))
    taken = []
    for _ in range(ROUNDS):
        before = time.process_time()
        county.adapters.wired(ReportingWiring).reports.make(builders.COUNTY, period, now=now)
        taken.append((time.process_time() - before) * 1000 / REPORT_ENTRIES)
    return {"whole": _spread(taken[1:])}


def _spread(taken: list[float]) -> dict[str, float]:
    return {
        "median": round(statistics.median(taken), 3),
        "least": round(min(taken), 3),
        "most": round(max(taken), 3),
    }


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(measure(sys.argv[1]), indent=1))
