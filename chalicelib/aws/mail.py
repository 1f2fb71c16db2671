"""Mail by SES."""

from collections.abc import Sequence
from email.message import EmailMessage
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.core.errors import TryAgainError

RECIPIENTS_MAX = 50
"""SES's limit for one message."""


class Mail:
    def __init__(self, client: Any, sender: str) -> None:
        self._client = client
        self._sender = sender

    def send(
        self,
        to: Sequence[str],
        subject: str,
        html: str,
        text: str,
        attachments: Sequence[tuple[str, str, bytes]] = (),
    ) -> None:
        """`attachments` as (file name, content type, bytes). Recipients see only the sender."""
        message = EmailMessage()
        message["From"] = self._sender
        message["Subject"] = subject
        message.set_content(text)
        message.add_alternative(html, subtype="html")
        for name, content_type, content in attachments:
            maintype, _, subtype = content_type.partition("/")
            message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
        for first in range(0, len(to), RECIPIENTS_MAX):
            self._send(message, to[first : first + RECIPIENTS_MAX])

    def _send(self, message: EmailMessage, to: Sequence[str]) -> None:
        try:
            self._client.send_email(
                FromEmailAddress=self._sender,
                Destination={"BccAddresses": list(to)},
                Content={"Raw": {"Data": message.as_bytes()}},
            )
        except (BotoCoreError, ClientError) as exc:
            raise TryAgainError(retry_after_seconds=30) from exc
