"""An SQS client in memory, and the event source mapping that drives a worker from a queue.

Standard queues: at least once, in about the order sent. A message that is received and not deleted
comes again when its visibility timeout has passed, and goes to the dead-letter queue after the
count of receives that the redrive policy allows.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.simulator.clock import SimulatedClock
from tests.simulator.errors import client_error

BATCH_MAX = 10
BODY_BYTES_MAX = 1024 * 1024
ACCOUNT = "000000000000"


@dataclass
class Message:
    message_id: str
    body: str
    visible_at: float
    receives: int = 0
    handle: str = ""
    sent_at: float = 0.0
    group: str = ""


@dataclass
class Queue:
    """As the template defines it; times in seconds."""

    name: str
    visibility_seconds: int = 30
    receives_max: int | None = None
    dead_letters: "Queue | None" = None
    messages: list[Message] = field(default_factory=list)

    @property
    def arn(self) -> str:
        return f"arn:aws:sqs:ap-northeast-2:{ACCOUNT}:{self.name}"


class SQS:
    """Queues are named by the last part of their address."""

    def __init__(self, clock: SimulatedClock, queues: list[Queue]) -> None:
        self.clock = clock
        self.queues = {queue.name: queue for queue in queues}
        self._count = 0

    def queue(self, url: str, operation: str = "") -> Queue:
        try:
            return self.queues[url.rpartition("/")[2]]
        except KeyError:
            raise client_error(
                "AWS.SimpleQueueService.NonExistentQueue",
                "The specified queue does not exist.",
                operation,
            ) from None

    def send_message(
        self,
        *,
        QueueUrl: str,  # noqa: N803 - as boto3 has it
        MessageBody: str,  # noqa: N803
        DelaySeconds: int = 0,  # noqa: N803
        MessageGroupId: str = "",  # noqa: N803
        MessageDeduplicationId: str = "",  # noqa: N803
    ) -> dict[str, Any]:
        """Of a FIFO queue it keeps neither the order nor that a message comes once: less than the
        service promises."""
        queue = self.queue(QueueUrl, "SendMessage")
        sent = self._add(queue, MessageBody, DelaySeconds)
        queue.messages[-1].group = MessageGroupId
        return sent

    def _add(self, queue: Queue, body: str, delay: int) -> dict[str, Any]:
        if not 0 < len(body.encode()) <= BODY_BYTES_MAX:
            raise client_error(
                "InvalidParameterValue",
                f"One or more parameters are invalid. Reason: Message must be shorter than "
                f"{BODY_BYTES_MAX} bytes.",
                "SendMessage",
            )
        self._count += 1
        now = self.clock.seconds
        message = Message(f"message-{self._count:06}", body, now + delay, sent_at=now)
        queue.messages.append(message)
        return {"MessageId": message.message_id, "MD5OfMessageBody": _md5(body)}

    def send_message_batch(
        self,
        *,
        QueueUrl: str,  # noqa: N803
        Entries: list[dict[str, Any]],  # noqa: N803
    ) -> dict[str, Any]:
        queue = self.queue(QueueUrl, "SendMessageBatch")
        ids = [entry["Id"] for entry in Entries]
        prefix = "AWS.SimpleQueueService."
        for is_wrong, code, message in (
            (not ids, "EmptyBatchRequest", "There should be at least one entry."),
            (len(ids) > BATCH_MAX, "TooManyEntriesInBatchRequest", f"Maximum is {BATCH_MAX}."),
            (len(set(ids)) < len(ids), "BatchEntryIdsNotDistinct", "Id repeated."),
        ):
            if is_wrong:
                raise client_error(prefix + code, message, "SendMessageBatch")
        sent = [
            {"Id": e["Id"], **self._add(queue, e["MessageBody"], e.get("DelaySeconds", 0))}
            for e in Entries
        ]
        return {"Successful": sent, "Failed": []}

    def receive_message(
        self,
        *,
        QueueUrl: str,  # noqa: N803
        MaxNumberOfMessages: int = 1,  # noqa: N803
        VisibilityTimeout: int | None = None,  # noqa: N803
        AttributeNames: tuple[str, ...] = (),  # noqa: N803
        WaitTimeSeconds: int = 0,  # noqa: N803
    ) -> dict[str, Any]:
        """All attributes are given, whatever is asked for, and nothing is waited for."""
        queue = self.queue(QueueUrl, "ReceiveMessage")
        wait = queue.visibility_seconds if VisibilityTimeout is None else VisibilityTimeout
        found = []
        for message in [m for m in queue.messages if m.visible_at <= self.clock.seconds]:
            if queue.receives_max is not None and message.receives >= queue.receives_max:
                queue.messages.remove(message)
                assert queue.dead_letters is not None
                queue.dead_letters.messages.append(message)
                continue
            if len(found) == min(MaxNumberOfMessages, BATCH_MAX):
                break
            message.receives += 1
            message.visible_at = self.clock.seconds + wait
            message.handle = f"{message.message_id}/{message.receives}"
            found.append(_received(message))
        return {"Messages": found} if found else {}

    def delete_message(self, *, QueueUrl: str, ReceiptHandle: str) -> dict[str, Any]:  # noqa: N803
        """A handle that is not the newest deletes nothing: the message was received again."""
        queue = self.queue(QueueUrl, "DeleteMessage")
        queue.messages = [m for m in queue.messages if m.handle != ReceiptHandle]
        return {}

    def change_message_visibility(
        self,
        *,
        QueueUrl: str,  # noqa: N803
        ReceiptHandle: str,  # noqa: N803
        VisibilityTimeout: int,  # noqa: N803
    ) -> dict[str, Any]:
        for message in self.queue(QueueUrl, "ChangeMessageVisibility").messages:
            if message.handle == ReceiptHandle:
                message.visible_at = self.clock.seconds + VisibilityTimeout
        return {}

    def get_queue_attributes(
        self,
        *,
        QueueUrl: str,  # noqa: N803
        AttributeNames: list[str],  # noqa: N803
    ) -> dict[str, Any]:
        messages = self.queue(QueueUrl, "GetQueueAttributes").messages
        visible = sum(m.visible_at <= self.clock.seconds for m in messages)
        known = {
            "ApproximateNumberOfMessages": visible,
            "ApproximateNumberOfMessagesNotVisible": len(messages) - visible,
        }
        return {"Attributes": {name: str(known[name]) for name in AttributeNames}}


def _received(message: Message) -> dict[str, Any]:
    return {
        "MessageId": message.message_id,
        "ReceiptHandle": message.handle,
        "MD5OfBody": _md5(message.body),
        "Body": message.body,
        "Attributes": {
            "ApproximateReceiveCount": str(message.receives),
            "SentTimestamp": str(int(message.sent_at * 1000)),
            **({"MessageGroupId": message.group} if message.group else {}),
        },
    }


def _md5(body: str) -> str:
    return hashlib.md5(body.encode(), usedforsecurity=False).hexdigest()


class _Context:
    aws_request_id = "request-1"
    function_name = "onmin-local-worker"
    memory_limit_in_mb = 256
    invoked_function_arn = f"arn:aws:lambda:ap-northeast-2:{ACCOUNT}:function:worker"

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


@dataclass
class EventSource:
    """What Lambda does between a queue and a function that reports failures item by item."""

    client: SQS
    queue: Queue
    handler: Callable[[dict[str, Any], Any], Any]
    batch_size: int

    def poll(self) -> bool:
        """Give the function one batch, if there is one; delete what it finished."""
        answer = self.client.receive_message(
            QueueUrl=self.queue.name, MaxNumberOfMessages=self.batch_size
        )
        messages = answer.get("Messages", [])
        if messages:
            self.deliver(messages)
        return bool(messages)

    def deliver(self, messages: list[dict[str, Any]]) -> None:
        """Whatever the function raises, nothing of the batch is deleted then."""
        event = {"Records": [_record(message, self.queue.arn) for message in messages]}
        outcome = self.handler(event, _Context()) or {}
        failures = outcome.get("batchItemFailures", [])
        failed = {failure["itemIdentifier"] for failure in failures}
        for message in messages:
            if message["MessageId"] not in failed:
                self.client.delete_message(
                    QueueUrl=self.queue.name, ReceiptHandle=message["ReceiptHandle"]
                )


def _record(message: dict[str, Any], arn: str) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": {},
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": arn,
        "awsRegion": "ap-northeast-2",
    }
