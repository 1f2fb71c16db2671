"""Calls of DynamoDB by the short way: what is written, what is read, and what botocore is left."""

import json
import socket
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError

from chalicelib.aws import clients
from tests.aws.played_dynamodb import OK, Server, answer, serving

ITEM = {
    "pk": {"S": '청자 \ud7ff "\\\u2028 😀'},
    "raw": {"B": b"\x00\xff"},
    "list": {"L": [{"B": b""}, {"M": {"B": {"N": "5"}, "n": {"NULL": True}}}]},
}
KEY = {"pk": {"S": "a"}}
CALLS: dict[str, dict[str, Any]] = {
    "get_item": {"Key": KEY, "ConsistentRead": True},
    "put_item": {"Item": ITEM, "ConditionExpression": "attribute_not_exists(pk)"},
    "update_item": {
        "Key": KEY, "UpdateExpression": "ADD #n :one", "ExpressionAttributeNames": {"#n": "n"},
        "ExpressionAttributeValues": {":one": {"N": "1"}, ":raw": {"B": b"\xfb\xff"}},
    },
    "delete_item": {"Key": KEY},
    "query": {
        "KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": {"S": "a"}},
        "ScanIndexForward": False, "Limit": 4, "ExclusiveStartKey": ITEM,
    },
}  # fmt: skip


def client(server: Server, *, attempts: int = 1, checks: bool = False) -> Any:
    return clients.make(
        "dynamodb",
        endpoint_url=server.url,
        region_name="ap-northeast-2",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(
            retries={"mode": "standard", "total_max_attempts": attempts},
            parameter_validation=checks,
        ),
    )


def body(request: bytes) -> Any:
    return json.loads(request.partition(b"\r\n\r\n")[2])


@pytest.mark.parametrize("operation", CALLS)
def test_a_request_says_what_botocore_would_have_written(operation: str) -> None:
    with serving(lambda to, _: to.sendall(answer(b"{}"))) as server:
        for checks in (False, True):
            getattr(client(server, checks=checks), operation)(TableName="t", **CALLS[operation])

    ours, botocores = map(body, server.requests)
    assert ours == botocores
    assert {"TableName", *CALLS[operation]} == {*ours}


def test_a_transaction_sent_again_carries_the_token_that_makes_it_one() -> None:
    with serving(lambda to, n: to.sendall(answer(b"{}", status=500 if n == 1 else 200))) as server:
        client(server, attempts=2).transact_write_items(
            TransactItems=[{"Put": {"TableName": "t", "Item": ITEM}}]
        )

    first, second = map(body, server.requests)
    assert first == second
    assert first["ClientRequestToken"]


def test_what_was_answered_is_not_asked_again() -> None:
    refusal = b'{"__type": "x#ValidationException", "message": "no"}'
    with serving(lambda to, _: to.sendall(answer(refusal, status=400))) as server:
        asker = client(server, attempts=3)
        with pytest.raises(ClientError, match="ValidationException"):
            asker.put_item(TableName="t", Item=ITEM)

    assert len(server.requests) == 1


def test_a_request_that_fails_is_sent_as_often_as_configured_and_whole_each_time() -> None:
    with (
        serving(lambda to, _: to.close()) as server,
        pytest.raises(ConnectionClosedError),
    ):
        client(server, attempts=3).put_item(TableName="t", Item=ITEM)

    assert len(server.requests) == 3
    assert len({json.dumps(body(each), sort_keys=True) for each in server.requests}) == 1


def test_a_trace_goes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "api")
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-2;Parent=3;Sampled=1")
    with serving(lambda to, _: to.sendall(answer())) as server:
        client(server).get_item(TableName="t", Key=KEY)

    assert b"X-Amzn-Trace-Id: Root=1-2;Parent=3;Sampled=1\r\n" in server.requests[0]


CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1c\r\n" + OK + b"\r\n0\r\n\r\n"
FOLDED = answer(more="x-odd: a\r\n b: c\r\n")
TWICE = answer(more=f"Content-Length: {len(OK)}\r\n")


@pytest.mark.parametrize(
    "parts",
    [
        [CHUNKED],
        [FOLDED],
        [TWICE],
        [answer().replace(b"1.1", b"1.0", 1)],
        [b"HTTP/1.1 100 Continue\r\n\r\n" + answer()],
        [answer()[:20], answer()[20:]],
        [answer()[:-3], answer()[-3:]],
        [answer(more="x: " + "y" * 20_000 + "\r\n")],
    ],
    ids=["chunked", "folded", "twice", "1.0", "continued", "head cut", "body cut", "long head"],
)
def test_an_answer_of_another_form_or_in_pieces_is_read_all_the_same(parts: list[bytes]) -> None:
    def serve(to: socket.socket, _: int) -> None:
        to.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for part in parts:
            to.sendall(part)

    with serving(serve) as server:
        asker = client(server)
        for _ in range(2):
            assert asker.get_item(TableName="t", Key=KEY)["Item"] == {"pk": {"S": "a"}}


def test_what_comes_behind_an_answer_is_not_the_next_one() -> None:
    late = answer(b'{"Item": {"pk": {"S": "late"}}}')
    with serving(lambda to, _: to.sendall(answer() + late)) as server:
        asker = client(server)
        for _ in range(2):
            assert asker.get_item(TableName="t", Key=KEY)["Item"] == {"pk": {"S": "a"}}

    assert server.connections == 2
