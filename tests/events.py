"""Events as Lambda gives them to the functions that take messages."""

import json
from collections.abc import Iterable, Mapping
from typing import Any


class Context:
    """What a function may ask of Lambda."""

    aws_request_id = "request-1"
    function_name = "onmin-local-worker"
    memory_limit_in_mb = 256
    invoked_function_arn = "arn:aws:lambda:ap-northeast-2:000000000000:function:worker"

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


def messages(bodies: Iterable[Mapping[str, Any]], group: str = "one") -> dict[str, Any]:
    """One batch of them, of one group of a FIFO queue."""
    return {
        "Records": [
            {
                "messageId": f"m{number}",
                "receiptHandle": f"handle-{number}",
                "body": json.dumps(body),
                "attributes": {"ApproximateReceiveCount": "1", "MessageGroupId": group},
                "messageAttributes": {},
                "md5OfBody": "",
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:ap-northeast-2:000000000000:purchases.fifo",
                "awsRegion": "ap-northeast-2",
            }
            for number, body in enumerate(bodies)
        ]
    }
