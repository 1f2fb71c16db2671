"""Checks the whole ledger: every chain, total, published day, approval, budget. Changes nothing.

Usage: python -m infra.verifier.verify
  SOURCE=table (the default): the table. The local stack's, or the one that TABLE_NAME and
    LEDGER_BUCKET name, with AWS's own credentials from the environment; REPORT_BUCKET, for what was
    published of half-years.
  SOURCE=path: our export (a folder or file of `make export`), or DynamoDB's export to S3 in its
    JSON format, gzipped or not.
  PROOF=path: another copy of the published days to compare with; REPORTS=path: of the reports.
  TOTALS=path: write the totals by day and merchant there, as JSON.

Ends with 0 if all is sound, else with 1.
"""

import gc
import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from infra.localcloud import local, ministack
from infra.localcloud.local import LocalStack
from infra.verifier import ledger_check, ledger_sources
from infra.verifier.ledger_check import CountyCheck, LedgerCheck
from infra.verifier.ledger_sources import LiveTable, Source
from infra.verifier.published_days import Bucket, Folder, PublishedDays

SHOWN_MAX = 20
DAYS_FOLDER = "published"


def table_and_days() -> tuple[Source, PublishedDays | None]:
    """The live ones: those that the environment names, else those of the local stack that runs."""
    table, bucket = os.environ.get("TABLE_NAME"), os.environ.get("LEDGER_BUCKET")
    reports = os.environ.get("REPORT_BUCKET")
    if table:
        dynamodb, s3 = (_client(name) for name in ("dynamodb", "s3"))
    else:
        home = Path(os.environ.get("LOCAL_HOME", local.HOME))
        port = ministack.running_port(home)
        if port is None:
            sys.exit("Nothing runs here: `make up` first, or SOURCE=path for an export.")
        deployment = LocalStack(home, port).deployment
        outputs = deployment.outputs()
        table, bucket = outputs["TableName"], outputs["LedgerBucketName"]
        reports = outputs["ReportBucketName"]
        dynamodb, s3 = (deployment.client(name) for name in ("dynamodb", "s3"))
    published = Bucket(s3, reports) if reports else None
    days = PublishedDays(Bucket(s3, bucket), published) if bucket else None
    return LiveTable(dynamodb, table), days


def _client(service: str) -> Any:
    return boto3.client(
        service,
        config=Config(retries={"mode": "standard", "max_attempts": 10}),
        endpoint_url=os.environ.get("AWS_ENDPOINT_URL"),
    )


def _source_and_days() -> tuple[Source, PublishedDays | None]:
    wanted, proof = os.environ.get("SOURCE") or "table", os.environ.get("PROOF")
    days = None
    if wanted == "table":
        source, days = table_and_days()
    else:
        path = Path(wanted)
        if not path.exists():
            sys.exit(f"There is no {path}.")
        source = ledger_sources.from_path(path)
        if (path / DAYS_FOLDER).is_dir():
            days = PublishedDays(Folder(path / DAYS_FOLDER))
    if proof:
        if not Path(proof).is_dir():
            sys.exit(f"There is no folder {proof}.")
        copy = os.environ.get("REPORTS")
        days = PublishedDays(Folder(Path(proof)), Folder(Path(copy)) if copy else None)
    return source, days


def main() -> None:
    source, days = _source_and_days()
    # A chain has no reference cycles, and there are millions of records to look through for them.
    gc.disable()
    started, cpu_started = time.monotonic(), time.process_time()
    try:
        found = ledger_check.check(source, days)
    finally:
        gc.enable()
    seconds, cpu = time.monotonic() - started, time.process_time() - cpu_started
    print(f"{source.name}: {found.wallet_count:,} wallets, {found.entry_count:,} entries")
    for county_id, county in sorted(found.counties.items()):
        _print_county(county_id, county)
    if days is None:
        print("Published days: not compared, there is no copy of them (PROOF=path).")
    elif not days.has_publications:
        print("Publications of half-years: not compared, there is no copy of them (REPORT_BUCKET).")
    if not source.holds_all:
        print("Approvals and budgets: not checked, this export holds entries alone.")
    _print_problems(found, source)
    if path := os.environ.get("TOTALS"):
        Path(path).write_text(json.dumps(totals(found), ensure_ascii=False, indent=1) + "\n")
    rate, cpu_rate = (found.entry_count / max(x, 1e-9) for x in (seconds, cpu))
    print(f"{seconds:.1f} s, {rate:,.0f} entries/s ({cpu_rate:,.0f} by CPU time on one core)")
    sys.exit(0 if found.is_sound else 1)


def _print_county(county_id: str, county: CountyCheck) -> None:
    print(f"\n{county_id}")
    for each in county.totals.equations():
        parts = ["spent", "outstanding", "expired", "refunded", "taken"]
        sums = " + ".join(f"{part} {getattr(each, part):,}" for part in parts)
        print(f"  {each.name:<9} issued {each.issued:,} = {sums}")
    basis = county.totals.settlement_basis()
    print(f"  merchants {len(basis):,}, payments less cancels {sum(basis.values()):,} won")
    roots = county.roots
    if roots is None:
        return
    if roots.last_on is None:
        print("  days      none is published yet")
    else:
        print(
            f"  days      {roots.day_count:,} published, {roots.first_on} … {roots.last_on}, "
            f"{roots.leaf_count:,} entries"
        )
    if roots.waiting_count:
        last = f" (through {roots.waiting_days[-1]})" if roots.waiting_days else ""
        print(f"            {roots.waiting_count:,} entries are in no published day yet{last}")


def _print_problems(found: LedgerCheck, source: Source) -> None:
    print()
    for problem in found.problems[:SHOWN_MAX]:
        print(f"PROBLEM {problem}")
    broken = sorted(found.broken, key=lambda each: (each.county_id, each.entry_id[4:]))
    for each in broken[:SHOWN_MAX]:
        print(
            f"BROKEN  {each.county_id} {each.member_id} entry {each.seq} {each.entry_id}: "
            f"{each.problem}, {each.detail}"
        )
    hidden = max(0, len(found.problems) - SHOWN_MAX) + max(0, len(broken) - SHOWN_MAX)
    if hidden:
        print(f"… and {hidden:,} more")
    if found.is_sound:
        rest = ", every approval and every budget agrees" if source.holds_all else " agrees"
        print(f"Sound: every chain, every total and every published day{rest}.")
    else:
        print(f"NOT SOUND: {len(broken):,} wallets broken, {len(found.problems):,} other problems.")


def totals(found: LedgerCheck) -> dict[str, Any]:
    """By county: the equations, the flows of each day by kind (`ledger_totals.Flow`), and of each
    merchant and day `[payments, won, cancels, won]`."""
    return {
        county_id: {
            "equations": [asdict(each) for each in county.totals.equations()],
            "days": list(ledger_check.totals_by_day(county)),
            "merchants": county.totals.merchants,
        }
        for county_id, county in sorted(found.counties.items())
    }


if __name__ == "__main__":
    main()
