"""The clients as the code gets them: each call goes over the network that may break it."""

import io
import itertools
from collections.abc import Callable
from typing import Any

from tests.simulator.dynamodb import DynamoDB
from tests.simulator.errors import client_error
from tests.simulator.faults import Network
from tests.simulator.sqs import SQS

_OPERATIONS = {
    "get_item": "GetItem",
    "query": "Query",
    "put_item": "PutItem",
    "update_item": "UpdateItem",
    "delete_item": "DeleteItem",
    "transact_write_items": "TransactWriteItems",
}
SHARDS_TRIED = 2
_READS = {"get_item", "query"}


class TableClient:
    """boto3's DynamoDB client. It gives each transaction its token, as botocore does, so that its
    own second sending is no second effect."""

    _tokens = itertools.count(1)

    def __init__(self, table: DynamoDB, network: Network) -> None:
        self._table = table
        self._network = network

    def __getattr__(self, name: str) -> Callable[..., Any]:
        operation = _OPERATIONS[name]
        is_write = name not in _READS
        method = getattr(self._table, name)

        def call(**request: Any) -> Any:
            if name == "query" and _is_spare_shard(request):
                answer = method(**request)
                if not answer["Items"]:
                    return answer
            if name == "transact_write_items":
                request.setdefault("ClientRequestToken", f"token-{next(self._tokens)}")
            return self._network.call(
                "table",
                operation,
                lambda: method(**request),
                request=request,
                is_write=is_write,
                is_eventual=name in _READS and not request.get("ConsistentRead"),
            )

        return call


def _is_spare_shard(request: dict[str, Any]) -> bool:
    """Eight shards of a day are eight times the same read: of those that are empty, two show all
    that can go wrong, and the others are read beside the network."""
    pk = request["ExpressionAttributeValues"][":pk"]["S"]
    shard = pk.rpartition("#")[2]
    # What is to be paid on a day stands in the same index, under the day itself.
    return request.get("IndexName") == "by_day" and shard.isdigit() and int(shard) >= SHARDS_TRIED


class QueueClient:
    """boto3's SQS client, as far as the code sends by it."""

    def __init__(self, queues: SQS, network: Network) -> None:
        self._queues = queues
        self._network = network

    def send_message(self, **request: Any) -> Any:
        return self._network.call(
            "queue",
            "SendMessage",
            lambda: self._queues.send_message(**request),
            request=request,
            is_write=True,
        )

    def send_message_batch(self, **request: Any) -> Any:
        return self._network.call(
            "queue",
            "SendMessageBatch",
            lambda: self._queues.send_message_batch(**request),
            request=request,
            is_write=True,
        )

    def get_queue_attributes(self, **request: Any) -> Any:
        return self._network.call(
            "queue",
            "GetQueueAttributes",
            lambda: self._queues.get_queue_attributes(**request),
            request=request,
            is_write=False,
        )


class Bucket:
    """Objects of one bucket or of several; strongly consistent, as S3 is."""

    def __init__(self, objects: dict[tuple[str, str], bytes] | None = None) -> None:
        self.objects = dict(objects or {})

    def put(self, bucket: str, key: str, body: bytes, if_none_match: str | None) -> dict[str, Any]:
        if if_none_match == "*" and (bucket, key) in self.objects:
            raise client_error(
                "PreconditionFailed",
                "At least one of the pre-conditions you specified did not hold",
                "PutObject",
            )
        self.objects[bucket, key] = bytes(body)
        return {"ETag": '"simulated"'}

    def get(self, bucket: str, key: str) -> dict[str, Any]:
        if (bucket, key) not in self.objects:
            raise client_error("NoSuchKey", "The specified key does not exist.", "GetObject")
        return {"Body": io.BytesIO(self.objects[bucket, key])}

    def erase(self, bucket: str, key: str) -> dict[str, Any]:
        self.objects.pop((bucket, key), None)
        return {}

    def list(self, bucket: str, prefix: str) -> dict[str, Any]:
        keys = sorted(k for b, k in self.objects if b == bucket and k.startswith(prefix))
        return {"Contents": [{"Key": key} for key in keys], "KeyCount": len(keys)}


class FilesClient:
    """boto3's S3 client, as far as the code uses it."""

    def __init__(self, bucket: Bucket, network: Network) -> None:
        self._bucket = bucket
        self._network = network

    def put_object(
        self,
        *,
        Bucket: str,  # noqa: N803 - as boto3 has it
        Key: str,  # noqa: N803
        Body: bytes,  # noqa: N803
        IfNoneMatch: str | None = None,  # noqa: N803
        **options: Any,
    ) -> Any:
        return self._network.call(
            "files",
            "PutObject",
            lambda: self._bucket.put(Bucket, Key, Body, IfNoneMatch),
            request=Key,
            is_write=True,
        )

    def get_object(self, *, Bucket: str, Key: str) -> Any:  # noqa: N803
        return self._network.call(
            "files",
            "GetObject",
            lambda: self._bucket.get(Bucket, Key),
            request=Key,
            is_write=False,
        )

    def delete_object(self, *, Bucket: str, Key: str) -> Any:  # noqa: N803
        return self._network.call(
            "files",
            "DeleteObject",
            lambda: self._bucket.erase(Bucket, Key),
            request=Key,
            is_write=True,
        )

    def get_paginator(self, name: str) -> "_Pages":
        return _Pages(getattr(self, name))

    def list_objects_v2(self, *, Bucket: str, Prefix: str, **options: Any) -> Any:  # noqa: N803
        return self._network.call(
            "files",
            "ListObjectsV2",
            lambda: self._bucket.list(Bucket, Prefix),
            request=Prefix,
            is_write=False,
        )


class MailClient:
    """boto3's SES client, as `clients.py` sets it up: it sends nothing again by itself. `mails` are
    the addresses of each that was taken."""

    def __init__(self, mails: list[list[str]], network: Network) -> None:
        self._mails = mails
        self._network = network

    def send_email(self, **request: Any) -> Any:
        readers = request["Destination"]["BccAddresses"]
        return self._network.call(
            "mail",
            "SendEmail",
            lambda: self._mails.append(readers),
            request=", ".join(readers),
            is_write=True,
        )


class TextClient:
    """boto3's SNS client, as `clients.py` sets it up: it sends nothing again by itself."""

    def __init__(self, sent: list[tuple[str, str]], network: Network) -> None:
        self._sent = sent
        self._network = network

    def publish(self, **request: Any) -> Any:
        to, text = request["PhoneNumber"], request["Message"]
        return self._network.call(
            "text",
            "Publish",
            lambda: self._sent.append((to, text)),
            request=to,
            is_write=True,
        )


class _Pages:
    """All that is listed, as one page."""

    def __init__(self, call: Callable[..., Any]) -> None:
        self._call = call

    def paginate(self, **request: Any) -> list[Any]:
        return [self._call(**request)]
