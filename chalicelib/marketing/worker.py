"""Messages on their way to members, reminders of consents, and what came of both."""

from typing import TYPE_CHECKING, Any

from chalice import Blueprint
from chalice.app import CloudWatchEvent, SQSEvent

from chalicelib.analysis.member_book import PARTS
from chalicelib.aws.adapters import Adapters
from chalicelib.aws.functions import Counted, Function, Messages, Schedule
from chalicelib.aws.rights import (
    REPORTS,
    TABLE,
    Queue,
    derive_keys,
    seal_personal_data,
    send_text_messages,
)
from chalicelib.aws.worker import each_record, worker
from chalicelib.core.observability import count
from chalicelib.marketing.queue import task_from_message
from chalicelib.marketing.wiring import MarketingWiring

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

marketing = Blueprint(__name__)
FAILED = "ConsentRemindersFailed"


@worker(
    marketing,
    Function(
        trigger=Schedule("cron(1 23 * * ? *)", missed="No message went on in the morning"),
        timeout_seconds=300,
        memory_mb=512,
        may=(
            TABLE.read(),
            TABLE.put("MESSAGES"),
            Queue("marketing").send(),
            derive_keys(),
        ),
    ),
)
def begin_marketing(event: CloudWatchEvent, adapters: Adapters) -> None:
    """08:01 in Seoul: who waited for the end of the night is sent what waited; who consented two
    years ago is reminded; what was tried fourteen days ago is counted."""
    wiring = adapters.wired(MarketingWiring)
    for county_id in adapters.settings.county_ids:
        for message in wiring.store.unfinished(county_id):
            wiring.messages.send_on(message)
        for part in range(PARTS):
            wiring.queue.send(county_id, "remind", number=part)
        wiring.queue.send(county_id, "measure")


@worker(
    marketing,
    Function(
        trigger=Messages(
            queue="marketing",
            batch_size=1,
            concurrency=2,
            local_concurrency=2,
            late_after_seconds=14_400,
        ),
        timeout_seconds=600,
        memory_mb=1024,
        may=(
            TABLE.read(),
            TABLE.put("MESSAGES", "MESSAGE", "CONTACTS", "TRIALS"),
            REPORTS.get("analysis/*"),
            # Without it a file that is not there is as one that may not be read.
            REPORTS.find(),
            derive_keys(),
            seal_personal_data(),
            send_text_messages(),
            Queue("notice").send(),
        ),
        alarms=(Counted(FAILED, "A reminder of a consent, which the law wants, was not sent"),),
    ),
)
def run_marketing(event: SQSEvent, adapters: Adapters) -> Any:
    """Send a slice of a message, remind a part of the members, or count what came of it."""

    def run(record: "SQSRecord") -> None:
        task, wiring = task_from_message(record.body), adapters.wired(MarketingWiring)
        if task.name == "send":
            sent = wiring.sending.run_slice(task.county_id, task.of, task.number)
            _tell("AdvertsSent", sent)
        elif task.name == "remind":
            reminded = wiring.reminding.run_part(task.county_id, task.number)
            _tell("ConsentReminders", reminded.sent)
            _tell(FAILED, reminded.failed)
        else:
            _tell("EffectsMeasured", wiring.effects.measure(task.county_id))

    return each_record(event, run)


def _tell(metric: str, number: int) -> None:
    """Most parts have nobody to be reminded."""
    if number:
        count(metric, number)
