"""The consumer of the grants queue."""

from typing import TYPE_CHECKING, Any

from chalice import Blueprint
from chalice.app import SQSEvent

from chalicelib.approvals.queue import grant_from_message
from chalicelib.approvals.wiring import ApprovalsWiring
from chalicelib.aws.adapters import Adapters
from chalicelib.aws.functions import Function, Messages
from chalicelib.aws.rights import TABLE
from chalicelib.aws.worker import each_record, worker
from chalicelib.core.observability import count

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

grants = Blueprint(__name__)


@worker(
    grants,
    Function(
        trigger=Messages(
            queue="grant",
            batch_size=1,
            concurrency=20,
            local_concurrency=2,
            late_after_seconds=1800,
        ),
        timeout_seconds=120,
        memory_mb=512,
        may=(
            TABLE.read(),
            TABLE.put("WALLET", "GRANTS", "GRANT", "ROWKEY"),
        ),
    ),
)
def run_grants(event: SQSEvent, adapters: Adapters) -> Any:
    """Grant a slice of an approved file, each row once."""

    def run(record: "SQSRecord") -> None:
        runs = adapters.wired(ApprovalsWiring).grant_runs
        count("GrantRowsDone", runs.run_slice(*grant_from_message(record.body)))

    return each_record(event, run)
