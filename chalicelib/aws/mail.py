"""Mail by SES."""

from collections.abc import Sequence
from email.message import EmailMessage
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

from chalicelib.core.errors import TryAgainError

RECIPIENTS_MAX = 50
"""SES's limit for one message."""
NOBODY = "undisclosed-recipients:;"
"""A mail without `To` looks like spam, and nobody's address is another one's to see (RFC 5322)."""


class MailUnansweredError(Exception):
    """SES was asked, and its answer did not come: it may have taken the mail."""


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
        """To at most `RECIPIENTS_MAX`, who see only the sender. `attachments` as (file name,
        content type, bytes).

        Raises `TryAgainError` if nobody gets it, `MailUnansweredError` if nobody knows.
        """
        message = self._compose(subject, html, text, attachments)
        try:
            self._client.send_email(
                FromEmailAddress=self._sender,
                Destination={"BccAddresses": list(to)},
                Content={"Raw": {"Data": message.as_bytes()}},
            )
        except HTTPClientError as exc:
            raise MailUnansweredError from exc
        except (BotoCoreError, ClientError) as exc:
            raise TryAgainError(retry_after_seconds=30) from exc

    def size(
        self,
        subject: str,
        html: str,
        text: str,
        attachments: Sequence[tuple[str, str, bytes]] = (),
    ) -> int:
        """How many bytes the mail has as it goes over the wire."""
        return len(self._compose(subject, html, text, attachments).as_bytes())

    def _compose(
        self, subject: str, html: str, text: str, attachments: Sequence[tuple[str, str, bytes]]
    ) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = NOBODY
        message["Subject"] = subject
        message.set_content(text)
        message.add_alternative(html, subtype="html")
        for name, content_type, content in attachments:
            maintype, _, subtype = content_type.partition("/")
            message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
        return message
