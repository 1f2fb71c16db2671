"""Events as Lambda gives them to the functions that take messages."""

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.aws.attributes import pack


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


def new_items(items: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """One batch of the table's stream: items that were put, as JSON has them."""
    return {
        "Records": [
            {
                "eventID": f"e{number}",
                "eventName": "INSERT",
                "eventSource": "aws:dynamodb",
                "eventSourceARN": "arn:aws:dynamodb:ap-northeast-2:0:table/onmin-test/stream/1",
                "awsRegion": "ap-northeast-2",
                "dynamodb": {
                    "ApproximateCreationDateTime": 1,
                    "Keys": {name: {"S": item[name]} for name in ("pk", "sk")},
                    "NewImage": {name: _in_json(value) for name, value in pack(item).items()},
                    "SequenceNumber": str(number),
                    "SizeBytes": 1,
                    "StreamViewType": "NEW_IMAGE",
                },
            }
            for number, item in enumerate(items)
        ]
    }


def _in_json(attribute: Mapping[str, Any]) -> dict[str, Any]:
    ((kind, value),) = attribute.items()
    if kind == "B":
        return {"B": base64.b64encode(value).decode()}
    if kind == "L":
        return {"L": [_in_json(each) for each in value]}
    if kind == "M":
        return {"M": {name: _in_json(each) for name, each in value.items()}}
    return dict(attribute)
