"""What every worker does around its work.

A worker is a Lambda of its own, and `app.py` is never imported there, so Chalice's middleware
does not run for it: what all workers need stands here. `@worker(blueprint, Function(…))` takes the
place of Chalice's own decorator.
"""

import functools
import time
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from chalice import Blueprint
from chalice.app import CloudWatchEvent, SQSEvent

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.functions import Function, Messages, NewItems, Schedule, declare
from chalicelib.core.observability import count, logger
from chalicelib.core.values import parse_time

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
    from aws_lambda_powertools.utilities.typing import LambdaContext

Event = TypeVar("Event")


def worker(
    blueprint: Blueprint, declaration: Function
) -> Callable[[Callable[[Event, Adapters], Any]], Any]:
    """Make it a Lambda of its own, called as its declaration says."""
    decorator = _chalices(blueprint, declaration)

    def register(run: Callable[[Event, Adapters], Any]) -> Any:
        declare(run.__name__, declaration)
        return decorator(Worker(run))

    return register


def _chalices(blueprint: Blueprint, declaration: Function) -> Callable[..., Any]:
    """Chalice's decorator for the trigger."""
    trigger = declaration.trigger
    if isinstance(trigger, Schedule):
        decorator: Callable[..., Any] = blueprint.schedule(trigger.cron)
    elif isinstance(trigger, Messages):
        # A name here would stay beside the ARN that infra/deploy/functions.py puts in its place.
        decorator = blueprint.on_sqs_message(
            queue_arn="set-by-infra", batch_size=trigger.batch_size
        )
    elif isinstance(trigger, NewItems):
        decorator = blueprint.on_dynamodb_record("set-by-infra", batch_size=trigger.batch_size)
    else:
        raise ValueError("a worker is called by a schedule, by messages or by new items")
    return decorator


class Worker(Generic[Event]):
    """A function of its own: `run` gets the event and the adapters.

    It logs how it went, counts failures, and lets errors out: the service must see them to retry.
    """

    def __init__(self, run: Callable[[Event, Adapters], Any]) -> None:
        functools.update_wrapper(self, run)
        self._run = run
        self._name = run.__name__

    def __call__(self, event: Event) -> Any:
        """As Lambda calls it, over the adapters of the process."""
        return self.over(process_adapters(), event)

    def over(self, adapters: Adapters, event: Event) -> Any:
        started = time.perf_counter()
        request_id = getattr(getattr(event, "context", None), "aws_request_id", "")
        try:
            result = self._run(event, adapters)
        except Exception:
            logger.exception("worker failed", worker=self._name, request_id=request_id)
            count("WorkersFailed")
            raise
        logger.info(
            "worker",
            worker=self._name,
            request_id=request_id,
            milliseconds=round((time.perf_counter() - started) * 1000, 1),
        )
        return result


def meant_at(event: CloudWatchEvent, adapters: Adapters) -> datetime:
    """When a schedule meant the call: one that is delivered hours late, or twice, is about its own
    day. By hand no time is given, which is now."""
    now = adapters.now()
    return min(parse_time(event.time), now) if event.time else now


@cache
def process_adapters() -> Adapters:
    """Made once per process, and reused as long as it is warm."""
    return Adapters()


def each_record(
    event: SQSEvent, handle: "Callable[[SQSRecord], None]"
) -> "PartialItemFailureResponse":
    """Handle each message of a batch by itself. One that fails is logged and named in the answer,
    so that it alone comes again; after five times SQS moves it to the dead-letter queue."""
    return _each_record(event, handle, is_in_order=False)


def each_record_in_order(
    event: SQSEvent, handle: "Callable[[SQSRecord], None]"
) -> "PartialItemFailureResponse":
    """The same of a FIFO queue: after one that failed, the others of its group come again with it,
    and the other groups go on."""
    return _each_record(event, handle, is_in_order=True)


def _each_record(
    event: SQSEvent, handle: "Callable[[SQSRecord], None]", *, is_in_order: bool
) -> "PartialItemFailureResponse":

    # Here and not at the top: `app.py` imports every worker, and this takes a tenth of the time
    # that a till's payment waits for at a cold start.
    from aws_lambda_powertools.utilities.batch import (
        BatchProcessor,
        EventType,
        SqsFifoPartialProcessor,
        process_partial_response,
    )

    def handle_and_log(record: "SQSRecord") -> None:
        try:
            handle(record)
        except Exception:
            logger.exception("message failed", message_id=record.message_id)
            count("MessagesFailed")
            raise

    processor: BatchProcessor
    if is_in_order:
        processor = SqsFifoPartialProcessor(skip_group_on_error=True)
        processor.raise_on_entire_batch_failure = False
    else:
        processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    return process_partial_response(
        event=event.to_dict(),
        record_handler=handle_and_log,
        processor=processor,
        context=cast("LambdaContext", event.context),
    )
