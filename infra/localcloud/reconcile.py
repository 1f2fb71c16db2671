"""Asks for a day's reconciliation, waits for it, and says how it came out. Changes nothing else.

Usage: ON=2026-11-21 python -m infra.localcloud.reconcile

It asks the local stack, or the one that REPORT_QUEUE_URL and REPORT_BUCKET name, with AWS's own
credentials from the environment. COUNTY=gangjin names another county.

Ends with 0 if nothing differs, else with 1.
"""

import json
import os
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3

from chalicelib.aws.queues import Queue
from chalicelib.totals.days import RECONCILIATION
from chalicelib.totals.queue import ReportQueue
from infra.localcloud import local, ministack
from infra.localcloud.local import LocalStack

WAIT_SECONDS_MAX = 330
"""The time limit of run_report, and some for the queue."""
WAIT_EVERY_SECONDS = 1.0
CLOCKS_DIFFER_MAX = timedelta(seconds=2)
"""S3 tells the time of a file in whole seconds."""


def main() -> int:
    on = _day(os.environ.get("ON", ""))
    county_id = os.environ.get("COUNTY", "gangjin")
    queue, queue_url, files, bucket = _resources()
    name = f"{county_id}/reconciliations/{on}.json"
    asked_at = datetime.now(UTC) - CLOCKS_DIFFER_MAX
    ReportQueue(Queue(queue, queue_url)).send(county_id, RECONCILIATION, on)
    found = _wait(files, bucket, name, asked_at)
    print(
        f"{on}: {found['entry_count']:,} entries of {found['wallet_count']:,} wallets, "
        f"{found['difference_count']:,} differences"
    )
    for one in found["differences"]:
        print(f"  {one['kind']} {one['entry_id'] or one['subject']} {one['detail']}".rstrip())
    return 1 if found["difference_count"] else 0


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        sys.exit("Which day? ON=2026-11-21")


def _resources() -> tuple[Any, str, Any, str]:
    """(SQS client, queue's address, S3 client, bucket)."""
    queue_url, bucket = os.environ.get("REPORT_QUEUE_URL"), os.environ.get("REPORT_BUCKET")
    if queue_url and bucket:
        return boto3.client("sqs"), queue_url, boto3.client("s3"), bucket
    home = Path(os.environ.get("LOCAL_HOME", local.HOME))
    port = ministack.running_port(home)
    if port is None:
        sys.exit("Nothing runs here: `make up` first, or name REPORT_QUEUE_URL and REPORT_BUCKET.")
    deployment = LocalStack(home, port).deployment
    outputs = deployment.outputs()
    return (
        deployment.client("sqs"),
        outputs["ReportQueueUrl"],
        deployment.client("s3"),
        outputs["ReportBucketName"],
    )


def _wait(files: Any, bucket: str, name: str, asked_at: datetime) -> dict[str, Any]:
    """What is kept, once it is newer than the question."""
    deadline = time.monotonic() + WAIT_SECONDS_MAX
    while time.monotonic() < deadline:
        listed = files.list_objects_v2(Bucket=bucket, Prefix=name).get("Contents", ())
        if any(row["Key"] == name and row["LastModified"] >= asked_at for row in listed):
            return dict(json.load(files.get_object(Bucket=bucket, Key=name)["Body"]))
        time.sleep(WAIT_EVERY_SECONDS)
    sys.exit("It did not come out in time: see the log of run_report.")


if __name__ == "__main__":
    sys.exit(main())
