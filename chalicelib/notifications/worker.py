"""From an entry that is written to the phone that hears of it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from chalice import Blueprint
from chalice.app import DynamoDBEvent, SQSEvent

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.attributes import unpack_streamed
from chalicelib.aws.functions import Counted, Function, Messages, NewItems
from chalicelib.aws.rights import TABLE, Queue, derive_keys, seal_personal_data
from chalicelib.aws.worker import each_record, worker
from chalicelib.core.observability import count, logger
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.entry_codec import entry_from_item
from chalicelib.notifications.notices import TOLD
from chalicelib.notifications.queue import notice_from_message
from chalicelib.notifications.wiring import NotificationsWiring

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

notifications = Blueprint(__name__)
REFUSED = "PushesRefused"


@worker(
    notifications,
    Function(
        trigger=NewItems(
            of_type="entry",
            kinds=TOLD,
            batch_size=100,
            window_seconds=1,
            tries=3,
            age_seconds_max=3600,
        ),
        timeout_seconds=60,
        memory_mb=512,
        may=(TABLE.read(), Queue("notice").send()),
    ),
)
def note_entries(event: DynamoDBEvent, adapters: Adapters) -> None:
    """Access pattern 308: new entries, in the order in which their wallets got them."""
    count("NoticesBegun", adapters.wired(NotificationsWiring).telling.tell(_entries(event)))


def _entries(event: DynamoDBEvent) -> Iterator[Entry]:
    for record in event:
        try:
            yield entry_from_item(unpack_streamed(record.new_image))
        except (ValueError, KeyError):
            # Of a later release that was rolled back: the ledger's own checks are the alarm.
            logger.exception("an entry was not read")
            count("NoticesUnread")


@worker(
    notifications,
    Function(
        trigger=Messages(
            queue="notice",
            batch_size=1,
            concurrency=10,
            local_concurrency=2,
            late_after_seconds=1800,
        ),
        timeout_seconds=60,
        memory_mb=512,
        may=(
            TABLE.read(),
            TABLE.put("PUSH"),
            Queue("notice").send(),
            derive_keys(),
            seal_personal_data(),
        ),
        alarms=(Counted(REFUSED, "A push service refused our message or our key"),),
    ),
)
def send_notices(event: SQSEvent, adapters: Adapters) -> Any:
    """Leave each notice with the push services of its member's browsers."""

    def send(record: "SQSRecord") -> None:
        message = notice_from_message(record.body)
        sent = adapters.wired(NotificationsWiring).sending.send(message)
        count("PushesTaken", sent.taken)
        count("PushSubscriptionsGone", sent.gone)
        count("PushesLost", sent.lost)
        if sent.refused:
            count(REFUSED, sent.refused)

    return each_record(event, send)
