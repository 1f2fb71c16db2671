"""SQS: sign-ups, report runs and slices of bulk grants on their way to their workers."""

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.core.errors import TryAgainError

SCHEMA = 1


def _send(client: Any, url: str, message: dict[str, Any]) -> None:
    try:
        client.send_message(QueueUrl=url, MessageBody=json.dumps(message, ensure_ascii=False))
    except (BotoCoreError, ClientError) as exc:
        raise TryAgainError(retry_after_seconds=2) from exc


class QueueDepths:
    """How much waits in the sign-up queue and its dead-letter queue; SQS counts approximately."""

    def __init__(self, client: Any, *, url: str, dead_letter_url: str) -> None:
        self._client = client
        self._urls = (url, dead_letter_url)

    def signups(self) -> tuple[int, int]:
        """(waiting or in flight, dead letters)."""
        waiting, dead = (self._depth(url) for url in self._urls)
        return waiting, dead

    def _depth(self, url: str) -> int:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        try:
            answer = self._client.get_queue_attributes(QueueUrl=url, AttributeNames=names)
        except (BotoCoreError, ClientError) as exc:
            raise TryAgainError(retry_after_seconds=5) from exc
        return sum(int(answer["Attributes"][name]) for name in names)
