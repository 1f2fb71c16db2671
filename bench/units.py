"""Counts round trips and capacity units of each operation on one DynamoDB implementation.

Usage: python -m bench.units <the bench cloud's address> <file for the result> [wallet …]
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench import world

SMALL, BUSY = "10", "1,000, 3 a day"
WALLETS = {
    SMALL: (10, timedelta(days=2)),
    "10,000": (10_000, timedelta(days=2)),
    BUSY: (1_000, timedelta(hours=8)),
}
"""Entries, and how far apart. An entry remembers digests of the last 15 to 30 days, so what counts
is how busy a wallet is of late and not how long."""

REPORT_ENTRIES = 400


def measure(cloud_url: str, names: Sequence[str]) -> dict[str, Any]:
    """By operation, then by wallet: what one costs in a warm process. `names`: of which wallets."""
    world.enter(cloud_url)
    from bench.operations import World
    from chalicelib.aws import clients as aws

    county = World()
    meter = world.Meter()
    for service in ("dynamodb", "kms", "sqs"):
        meter.listen(aws.client(service))
    wallets = {name: county.wallet(*WALLETS[name]) for name in names}
    warm_up = county.wallet(*WALLETS[SMALL])
    for operation in county.operations():
        _cost(meter, operation, warm_up)
    measured: dict[str, Any] = {}
    for operation in county.operations():
        by_wallet = measured[operation.name] = {}
        for name, wallet in wallets.items():
            by_wallet[name] = asdict(_cost(meter, operation, wallet))
    measured["daily report"] = _report(county, meter)
    return measured


def _cost(meter: world.Meter, operation: Any, wallet: Any) -> Any:
    from bench.operations import expect

    (event,) = operation.prepare(wallet, 1)
    meter.reset()
    expect(operation.handle(event), operation.status)
    return meter.counted


def _report(county: Any, meter: world.Meter) -> dict[str, Any]:
    """A day of sign-ups alone, read as its report reads it."""
    from chalicelib.core import periods
    from chalicelib.core.values import seoul_date
    from chalicelib.reporting.wiring import ReportingWiring
    from tests import builders

    now = datetime.now(UTC)
    at = now - timedelta(days=40)
    county.day_of_entries(REPORT_ENTRIES, at)
    period = periods.daily(seoul_date(at))
    service = county.adapters.wired(ReportingWiring).reports
    service.make(builders.COUNTY, period, now=now)
    meter.reset()
    service.make(builders.COUNTY, period, now=now)
    counted = asdict(meter.counted)
    counted["calls"] = {name: counted["calls"].count(name) for name in counted["calls"]}
    return {**counted, "entries": REPORT_ENTRIES}


if __name__ == "__main__":
    counted = measure(sys.argv[1], sys.argv[3:] or list(WALLETS))
    Path(sys.argv[2]).write_text(json.dumps(counted, indent=1))
