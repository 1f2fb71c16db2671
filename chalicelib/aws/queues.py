"""SQS: what is on its way to a worker."""

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.core.errors import TryAgainError


class Queue:
    """One queue. Messages are JSON."""

    def __init__(self, client: Any, url: str) -> None:
        self._client = client
        self._url = url

    def send(self, message: dict[str, Any], *, delay_seconds: int = 0) -> None:
        """`delay_seconds`: nobody is given it before; SQS takes up to 900."""
        later = {"DelaySeconds": delay_seconds} if delay_seconds else {}
        self._send(message, later)

    def send_in_order(self, message: dict[str, Any], *, group: str, once: str) -> None:
        """To a FIFO queue: after those of its `group` that were sent before; one that was sent as
        `once` within the last five minutes is not sent again."""
        self._send(message, {"MessageGroupId": group, "MessageDeduplicationId": once})

    def _send(self, message: dict[str, Any], options: dict[str, Any]) -> None:
        body = json.dumps(message, ensure_ascii=False)
        try:
            self._client.send_message(QueueUrl=self._url, MessageBody=body, **options)
        except (BotoCoreError, ClientError) as exc:
            raise TryAgainError(retry_after_seconds=2) from exc

    def depth(self) -> int:
        """How many messages wait or are in flight; SQS counts approximately."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        try:
            answer = self._client.get_queue_attributes(QueueUrl=self._url, AttributeNames=names)
        except (BotoCoreError, ClientError) as exc:
            raise TryAgainError(retry_after_seconds=5) from exc
        return sum(int(answer["Attributes"][name]) for name in names)
