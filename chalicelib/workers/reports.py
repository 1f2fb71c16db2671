"""Reports: every morning those that are due, and at any time those that staff ask for again."""

import json
from typing import Any, cast

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from chalice import Blueprint
from chalice.app import CloudWatchEvent, SQSEvent

from chalicelib import bootstrap
from chalicelib.domain.values import seoul_date
from chalicelib.observability import count, logger
from chalicelib.workers.handler import worker

reports = Blueprint(__name__)


@reports.schedule("cron(30 21 * * ? *)")
@worker
def make_reports(event: CloudWatchEvent) -> None:
    """06:30 in Seoul: yesterday, on Mondays last week, on the 1st last month. Running it again
    makes the same files and sends no mail twice."""
    failed = []
    for county_id in bootstrap.settings().county_ids:
        service = bootstrap.reports()
        for name in service.due(county_id, seoul_date(bootstrap.now())):
            try:
                service.run(county_id, name.kind, name.period, now=bootstrap.now())
            except Exception:
                # The other reports are made all the same; the failure is raised at the end.
                logger.exception("report failed", kind=name.kind, period=name.period)
                failed.append(f"{county_id}/{name.kind}/{name.period}")
            else:
                count("ReportsMade")
    if failed:
        raise RuntimeError(f"reports failed: {', '.join(failed)}")


@reports.on_sqs_message(queue_arn="set-by-infra", batch_size=1)
@worker
def run_report(event: SQSEvent) -> Any:
    """Make one report and send it again, as staff asked."""
    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    return process_partial_response(
        event=event.to_dict(),
        record_handler=_run,
        processor=processor,
        context=cast(LambdaContext, event.context),
    )


def _run(record: SQSRecord) -> None:
    message = json.loads(record.body)
    bootstrap.reports().run(
        message["county_id"],
        message["kind"],
        message["period"],
        now=bootstrap.now(),
        again=True,
    )
    count("ReportsMade")
