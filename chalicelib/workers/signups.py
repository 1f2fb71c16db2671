"""The consumer of the sign-up queue."""

from typing import Any, cast

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from chalice import Blueprint
from chalice.app import SQSEvent

from chalicelib import bootstrap
from chalicelib.gateways.queues import signup_from_message
from chalicelib.observability import count
from chalicelib.workers.handler import worker

signups = Blueprint(__name__)


@signups.on_sqs_message(queue_arn="set-by-infra", batch_size=10)
@worker
def complete_signup(event: SQSEvent) -> Any:
    """Finish each sign-up of the batch. One that fails comes again alone, and after five times goes
    to the dead-letter queue; the rest of its batch is done."""
    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    return process_partial_response(
        event=event.to_dict(),
        record_handler=_complete,
        processor=processor,
        context=cast(LambdaContext, event.context),
    )


def _complete(record: SQSRecord) -> None:
    bootstrap.signup_consumer().complete(signup_from_message(record.body))
    count("SignupsCompleted")
