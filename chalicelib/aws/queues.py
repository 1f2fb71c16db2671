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
        body = json.dumps(message, ensure_ascii=False)
        later = {"DelaySeconds": delay_seconds} if delay_seconds else {}
        try:
            self._client.send_message(QueueUrl=self._url, MessageBody=body, **later)
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
