"""Carries DynamoDB's signed requests, in place of botocore's wrapping of urllib3.

What is here is a request over a connection of Python's own `http.client`, and the errors that
botocore's own transport would raise, by which botocore decides what is sent again. The usual answer
is read here, in a few lines; one that looks any other way is `http.client`'s to read.
"""

import re
import ssl
import weakref
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from io import BufferedReader
from types import SimpleNamespace
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from botocore.awsrequest import AWSResponse
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
    SSLError,
)
from botocore.httpsession import get_cert_path
from urllib3.util.wait import wait_for_read

ANSWER_BYTES = 16 * 1024
"""Most answers come in one piece."""


class Transport:
    """Keeps connections open for the requests to come; as `config` says, how many and how long it
    waits."""

    def __init__(self, config: Any, *, ca_bundle: str | None = None) -> None:
        self._config = config
        self._ca_file = get_cert_path(ca_bundle or True)
        self._tls: ssl.SSLContext | None = None
        self._idle: dict[tuple[str, str], list[HTTPConnection]] = {}
        weakref.finalize(self, _close_all, self._idle)

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> AWSResponse:
        """`POST`s it; `headers` are all there are. Raises what botocore's own transport would
        raise."""
        address = urlsplit(url)
        request = _head(address.path, headers) + body
        idle = self._idle.setdefault((address.scheme, address.netloc), [])
        connection = _alive(idle) or self._connected(address.scheme, address.netloc, url)
        try:
            connection.sock.sendall(request)
            with BufferedReader(connection.sock.makefile("rb", 0), ANSWER_BYTES) as coming:
                answer = _usual_answer(coming) or _any_answer(coming)
        except TimeoutError as exc:
            connection.close()
            raise ReadTimeoutError(endpoint_url=url, error=exc) from exc
        except (OSError, HTTPException) as exc:
            connection.close()
            raise ConnectionClosedError(endpoint_url=url, error=exc) from exc
        except BaseException:
            # Half an answer may be left in it, which the next request would get.
            connection.close()
            raise
        if answer.is_last or len(idle) >= self._config.max_pool_connections:
            connection.close()
        else:
            idle.append(connection)
        return AWSResponse(url, answer.status, answer.headers, _Read(answer.content))

    def _connected(self, scheme: str, netloc: str, url: str) -> HTTPConnection:
        connection = self._connection(scheme, netloc)
        try:
            connection.connect()
        except TimeoutError as exc:
            connection.close()
            raise ConnectTimeoutError(endpoint_url=url, error=exc) from exc
        except ssl.SSLError as exc:
            connection.close()
            raise SSLError(endpoint_url=url, error=exc) from exc
        except OSError as exc:
            connection.close()
            raise EndpointConnectionError(endpoint_url=url, error=exc) from exc
        connection.sock.settimeout(self._config.read_timeout)
        return connection

    def _connection(self, scheme: str, netloc: str) -> HTTPConnection:
        seconds = self._config.connect_timeout
        if scheme == "http":
            return HTTPConnection(netloc, timeout=seconds)
        if self._tls is None:
            self._tls = ssl.create_default_context(cafile=self._ca_file)
        return HTTPSConnection(netloc, timeout=seconds, context=self._tls)


def _alive(idle: list[HTTPConnection]) -> HTTPConnection | None:
    """The one that was used last. Where there is something to read that nobody asked for, the other
    side has ended it."""
    while idle:
        try:
            connection = idle.pop()
        except IndexError:
            # Another thread was quicker.
            return None
        if not wait_for_read(connection.sock, timeout=0):
            return connection
        connection.close()
    return None


def _close_all(idle: dict[tuple[str, str], list[HTTPConnection]]) -> None:
    for connections in idle.values():
        for connection in connections:
            connection.close()


class _Answer(NamedTuple):
    """`is_last`: the connection is not to be used again."""

    status: int
    headers: dict[str, str]
    content: bytes
    is_last: bool


def _head(path: str, headers: Mapping[str, str]) -> bytes:
    lines = [f"POST {path or '/'} HTTP/1.1", "Accept-Encoding: identity"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if any("\r" in line or "\n" in line for line in lines):
        raise ValueError("a header of several lines")
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _usual_answer(coming: BufferedReader) -> _Answer | None:
    """One whose head came at once and says how long its body is; else `None`, and nothing has been
    read."""
    head, found, begun = coming.peek().partition(b"\r\n\r\n")
    if not found or not _USUAL_STATUS.match(head):
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    length = headers.get("content-length", "")
    # Twice the same name, or a line that goes on in the next one.
    is_odd = len(headers) != len(lines) or any(" " in name for name in headers)
    if is_odd or "transfer-encoding" in headers or not _LENGTH.match(length):
        return None
    coming.read(len(head) + len(found))
    content = coming.read(int(length))
    if len(content) < int(length):
        raise HTTPException("an answer that was cut")
    is_kept = headers.get("connection", "keep-alive").lower() == "keep-alive"
    is_last = not is_kept or len(begun) > len(content)
    return _Answer(int(first[9:12]), headers, content, is_last)


_USUAL_STATUS = re.compile(rb"HTTP/1\.1 (200|[45]\d\d) ")
_LENGTH = re.compile(r"[0-9]{1,9}\Z")


def _any_answer(coming: BufferedReader) -> _Answer:
    opened: Any = SimpleNamespace(makefile=lambda _: coming)
    answer = HTTPResponse(opened, method="POST")
    answer.begin()
    if answer.length is None and not answer.chunked:
        # Cut within its head: it would read as success with nothing in it.
        raise HTTPException("an answer of no length")
    content = answer.read()
    return _Answer(answer.status, dict(answer.getheaders()), content, answer.will_close)


class _Read:
    """A body as `AWSResponse` wants to have it."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self) -> Iterator[bytes]:
        yield self._content
