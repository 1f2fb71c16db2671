"""The night of the analysis: each county's members in parts, each brought up to yesterday."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from chalice import Blueprint
from chalice.app import CloudWatchEvent, SQSEvent

from chalicelib.analysis.member_book import PARTS
from chalicelib.analysis.queue import analysis_from_message
from chalicelib.analysis.wiring import AnalysisWiring
from chalicelib.aws.adapters import Adapters
from chalicelib.aws.functions import Function, Messages, Schedule
from chalicelib.aws.rights import REPORTS, TABLE, Queue, derive_keys, seal_personal_data
from chalicelib.aws.worker import each_record, worker
from chalicelib.core.values import seoul_date

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

analyses = Blueprint(__name__)


@worker(
    analyses,
    Function(
        trigger=Schedule("cron(0 18 * * ? *)", missed="No extract was made for analysis"),
        timeout_seconds=300,
        memory_mb=256,
        may=(Queue("analysis").send(),),
    ),
)
def begin_analysis(event: CloudWatchEvent, adapters: Adapters) -> None:
    """03:00 in Seoul: each part of each county's members is sent to be brought up to yesterday."""
    for county_id in adapters.settings.county_ids:
        for part in range(PARTS):
            adapters.wired(AnalysisWiring).queue.send(county_id, part)


@worker(
    analyses,
    Function(
        trigger=Messages(
            queue="analysis",
            batch_size=1,
            concurrency=4,
            local_concurrency=2,
            late_after_seconds=14_400,
        ),
        timeout_seconds=900,
        memory_mb=1024,
        may=(
            TABLE.read(),
            TABLE.query("by_day"),
            REPORTS.get("analysis/*"),
            REPORTS.put("analysis/*"),
            # Without it a file that is not there is as one that may not be read.
            REPORTS.find(),
            derive_keys(),
            seal_personal_data(),
            Queue("analysis").send(),
        ),
    ),
)
def analyse_members(event: SQSEvent, adapters: Adapters) -> Any:
    """Bring a part of the members up to yesterday; what is left of it goes on with a new message,
    so that a county of many days is caught up with in many calls."""

    def advance(record: "SQSRecord") -> None:
        county_id, part = analysis_from_message(record.body)
        wiring = adapters.wired(AnalysisWiring)
        yesterday = seoul_date(adapters.now()) - timedelta(days=1)
        if not wiring.nightly.advance(county_id, part, yesterday):
            wiring.queue.send(county_id, part)

    return each_record(event, advance)
