"""Text messages by SNS."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.core.errors import TryAgainError


class TextMessages:
    def __init__(self, client: Any) -> None:
        self._client = client

    def send(self, phone: str, text: str, *, is_advert: bool = False) -> None:
        """`phone` in E.164. Tried once: what had no answer may have been sent.

        Raises `TryAgainError`.
        """
        try:
            self._client.publish(
                PhoneNumber=phone,
                Message=text,
                MessageAttributes={
                    "AWS.SNS.SMS.SMSType": {
                        "DataType": "String",
                        "StringValue": "Promotional" if is_advert else "Transactional",
                    }
                },
            )
        except (BotoCoreError, ClientError) as exc:
            # Another code can be asked for as soon as the throttle lets it.
            raise TryAgainError(retry_after_seconds=30) from exc
