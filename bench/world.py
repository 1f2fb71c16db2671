"""The functions as Lambda calls them, in this process, on a small county in a fresh table.

Nothing of the application is replaced: it finds its cloud by the environment, as it does there.
"""

import base64
import importlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from infra.deploy import template

TABLE = "onmin-bench"
_BATCH = 25
QUEUES = (
    "signup", "report", "grant", "import", "purchase", "reservation", "settlement", "payment",
)  # fmt: skip
"""Written out: nothing of the product may be imported before it knows where everything is."""


def enter(cloud_url: str) -> None:
    """Before chalicelib is imported: where everything is. What tests say of it goes first, as they
    would say it again when the bench takes a county of theirs."""
    importlib.import_module("tests.environment")
    os.environ.update(
        STAGE="local",
        DEFAULT_COUNTY_ID="gangjin",
        TABLE_NAME=TABLE,
        SIGNUP_QUEUE_URL=f"{cloud_url}/000000000000/signups",
        **{f"{name.upper()}_DEAD_LETTER_URL": f"{cloud_url}/000000000000/dead" for name in QUEUES},
        REPORT_QUEUE_URL=f"{cloud_url}/000000000000/reports",
        GRANT_QUEUE_URL=f"{cloud_url}/000000000000/grants",
        IMPORT_QUEUE_URL=f"{cloud_url}/000000000000/imports",
        PURCHASE_QUEUE_URL=f"{cloud_url}/000000000000/purchases.fifo",
        RESERVATION_QUEUE_URL=f"{cloud_url}/000000000000/reservations",
        SETTLEMENT_QUEUE_URL=f"{cloud_url}/000000000000/settlements",
        REPORT_BUCKET="reports",
        LEDGER_BUCKET="ledger",
        UPLOAD_BUCKET="uploads",
        DATA_KEY_ID="data",
        MAC_KEY_ID="mac",
        MAIL_FROM="no-reply@onmin.example",
        STAFF_POOL_ID="pool",
        STAFF_CLIENT_ID="client",
        STAFF_ISSUER="https://staff.example",
        AWS_ENDPOINT_URL=cloud_url,
        AWS_REGION="ap-northeast-2",
        AWS_DEFAULT_REGION="ap-northeast-2",
        AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test",
        AWS_LAMBDA_FUNCTION_NAME="bench",
        LOG_LEVEL="INFO",
    )


class LambdaContext:
    """What handlers read of it."""

    aws_request_id = "00000000-0000-0000-0000-000000000000"
    function_name = "bench"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:ap-northeast-2:000000000000:function:bench"

    def get_remaining_time_in_millis(self) -> int:
        return 29_000


CONTEXT = LambdaContext()


def api_event(
    method: str,
    resource: str,
    body: Any = None,
    *,
    values: Mapping[str, str] | None = None,
    token: str | None = None,
    key: str | None = None,
) -> dict[str, Any]:
    """As API Gateway sends it with all media types binary: the body in base64."""
    path = resource.format(**(values or {}))
    headers = {
        "Accept": "application/json",
        "Content-Type": "application/json",
        "Host": "onmin.example",
        "User-Agent": "bench",
        "X-Forwarded-For": "192.0.2.1",
        "X-Forwarded-Proto": "https",
    }
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if key:
        headers["Idempotency-Key"] = key
    return {
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": dict(values) if values else None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "path": f"/api{path}",
            "requestId": CONTEXT.aws_request_id,
            "identity": {"sourceIp": "192.0.2.1"},
            "domainName": "onmin.example",
            "stage": "api",
        },
        "body": base64.b64encode(json.dumps(body).encode()).decode() if body is not None else None,
        "isBase64Encoded": body is not None,
    }


def queue_event(bodies: list[str]) -> dict[str, Any]:
    return {
        "Records": [
            {
                "messageId": f"message-{number}",
                "receiptHandle": "handle",
                "body": body,
                "attributes": {"ApproximateReceiveCount": "1"},
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:ap-northeast-2:000000000000:signups",
                "awsRegion": "ap-northeast-2",
            }
            for number, body in enumerate(bodies)
        ]
    }


@dataclass
class Counted:
    """Of one operation: calls of any service, capacity units of DynamoDB, item bytes written."""

    round_trips: int = 0
    read_units: float = 0.0
    table_write_units: float = 0.0
    all_write_units: float = 0.0
    calls: list[str] = field(default_factory=list)


class Meter:
    """Listens to boto3's clients. Every DynamoDB call is made to say what it used."""

    def __init__(self) -> None:
        self.counted = Counted()

    def listen(self, client: Any) -> None:
        events = client.meta.events
        events.register("before-call", self._called)
        events.register("provide-client-params.dynamodb", self._ask)
        events.register("after-call.dynamodb", self._answered)

    def reset(self) -> None:
        self.counted = Counted()

    def _called(self, model: Any, **_: Any) -> None:
        """Not `before-send`: what DynamoDB answers at once does not come there."""
        self.counted.round_trips += 1
        self.counted.calls.append(model.name)

    def _ask(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        if "ReturnConsumedCapacity" in model.input_shape.members:
            params["ReturnConsumedCapacity"] = "INDEXES"

    def _answered(self, parsed: dict[str, Any], model: Any, **_: Any) -> None:
        used = parsed.get("ConsumedCapacity")
        if model.name == "TransactWriteItems":
            for of_table in used or ():
                self._wrote(of_table)
            return
        if not isinstance(used, dict):
            # A batch, which only the preparation sends.
            return
        if model.name in ("GetItem", "Query"):
            self.counted.read_units += used["CapacityUnits"]
            return
        self._wrote(used)

    def _wrote(self, used: Mapping[str, Any]) -> None:
        units = used["CapacityUnits"]
        self.counted.all_write_units += units
        self.counted.table_write_units += used.get("Table", {}).get("CapacityUnits", units)


def create_table(client: Any) -> None:
    """From the template that is deployed."""
    client.create_table(TableName=TABLE, **template.table_definition())


def write_all(client: Any, items: Iterator[Mapping[str, Any]]) -> None:
    """`items` in DynamoDB's types."""
    batch: list[dict[str, Any]] = []
    for item in items:
        batch.append({"PutRequest": {"Item": item}})
        if len(batch) == _BATCH:
            client.batch_write_item(RequestItems={TABLE: batch})
            batch = []
    if batch:
        client.batch_write_item(RequestItems={TABLE: batch})


def moments_until(now: datetime, count: int, apart: timedelta) -> list[datetime]:
    """`count` moments at even distance, the last of them just before `now`."""
    return [now - n * apart for n in range(count, 0, -1)]
