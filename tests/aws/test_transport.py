"""Requests to DynamoDB over connections of our own: what goes wrong is what botocore would say."""

import json
import socket
import threading
import zlib
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from botocore.config import Config
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
    SSLError,
)

from chalicelib.aws import clients
from tests.aws.played_dynamodb import OK, answer, certified, serving, serving_raw


def client(url: str, *, attempts: int = 1, **options: Any) -> Any:
    return clients.make(
        "dynamodb",
        endpoint_url=url,
        region_name="ap-northeast-2",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(
            connect_timeout=30,
            read_timeout=30,
            retries={"mode": "standard", "total_max_attempts": attempts},
            parameter_validation=False,
        ).merge(Config(**options)),
    )


def get(of: Any) -> Any:
    return of.get_item(TableName="table", Key={"pk": {"S": "청자"}})


def test_one_connection_carries_all_requests_signed_as_botocore_signs() -> None:
    with serving(lambda to, _: to.sendall(answer(more="x-amzn-requestid: R\r\n"))) as server:
        asker = client(server.url)
        answers = [get(asker) for _ in range(3)]

    assert server.connections == 1
    assert {each["ResponseMetadata"]["RequestId"] for each in answers} == {"R"}
    assert answers[0]["Item"] == {"pk": {"S": "a"}}
    for request in server.requests:
        head, _, body = request.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        names = [line.partition(":")[0].lower() for line in lines]
        assert first == "POST / HTTP/1.1"
        assert len(names) == len(set(names))
        assert {"host", "x-amz-target", "x-amz-date", "authorization", "content-length"} <= {*names}
        assert json.loads(body) == {"TableName": "table", "Key": {"pk": {"S": "청자"}}}


def test_a_connection_that_the_other_side_ended_meanwhile_is_not_used_again() -> None:
    ended = threading.Event()

    def serve(to: socket.socket, _: int) -> None:
        to.sendall(answer())
        to.close()
        ended.set()

    with serving(serve) as server:
        asker = client(server.url)
        for _ in range(3):
            get(asker)
            assert ended.wait(10)
            ended.clear()

    assert server.connections == len(server.requests) == 3


def test_a_connection_that_is_announced_to_end_is_not_kept() -> None:
    with serving(lambda to, _: to.sendall(answer(more="connection: close\r\n"))) as server:
        asker = client(server.url)
        get(asker)
        get(asker)

    assert server.connections == 2


def test_a_connection_that_is_said_to_be_kept_is_kept() -> None:
    """As DynamoDB says in each answer."""
    with serving(lambda to, _: to.sendall(answer(more="Connection: keep-alive\r\n"))) as server:
        asker = client(server.url)
        get(asker)
        get(asker)

    assert server.connections == 1


def test_what_came_late_is_never_the_answer_of_the_next_request() -> None:
    late = threading.Event()

    def serve(to: socket.socket, number: int) -> None:
        if number == 1:
            late.wait(2)
            to.sendall(answer(b'{"Item": {"pk": {"S": "late"}}}'))
        else:
            to.sendall(answer())

    with serving(serve) as server:
        impatient = client(server.url, read_timeout=0.1)
        with pytest.raises(ReadTimeoutError):
            get(impatient)
        late.set()
        for _ in range(50):
            with suppress(ReadTimeoutError):
                assert get(impatient)["Item"] == {"pk": {"S": "a"}}
                break


@pytest.mark.parametrize(
    "part",
    [
        b"",
        b"HTTP/1.1 200",
        b"HTTP/1.1 200 OK\r\nx-amzn-requestid: R\r\n\r\n",
        b"no HTTP\r\n\r\n",
        answer(short_of=1),
        answer()[:-5],
        answer()[:30],
    ],
    ids=["nothing", "half a line", "no length", "no HTTP", "too short", "cut", "cut in the head"],
)
def test_a_broken_answer_is_a_closed_connection(part: bytes) -> None:
    def serve(to: socket.socket, _: int) -> None:
        to.sendall(part)
        to.close()

    with serving(serve) as server:
        with pytest.raises(ConnectionClosedError):
            get(client(server.url))
        server.requests.clear()
        with pytest.raises(ConnectionClosedError):
            get(client(server.url, attempts=2))
        assert len(server.requests) == 2


