"""A cloud that costs nothing: a proxy in its own process, between the handlers and one DynamoDB.

It answers KMS, SQS, SNS and Cognito itself; what is sent to a queue, `take_messages` gets.
DynamoDB's calls it passes on; `record` keeps the answers that follow, and `replay` gives those in
the same order from then on, whatever is asked: storage that takes no time, as seen through the real
client.

Usage: python -m bench.cloud <port> <DynamoDB's address>
"""

import asyncio
import base64
import collections
import http.client
import json
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from infra.localcloud.ministack import free_port

START_SECONDS_MAX = 10.0
_PLAIN_KEY = base64.b64encode(b"k" * 32).decode()
_COGNITO = "AWSCognitoIdentityProviderService"
_CANNED = {
    "TrentService.GenerateMac": {"Mac": _PLAIN_KEY},
    "TrentService.GenerateDataKey": {"CiphertextBlob": _PLAIN_KEY, "Plaintext": _PLAIN_KEY},
    "TrentService.Decrypt": {"Plaintext": _PLAIN_KEY},
    # The account that `bench.staff` logs in.
    f"{_COGNITO}.AdminGetUser": {
        "Username": "bench",
        "Enabled": True,
        "UserAttributes": [
            {"Name": "sub", "Value": "00000000-0000-0000-0000-000000000000"},
            {"Name": "custom:county", "Value": "gangjin"},
        ],
    },
    f"{_COGNITO}.AdminListGroupsForUser": {"Groups": [{"GroupName": "operator"}]},
    "AmazonSQS.SendMessage": {"MessageId": "00000000-0000-0000-0000-000000000000"},
}


@contextmanager
def running(dynamodb_url: str) -> Iterator[str]:
    """The proxy's address, on a free port of loopback."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "bench.cloud", str(port), dynamodb_url])
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=10)


def publish_keys(url: str, keys: bytes) -> None:
    """What the user pool's address for the keys of staff tokens answers from then on (JWKS)."""
    request = urllib.request.Request(f"{url}/_keys", data=keys, method="POST")
    urllib.request.urlopen(request, timeout=10).close()


def switch(url: str, mode: str) -> None:
    """`pass`, `record` or `replay`."""
    urllib.request.urlopen(f"{url}/_{mode}", timeout=10).close()


def take_messages(url: str, count: int) -> list[str]:
    """The bodies of the oldest messages, at most `count`; they are gone then."""
    with urllib.request.urlopen(f"{url}/_messages/{count}", timeout=10) as answer:
        bodies: list[str] = json.load(answer)
    return bodies


class _Answers:
    """What is passed on, kept and given again."""

    def __init__(self, dynamodb_url: str) -> None:
        address = urllib.parse.urlsplit(dynamodb_url)
        self._dynamodb = http.client.HTTPConnection(address.hostname or "", address.port)
        self._mode = "pass"
        self._kept: list[tuple[int, bytes]] = []
        self._next = 0
        self._messages: collections.deque[bytes] = collections.deque()
        self.keys = b"{}"

    def take(self, count: int) -> bytes:
        taken = [self._messages.popleft() for _ in range(min(count, len(self._messages)))]
        return json.dumps([json.loads(each)["MessageBody"] for each in taken]).encode()

    def switch(self, mode: str) -> None:
        if mode == "record":
            self._kept = []
        self._mode = mode
        self._next = 0

    def to(self, target: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        if target == "AmazonSQS.SendMessage":
            self._messages.append(body)
        if not target.startswith("DynamoDB"):
            return 200, json.dumps(_CANNED[target]).encode()
        if self._mode == "replay":
            answer = self._kept[self._next % len(self._kept)]
            self._next += 1
            return answer
        self._dynamodb.request("POST", "/", body, headers)
        response = self._dynamodb.getresponse()
        answer = response.status, response.read()
        if self._mode == "record":
            self._kept.append(answer)
        return answer


class _Connection(asyncio.Protocol):
    """Just enough HTTP/1.1 for botocore: requests with a length, one after another."""

    def __init__(self, answers: _Answers) -> None:
        self._answers = answers
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            request_line, *lines = self._received[:end].decode().split("\r\n")
            headers = {}
            for line in lines:
                name, _, value = line.partition(": ")
                headers[name.lower()] = value
            length = int(headers.get("content-length", 0))
            if len(self._received) < end + 4 + length:
                return
            body = self._received[end + 4 : end + 4 + length]
            self._received = self._received[end + 4 + length :]
            self._answer(request_line.split()[1], headers, body)

    def _answer(self, path: str, headers: dict[str, str], body: bytes) -> None:
        if path == "/_keys":
            self._answers.keys = body
            status, content = 200, b"{}"
        elif path.endswith("/.well-known/jwks.json"):
            status, content = 200, self._answers.keys
        elif path.startswith("/_messages/"):
            status, content = 200, self._answers.take(int(path.rpartition("/")[2]))
        elif path.startswith("/_"):
            self._answers.switch(path[2:])
            status, content = 200, b"{}"
        else:
            status, content = self._answers.to(headers.get("x-amz-target", ""), headers, body)
        head = f"HTTP/1.1 {status} X\r\ncontent-type: application/x-amz-json-1.0\r\n"
        self._transport.write(
            f"{head}x-amzn-requestid: 0\r\ncontent-length: {len(content)}\r\n\r\n".encode()
            + content
        )


def _wait_until_ready(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < deadline and process.poll() is None:
        try:
            switch(url, "pass")
        except urllib.error.URLError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError("the benchmark's cloud did not start")


async def _serve(port: int, dynamodb_url: str) -> None:
    answers = _Answers(dynamodb_url)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(answers), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), sys.argv[2]))
