"""A festival's sign-ups on the local cloud, as fast as it takes them.

COUNT visitors of `make demo` prove their phones and send the form over the public API; the queue's
consumer makes members of them. It starts a local cloud of its own and removes it afterwards.

Usage: python -m bench.festival        COUNT=2000
"""

import os
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import urllib3

from bench import results
from infra.demo import http, plan
from infra.demo.visitors import THREADS, Visitors, Waiting
from infra.deploy import seed
from infra.localcloud.local import COUNTY_ID, LocalStack
from infra.localcloud.ministack import free_port

COUNT = 2_000
FINISHED_SECONDS_MAX = 300.0
ASK_EVERY_SECONDS = 0.25
BUSY = 1
"""Of the waiting, how many are looked after at a time: the others need the processors."""
ANSWER_SECONDS_MAX = 240.0
"""A local cloud starts a function's first processes side by side."""


def run(home: Path, count: int) -> dict[str, float]:
    stack = LocalStack(home, free_port())
    stack.up()
    try:
        _add_campaign(stack)
        pool = urllib3.PoolManager(
            maxsize=THREADS + BUSY, timeout=urllib3.Timeout(ANSWER_SECONDS_MAX), retries=False
        )
        api = http.Api(stack.base_url, stack.cloud.endpoint_url, pool)
        return _sign_up(api, plan.visitors(1.0)[:count])
    finally:
        stack.down()


def _sign_up(api: http.Api, people: Sequence[plan.Person]) -> dict[str, float]:
    """Raises `RefusedError` when one is refused, `AssertionError` when one is not a member soon."""
    started = time.monotonic()
    finished: list[float] = []

    def look_after(waiting: Waiting, accepted_at: float) -> None:
        took = 0.0
        while (ticket := api.call("GET", waiting.status_path))["status"] == "queued":
            if took > FINISHED_SECONDS_MAX:
                break
            time.sleep(ASK_EVERY_SECONDS)
            took = time.monotonic() - accepted_at
        if ticket["status"] != "completed":
            raise AssertionError(f"{waiting.status_path} after {took:.0f} s: {ticket}")
        finished.append(time.monotonic() - accepted_at)

    with ThreadPoolExecutor(BUSY) as pool:
        visitors = Visitors(api, {}, {})
        looked_after = [
            pool.submit(look_after, each, time.monotonic()) for each in visitors.join(people)
        ]
        accepted = time.monotonic() - started
        for each in looked_after:
            each.result()
    finished.sort()
    return {
        "sign_ups": len(finished),
        "accepted_seconds": round(accepted, 1),
        "finished_seconds": round(time.monotonic() - started, 1),
        "p50_seconds": round(finished[len(finished) // 2], 2),
        "p99_seconds": round(finished[int(len(finished) * 0.99)], 2),
    }


def _add_campaign(stack: LocalStack) -> None:
    rows = seed.county_data(COUNTY_ID) | {"campaigns": [plan.festival()["campaign"]]}
    stack_secrets = seed.Secrets(stack.home / "secrets.json")
    seed.seed(stack.deployment, rows, {"merchants": plan.festival()["merchants"]}, stack_secrets)


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        measured = run(Path(home), int(os.environ.get("COUNT") or COUNT))
    results.keep(festival={"machine": results.machine(), **measured})
    for name, value in measured.items():
        print(f"  {name:<20}{value:>8}")


if __name__ == "__main__":
    main()
