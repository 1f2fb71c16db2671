"""Reports: every morning those that are due, and at any time those that staff ask for again."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalice import Blueprint
from chalice.app import CloudWatchEvent, SQSEvent

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.functions import Function, Messages, Schedule
from chalicelib.aws.rights import LEDGER, REPORTS, TABLE, list_staff_accounts, send_mail
from chalicelib.aws.worker import each_record, meant_at, worker
from chalicelib.core.observability import count, logger
from chalicelib.core.values import seoul_date
from chalicelib.reconciling.alarm import reconcile
from chalicelib.reporting.wiring import ReportingWiring
from chalicelib.totals.days import RECONCILIATION, parse_day

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

reports = Blueprint(__name__)


@worker(
    reports,
    Function(
        trigger=Schedule("cron(30 21 * * ? *)", missed="No report was made"),
        timeout_seconds=900,
        memory_mb=1024,
        may=(
            TABLE.read(),
            TABLE.put("TOTALS"),
            TABLE.query("by_day"),
            REPORTS.get(),
            REPORTS.put(),
            REPORTS.find(),
            LEDGER.get("*/settlement-days/*"),
            LEDGER.get("*/payouts/*"),
            send_mail(),
        ),
    ),
)
def make_reports(event: CloudWatchEvent, adapters: Adapters) -> None:
    """06:30 in Seoul: yesterday, on Mondays last week, on the 1st last month, and what earlier
    mornings missed. What was mailed is not made again."""
    morning = meant_at(event, adapters)
    failed = [
        failure
        for county_id in adapters.settings.county_ids
        for failure in _make_missing(adapters, county_id, morning)
    ]
    if failed:
        raise RuntimeError(f"reports failed: {', '.join(failed)}")


@worker(
    reports,
    Function(
        trigger=Schedule("cron(0 0 * * ? *)", missed="No mail of what waits for approval"),
        timeout_seconds=300,
        memory_mb=512,
        may=(
            TABLE.read(),
            TABLE.put("FEEDUES"),
            TABLE.query("by_day"),
            REPORTS.get("*/inbox/*"),
            REPORTS.put("*/inbox/*"),
            REPORTS.find(),
            list_staff_accounts(),
            send_mail(),
        ),
    ),
)
def mail_inboxes(event: CloudWatchEvent, adapters: Adapters) -> None:
    """09:00 in Seoul: on working days one mail to each who has something to decide; every day, of
    sale rounds that will be sold out early or leave much. Before that the books of fees are looked
    through for days that are not paid in. One county's failure stops no other."""
    morning = meant_at(event, adapters)
    failed = []
    for county_id in adapters.settings.county_ids:
        try:
            count("FeeDaysOpen", adapters.wired(ReportingWiring).fee_dues.look_through(county_id))
        except Exception:
            logger.exception("books of fees not looked through", county_id=county_id)
            failed.append(county_id)
        try:
            mailed = adapters.wired(ReportingWiring).inbox_mails.send_due(county_id, morning)
        except Exception:
            logger.exception("approvers not mailed", county_id=county_id)
            failed.append(county_id)
            continue
        count("ApproversMailed", mailed)
        try:
            warned = adapters.wired(ReportingWiring).round_warnings.send_due(county_id, morning)
        except Exception:
            logger.exception("officers not warned of a round", county_id=county_id)
            failed.append(county_id)
            continue
        count("OfficersWarned", warned)
    if failed:
        raise RuntimeError(f"approvers not mailed: {', '.join(failed)}")


@worker(
    reports,
    Function(
        trigger=Messages(
            queue="report",
            batch_size=1,
            concurrency=20,
            local_concurrency=2,
            late_after_seconds=3600,
        ),
        timeout_seconds=300,
        memory_mb=1024,
        may=(
            TABLE.read(),
            TABLE.put("RECONCILIATIONS", "TOTALS"),
            TABLE.query("by_day", "by_merchant"),
            REPORTS.get(),
            REPORTS.put(),
            REPORTS.find(),
            LEDGER.get(),
            LEDGER.find(),
            send_mail(),
        ),
    ),
)
def run_report(event: SQSEvent, adapters: Adapters) -> Any:
    """Make one report and send it once for this request, or reconcile one day, as staff asked."""

    def run(record: "SQSRecord") -> None:
        message = json.loads(record.body)
        if message["kind"] == RECONCILIATION:
            reconcile(adapters, message["county_id"], parse_day(message["period"]))
            return
        adapters.wired(ReportingWiring).reports.run(
            message["county_id"],
            message["kind"],
            message["period"],
            now=adapters.now(),
            request_id=message.get("request_id") or record.message_id,
        )
        count("ReportsMade")

    return each_record(event, run)


def _make_missing(adapters: Adapters, county_id: str, morning: datetime) -> list[str]:
    """Make what a county's mornings lack; the names of those that failed. One failure stops no
    other."""
    service = adapters.wired(ReportingWiring).reports
    failed = []
    try:
        names = service.missing(county_id, seoul_date(morning))
    except Exception:
        logger.exception("no list of due reports", county_id=county_id)
        return [county_id]
    for name in names:
        try:
            service.run(county_id, name.kind, name.period, now=morning)
        except Exception:
            logger.exception("report failed", kind=name.kind, period=name.period)
            failed.append(f"{county_id}/{name.kind}/{name.period}")
        else:
            count("ReportsMade")
    return failed
