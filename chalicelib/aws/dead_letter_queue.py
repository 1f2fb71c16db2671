"""SQS: what a worker failed at five times."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.queues import Queue
from chalicelib.core.errors import TryAgainError

_BATCH_MAX = 10


class Received(NamedTuple):
    """`sent_at`: in seconds since 1970; `group`: in a FIFO queue, the line it stood in."""

    message_id: str
    handle: str
    body: str
    sent_at: float
    group: str | None


class DeadLetterQueue(Queue):
    def receive(self, *, hidden_seconds: int) -> list[Received]:
        """Up to ten messages, which nobody else is given for `hidden_seconds`."""
        answer = self._ask(
            "receive_message",
            MaxNumberOfMessages=_BATCH_MAX,
            VisibilityTimeout=hidden_seconds,
            AttributeNames=["All"],
            # Asks every server of the queue: without it, a few messages are easily missed.
            WaitTimeSeconds=1,
        )
        return [
            Received(
                one["MessageId"],
                one["ReceiptHandle"],
                one["Body"],
                int(one["Attributes"]["SentTimestamp"]) / 1000,
                one["Attributes"].get("MessageGroupId"),
            )
            for one in answer.get("Messages", [])
        ]

    def show_again(self, handles: Sequence[str]) -> None:
        """Others may have them at once."""
        for handle in handles:
            self._ask("change_message_visibility", ReceiptHandle=handle, VisibilityTimeout=0)

    def remove(self, handle: str) -> None:
        self._ask("delete_message", ReceiptHandle=handle)

    def _ask(self, operation: str, **options: Any) -> dict[str, Any]:
        try:
            asked = getattr(self._client, operation)(QueueUrl=self._url, **options)
        except (BotoCoreError, ClientError) as exc:
            raise TryAgainError(retry_after_seconds=5) from exc
        answer: dict[str, Any] = asked
        return answer
