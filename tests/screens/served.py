"""The whole app in memory behind a port of this machine, as a browser meets it: within a second.

It answers as API Gateway does, also what concerns the weight of a page: text is compressed.
"""

import base64
import gzip
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from chalice.local import LocalGatewayException

from chalicelib.core.values import format_time
from tests import builders
from tests.conftest import FakeStaffTokens, Stack
from tests.granted import acting

COMPRESSED_FROM = 1024
"""Bytes: `MinimumCompressionSize` of the API, in infra/deploy/resources/api.yaml."""
FILES = "/static/"
"""Below it nothing changes while tests run: each file is asked for and compressed once."""


def a_stack() -> Stack:
    """A county with a campaign, shops and staff, to be filled by whoever looks at it."""
    stack = Stack()
    stack.adapters.staff_tokens = FakeStaffTokens(stack)
    builders.seed(stack.table)
    return stack


Kept = dict[tuple[str, str], tuple[int, list[tuple[str, str]], bytes]]

_files: Kept = {}


@contextmanager
def served(stack: Stack, kept: Kept | None = None) -> Iterator[str]:
    """The address of `stack`, while the block runs. `kept` holds answers to give once more at once:
    where a browser is measured, this machine's own work must not be."""
    server = _Server(("127.0.0.1", 0), _handler(stack, threading.Lock(), kept))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        server.hang_up()


class _Server(ThreadingHTTPServer):
    """One that can be cut off: a browser keeps its lines, and would be answered on them still."""

    def __init__(self, *arguments: Any) -> None:
        self._lines: list[socket.socket] = []
        super().__init__(*arguments)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._lines.append(request)
        super().process_request(request, client_address)

    def hang_up(self) -> None:
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


def _handler(stack: Stack, turn: threading.Lock, kept: Kept | None) -> type[BaseHTTPRequestHandler]:
    gateway = stack.client.http._local_gateway

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            place = (self.path, self.headers.get("Cookie", ""))
            is_file = self.path.startswith(FILES)
            before = (_files if is_file else kept) if self.command == "GET" else None
            known = before.get(place) if before is not None else None
            status, headers, content = known or self.asked()
            if before is not None:
                before[place] = (status, headers, content)
            self.send_response_only(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def asked(self) -> tuple[int, list[tuple[str, str]], bytes]:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            sent = dict(self.headers.items())
            now = {"Host": "onmin.example", "X-Simulated-Now": format_time(stack.now)}
            with turn, acting("api_handler"):
                try:
                    got = gateway.handle_request(self.command, self.path, sent | now, body)
                except LocalGatewayException as error:
                    # A path of several parts that nobody knows: API Gateway answers that itself.
                    got = {"statusCode": error.CODE, "headers": {}, "body": error.body or b""}
            answered = got["body"]
            content = base64.b64decode(answered) if got.get("isBase64Encoded") else answered
            content = content.encode() if isinstance(content, str) else content
            headers = [
                (name, value)
                for name, values in {**got["headers"], **got.get("multiValueHeaders", {})}.items()
                for value in (values if isinstance(values, list) else [values])
                if name != "Content-Length"
            ]
            if (
                "gzip" in self.headers.get("Accept-Encoding", "")
                and "Content-Encoding" not in dict(headers)
                and len(content) >= COMPRESSED_FROM
            ):
                content = gzip.compress(content, mtime=0)
                headers.append(("Content-Encoding", "gzip"))
            return got["statusCode"], headers, content

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            """A gallery prints what it looks at, not each request."""

    return Handler