def test_botocore_sends_again_what_was_not_answered() -> None:
    def serve(to: socket.socket, number: int) -> None:
        if number == 1:
            to.close()
        else:
            to.sendall(answer(status=500) if number == 2 else answer())

    with serving(serve) as server:
        found = get(client(server.url, attempts=3))

    assert found["ResponseMetadata"]["RetryAttempts"] == 2
    assert len(server.requests) == 3


def test_an_error_of_the_service_is_its_error() -> None:
    body = b'{"__type": "x#ResourceNotFoundException", "message": "no table"}'
    with serving(lambda to, _: to.sendall(answer(body, status=400))) as server:
        asker = client(server.url)
        for _ in range(2):
            with pytest.raises(ClientError) as refused:
                get(asker)
            assert refused.value.response["Error"]["Code"] == "ResourceNotFoundException"

    assert server.connections == 1


def test_no_more_connections_are_kept_than_configured() -> None:
    with serving(lambda to, _: to.sendall(answer())) as server:
        asker = client(server.url, max_pool_connections=0)
        get(asker)
        get(asker)

    assert server.connections == 2


def test_where_nobody_listens_or_answers_no_connection_is_made() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        with pytest.raises(EndpointConnectionError):
            get(client(f"http://127.0.0.1:{bound.getsockname()[1]}"))
    with pytest.raises(EndpointConnectionError):
        get(client("http://nowhere.invalid"))


def test_botocore_connects_again_where_it_could_not() -> None:
    with (
        mock.patch.object(HTTPConnection, "connect", side_effect=ConnectionRefusedError) as tried,
        pytest.raises(EndpointConnectionError),
    ):
        get(client("http://127.0.0.1:1", attempts=3))

    assert tried.call_count == 3


def test_a_handshake_that_is_not_answered_ends_in_time_and_another_protocol_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(ConnectTimeoutError):
            get(client(url, connect_timeout=0.1))
    with serving_raw(b"no TLS at all") as url, pytest.raises(SSLError):
        get(client(url))


def test_only_a_name_that_a_trusted_certificate_says_is_spoken_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls, certificate = certified("localhost", tmp_path)
    with serving(lambda to, _: to.sendall(answer()), tls) as server:
        with pytest.raises(SSLError, match="CERTIFICATE_VERIFY_FAILED"):
            get(client(f"https://localhost:{server.port}"))
        monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate))
        with pytest.raises(SSLError, match="CERTIFICATE_VERIFY_FAILED"):
            get(client(f"https://127.0.0.1:{server.port}"))
        trusting = client(f"https://localhost:{server.port}")
        assert get(trusting)["Item"] == get(trusting)["Item"] == {"pk": {"S": "a"}}

    # Of the two that were refused nothing was read.
    assert (server.connections, len(server.requests)) == (3, 2)


def test_a_proxy_in_between_is_left_to_botocore(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda to, _: to.sendall(answer())) as server:
        monkeypatch.setenv("http_proxy", server.url)
        asker = client("http://dynamodb.example")
        assert get(asker)["Item"] == {"pk": {"S": "a"}}

    assert server.requests[0].startswith(b"POST http://dynamodb.example/ ")


def test_a_body_that_was_damaged_on_its_way_is_asked_for_again() -> None:
    checksum = f"x-amz-crc32: {zlib.crc32(OK)}\r\n"
    bodies = [OK[:-1] + b"]", OK.replace(b"a", b"b"), OK]

    def serve(to: socket.socket, number: int) -> None:
        to.sendall(answer(bodies[number - 1], more=checksum))

    with serving(serve) as server:
        found = get(client(server.url, attempts=3))

    assert found["Item"] == {"pk": {"S": "a"}}
    assert found["ResponseMetadata"]["RetryAttempts"] == len(server.requests) - 1 == 2


def test_a_refused_condition_brings_the_item_that_stands_there() -> None:
    body = {
        "__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
        "message": "The conditional request failed",
        "Item": {"pk": {"S": "a"}, "raw": {"B": "AAE="}},
    }
    refusal = answer(json.dumps(body).encode(), status=400)
    with serving(lambda to, _: to.sendall(refusal)) as server:
        asker = client(server.url)
        with pytest.raises(asker.exceptions.ConditionalCheckFailedException) as refused:
            asker.put_item(TableName="table", Item={})

    assert refused.value.response["Item"] == {"pk": {"S": "a"}, "raw": {"B": b"\x00\x01"}}
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
