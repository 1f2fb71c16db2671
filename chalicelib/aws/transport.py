"""Carries DynamoDB's signed requests, in place of botocore's wrapping of urllib3.

botocore asks `before-send` whether somebody else sends a request, and takes the answer or the
error from there as from its own. So all around it is botocore's: credentials and their refresh,
signatures, retries with their quota, throttling, clock skew, check sums. What is here is a request
over a connection of Python's own `http.client`, which takes a quarter off what a call of DynamoDB
costs, and the same errors, by which botocore decides what is sent again.
"""

import ssl
import weakref
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
    SSLError,
)
from botocore.httpsession import get_cert_path
from botocore.utils import get_environ_proxies
from urllib3.util.wait import wait_for_read


def carry(client: Any, *, ca_bundle: str | None) -> None:
    """Have the client's requests sent from here; not where a proxy stands between, which botocore
    knows how to speak to."""
    if not get_environ_proxies(client.meta.endpoint_url):
        transport = Transport(client.meta.config, ca_bundle=ca_bundle)
        client.meta.events.register("before-send.dynamodb", transport.send)


class Transport:
    """Keeps connections open for the requests to come; as `config` says, how many and how long it
    waits."""

    def __init__(self, config: Any, *, ca_bundle: str | None = None) -> None:
        self._config = config
        self._ca_file = get_cert_path(ca_bundle or True)
        self._tls: ssl.SSLContext | None = None
        self._idle: dict[tuple[str, str], list[HTTPConnection]] = {}
        weakref.finalize(self, _close_all, self._idle)

    def send(self, request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        """Raises what botocore's own transport would raise."""
        url = urlsplit(request.url)
        idle = self._idle.setdefault((url.scheme, url.netloc), [])
        connection = _alive(idle) or self._connected(url.scheme, url.netloc, request.url)
        try:
            connection.request(request.method, url.path or "/", request.body, request.headers)
            with connection.getresponse() as answer:
                if answer.length is None and not answer.chunked:
                    # Cut within its head: it would read as success with nothing in it.
                    raise HTTPException("an answer of no length")
                content = answer.read()
        except TimeoutError as exc:
            connection.close()
            raise ReadTimeoutError(endpoint_url=request.url, error=exc) from exc
        except (OSError, HTTPException) as exc:
            connection.close()
            raise ConnectionClosedError(
                endpoint_url=request.url, error=exc, request=request
            ) from exc
        except BaseException:
            # Half an answer may be left in it, which the next request would get.
            connection.close()
            raise
        if connection.sock is not None and len(idle) < self._config.max_pool_connections:
            idle.append(connection)
        else:
            connection.close()
        return AWSResponse(request.url, answer.status, dict(answer.getheaders()), _Read(content))

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


class _Read:
    """A body as `AWSResponse` wants to have it."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self) -> Iterator[bytes]:
        yield self._content
