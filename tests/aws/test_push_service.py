"""Leaving messages with push services: where to, and what an answer means."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest

from chalicelib.aws import push_service
from chalicelib.aws.push_service import PushAnswer, PushServices

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
        "https://web.push.apple.com/QGuQyavXutnMH",
        "https://api.push.apple.com/3/x",
        "https://wns2-par02p.notify.windows.com/w/?token=BQY%3d",
    ],
)
def test_the_services_of_the_browsers_are_known(endpoint: str) -> None:
    assert PushServices().is_known(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com:bad/x",
        "https://user@fcm.googleapis.com/x",
        "https://fcm.googleapis.com@169.254.169.254/x",
        "https://169.254.169.254/latest/meta-data",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilnotify.windows.com/x",
        "https://notify.windows.com/x",
        "https://evil.example/fcm.googleapis.com",
        "https://evil.example\\@fcm.googleapis.com/x",
        "https://evil.example#@fcm.googleapis.com/x",
        "https://fcm.googleapis.com/a b",
        "https://fcm.googleapis.com/\n",
        "https://ｆcm.googleapis.com/x",
        "https://fcm.googleapis.com/" + "x" * 1024,
        "http://127.0.0.1:4566/_push/x",
        "",
    ],
)
def test_nothing_else_is_ever_asked(endpoint: str) -> None:
    asked: list[str] = []

    def send(to: str, *_: Any) -> Any:
        asked.append(to)
        return 201, {}

    services = PushServices(send=send)
    assert not services.is_known(endpoint)
    assert services.leave(endpoint, b"", {}, now=NOW) == PushAnswer("gone")
    assert asked == []


def test_the_local_cloud_may_play_one_and_nobody_beside_it() -> None:
    services = PushServices(played="http://127.0.0.1:4566/_push/")
    assert services.is_known("http://127.0.0.1:4566/_push/one")
    assert not services.is_known("http://127.0.0.1:4566/_agency/one")


@pytest.mark.parametrize(
    ("status", "headers", "answer"),
    [
        (201, {}, PushAnswer("sent", 201)),
        (404, {}, PushAnswer("gone", 404)),
        (410, {}, PushAnswer("gone", 410)),
        (413, {}, PushAnswer("refused", 413)),
        (403, {}, PushAnswer("refused", 403)),
        (301, {"location": "http://169.254.169.254/"}, PushAnswer("refused", 301)),
        (429, {"retry-after": "120"}, PushAnswer("later", 429, 120)),
        (429, {"retry-after": "99999999999"}, PushAnswer("later", 429, 86_400)),
        (503, {"retry-after": "Sun, 22 Nov 2026 03:01:00 GMT"}, PushAnswer("later", 503, 60)),
        (503, {"retry-after": "soon"}, PushAnswer("later", 503)),
        (500, {}, PushAnswer("later", 500)),
        (0, {}, PushAnswer("later", 0)),
    ],
)
def test_what_an_answer_means(status: int, headers: dict[str, str], answer: PushAnswer) -> None:
    services = PushServices(send=lambda *_: (status, headers))
    assert services.leave("https://fcm.googleapis.com/x", b"", {}, now=NOW) == answer


class StandIn(BaseHTTPRequestHandler):
    """Over a socket: takes messages, sends elsewhere, or says nothing."""

    heard: ClassVar[list[tuple[str, bytes, dict[str, str]]]]
    quiet: ClassVar[threading.Event]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append((self.path, body, dict(self.headers)))
        if self.path == "/silent":
            self.quiet.wait(5)
            return
        self.send_response(307 if self.path == "/elsewhere" else 429)
        self.send_header("Location", "/taken")
        self.send_header("Retry-After", "7")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def stand_in() -> Iterator[tuple[str, type[StandIn]]]:
    class Handler(StandIn):
        heard: ClassVar[list[Any]] = []
        quiet = threading.Event()

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", Handler
    finally:
        Handler.quiet.set()
        server.shutdown()
        thread.join()
        server.server_close()


def test_over_http_a_message_is_left_once_and_followed_nowhere(
    stand_in: tuple[str, type[StandIn]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push_service, "READ_SECONDS", 0.2)
    base, handler = stand_in
    services = PushServices(played=base)

    def leave(path: str) -> PushAnswer:
        return services.leave(base + path, b"sealed", {"TTL": "60"}, now=NOW)

    assert leave("busy") == PushAnswer("later", 429, 7)
    assert leave("elsewhere") == PushAnswer("refused", 307)
    assert leave("silent") == PushAnswer("later", 0)
    assert [path for path, _, _ in handler.heard] == ["/busy", "/elsewhere", "/silent"]
    _, body, headers = handler.heard[0]
    assert (body, headers["TTL"]) == (b"sealed", "60")


def test_a_service_that_is_not_there_may_be_there_later() -> None:
    server = HTTPServer(("127.0.0.1", 0), StandIn)
    base = f"http://127.0.0.1:{server.server_port}/"
    server.server_close()
    answer = PushServices(played=base).leave(f"{base}x", b"", {}, now=NOW)
    assert answer == PushAnswer("later", 0)
