"""Whether SES took a mail: yes, no, or nobody knows. It is asked once, over a real connection."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from chalicelib.aws import clients
from chalicelib.aws.mail import Mail, MailUnansweredError
from chalicelib.core.errors import TryAgainError


class PlayedSes(HTTPServer):
    """Answers as it is told: `None` hangs up, once the mail has come."""

    def __init__(self, answer: tuple[int, bytes] | None) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.answer = answer
        self.asked = 0


class _Asked(BaseHTTPRequestHandler):
    server: PlayedSes

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked += 1
        if self.server.answer is None:
            self.close_connection = True
            return
        status, body = self.server.answer
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Nothing."""


@contextmanager
def ses(answer: tuple[int, bytes] | None) -> Iterator[PlayedSes]:
    with PlayedSes(answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def send(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a client set up as in production, which asks this port."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
    client = clients.client.__wrapped__("sesv2")
    Mail(client, "onmin@gangjin.example").send(["a@gangjin.example"], "subject", "<p>", "text")


def test_a_mail_that_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with ses((200, b'{"MessageId": "1"}')) as server:
        send(server.server_port, monkeypatch)
    assert server.asked == 1


def test_without_an_answer_nobody_knows_and_ses_is_not_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with ses(None) as server, pytest.raises(MailUnansweredError):
        send(server.server_port, monkeypatch)
    assert server.asked == 1


@pytest.mark.parametrize("status", [400, 429, 503])
def test_a_refused_mail_reaches_nobody(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = (status, b'{"message": "Maximum sending rate exceeded."}')
    with ses(refused) as server, pytest.raises(TryAgainError):
        send(server.server_port, monkeypatch)
    assert server.asked == 1


def test_where_nobody_listens_nothing_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        with pytest.raises(TryAgainError):
            send(bound.getsockname()[1], monkeypatch)
