"""Text messages by SNS. It knows no idempotency key: what is sent again arrives again."""

from typing import Any, Literal

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
)

from chalicelib.core.errors import TryAgainError

Attempt = Literal["sent", "refused", "unknown"]
"""`refused`: it certainly did not go out; `unknown`: no answer told whether it did."""


class TextMessages:
    def __init__(self, client: Any) -> None:
        self._client = client

    def send(self, phone: str, text: str, *, is_advert: bool = False) -> None:
        """`phone` in E.164. Tried once: what had no answer may have been sent.

        Raises `TryAgainError`.
        """
        try:
            self._publish(phone, text, is_advert=is_advert)
        except (BotoCoreError, ClientError) as exc:
            # Another code can be asked for as soon as the throttle lets it.
            raise TryAgainError(retry_after_seconds=30) from exc

    def attempt(self, phone: str, text: str, *, is_advert: bool = False) -> Attempt:
        """For who counts how often somebody may have had a message."""
        try:
            self._publish(phone, text, is_advert=is_advert)
        except ClientError as exc:
            status = exc.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500)
            return "refused" if status < 500 else "unknown"
        except (ConnectTimeoutError, EndpointConnectionError):
            return "refused"
        except BotoCoreError:
            return "unknown"
        return "sent"

    def _publish(self, phone: str, text: str, *, is_advert: bool) -> None:
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
