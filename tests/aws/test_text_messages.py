"""What is said of a message that SNS refused, or did not answer."""

from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from chalicelib.aws.text_messages import TextMessages
from chalicelib.core.errors import TryAgainError
from tests.simulator import errors

URL = "https://sns.ap-northeast-2.amazonaws.com"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (None, "sent"),
        (errors.throttled("Publish"), "refused"),
        (EndpointConnectionError(endpoint_url=URL), "refused"),
        (errors.internal("Publish"), "unknown"),
        (ReadTimeoutError(endpoint_url=URL), "unknown"),
    ],
)
def test_what_may_have_gone_out_is_told_from_what_did_not(answer: Any, outcome: str) -> None:
    class Client:
        def publish(self, **request: Any) -> None:
            if answer:
                raise answer

    messages = TextMessages(Client())
    assert messages.attempt("+821012345678", "x") == outcome
    if answer:
        with pytest.raises(TryAgainError):
            messages.send("+821012345678", "x")
