"""PortOne's answers as they come: each known end, what is not known, and silence."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from chalicelib.aws.identity_provider import IdentityOutcome, IdentityProvider
from chalicelib.core.errors import TryAgainError

ID = "idv_06H02CHZG0YCKR5RM0123456789"
CUSTOMER = {
    "name": "김말순",
    "birthDate": "1949-11-30",
    "phoneNumber": "01027182818",
    "gender": "FEMALE",
    "isForeigner": False,
    "ci": "ci-1",
    "di": "di-1",
}
VERIFIED = {
    "id": ID,
    "status": "VERIFIED",
    "verifiedAt": "2026-11-22T12:00:00.123+09:00",
    "verifiedCustomer": CUSTOMER,
    "channel": {"type": "LIVE", "pgProvider": "DANAL"},
    "somethingNew": {"of": ["later"]},
}


@dataclass
class Agency:
    """A server on loopback that answers as it is told."""

    answers: list[tuple[int, Any]] = field(default_factory=list)
    seen: list[tuple[str, str | None]] = field(default_factory=list)
    url: str = ""
    county: dict[str, Any] = field(default_factory=dict)
    forgotten: int = 0

    def forget(self) -> None:
        self.forgotten += 1

    def value(self) -> dict[str, Any]:
        return {"gangjin": {"api_secret": "s3cret", "api_url": self.url} | self.county}


@pytest.fixture
def agency() -> Iterator[Agency]:
    made = Agency()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.seen.append((self.path, self.headers.get("Authorization")))
            status, body = made.answers.pop(0) if made.answers else (200, VERIFIED)
            if status == 0:
                self.close_connection = True
                self.connection.close()
                return
            raw = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    made.url = f"http://127.0.0.1:{server.server_port}"
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


def ask(agency: Agency) -> IdentityOutcome:
    return IdentityProvider(agency).outcome("gangjin", ID)


def test_a_verified_person(agency: Agency) -> None:
    outcome = ask(agency)

    assert (outcome.ending, outcome.name, outcome.birth_on) == (
        "verified", "김말순", date(1949, 11, 30),
    )  # fmt: skip
    assert (outcome.phone, outcome.ci, outcome.di) == ("01027182818", "ci-1", "di-1")
    assert agency.seen == [(f"/identity-verifications/{ID}", "PortOne s3cret")]


@pytest.mark.parametrize("missing", ["phoneNumber", "ci", "di", "gender", "isForeigner"])
def test_what_an_agency_does_not_tell_is_empty(agency: Agency, missing: str) -> None:
    customer = {k: v for k, v in CUSTOMER.items() if k != missing}
    agency.answers = [(200, VERIFIED | {"verifiedCustomer": customer})]
    outcome = ask(agency)
    agency.answers = [(200, VERIFIED | {"verifiedCustomer": {**CUSTOMER, missing: None}})]

    assert ask(agency) == outcome
    assert outcome.ending == "verified"


@pytest.mark.parametrize(
    ("failure", "ending"),
    [
        ({"reason": "사용자가 인증을 취소하였습니다."}, "canceled"),
        ({"pgCode": "CANCELED_BY_USER", "pgMessage": ""}, "canceled"),
        ({"pgMessage": "User Cancelled"}, "canceled"),
        ({"pgCode": "3001", "pgMessage": "이름이 일치하지 않습니다."}, "failed"),
        (None, "failed"),
    ],
)
def test_a_failed_one_was_refused_or_left(agency: Agency, failure: Any, ending: str) -> None:
    agency.answers = [(200, {"id": ID, "status": "FAILED", "failure": failure})]
    assert ask(agency).ending == ending


@pytest.mark.parametrize("status", ["READY", "A_STATE_OF_LATER", None])
def test_what_is_not_over_is_pending(agency: Agency, status: Any) -> None:
    agency.answers = [(200, VERIFIED | {"status": status})]
    assert ask(agency).ending == "pending"


def test_one_that_the_agency_does_not_know_is_pending(agency: Agency) -> None:
    agency.answers = [(404, {"type": "IDENTITY_VERIFICATION_NOT_FOUND"})]
    assert ask(agency).ending == "pending"


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}),
        (502, b"<html>"),
        (429, {}),
        (401, {"type": "UNAUTHORIZED"}),
        (403, {}),
        (302, b""),
        (200, b"not json"),
        (200, []),
        (200, VERIFIED | {"id": "idv_another"}),
        (200, VERIFIED | {"verifiedCustomer": None}),
        (200, VERIFIED | {"verifiedAt": "yesterday"}),
        (200, VERIFIED | {"verifiedCustomer": {**CUSTOMER, "birthDate": "19491130-"}}),
    ],
)
def test_what_makes_no_sense_is_not_known(agency: Agency, answer: tuple[int, Any]) -> None:
    agency.answers = [answer]
    with pytest.raises(TryAgainError):
        ask(agency)


def test_a_connection_that_breaks_once_is_tried_again(agency: Agency) -> None:
    agency.answers = [(0, None)]
    assert ask(agency).ending == "verified"
    assert len(agency.seen) == 2


def test_nobody_there_is_not_known() -> None:
    nobody = Agency(url="http://127.0.0.1:9")
    began = time.monotonic()
    with pytest.raises(TryAgainError):
        ask(nobody)
    assert time.monotonic() - began < 8


def test_a_page_of_its_own_or_portones(agency: Agency) -> None:
    provider = IdentityProvider(agency)
    agency.county = {"store_id": "store-7", "channel_key": "channel-7"}
    portone = {"kind": "portone", "store_id": "store-7", "channel_key": "channel-7"}
    assert provider.start("gangjin", ID) == portone
    agency.county = {"page_url": "http://127.0.0.1/page"}
    assert provider.start("gangjin", ID) == {"kind": "page", "page_url": "http://127.0.0.1/page"}
    assert (provider.is_known("gangjin"), provider.is_known("jinju")) == (True, False)


@pytest.mark.parametrize(("status", "forgotten"), [(401, 1), (403, 1), (500, 0), (429, 0)])
def test_a_key_that_is_refused_is_asked_for_anew(
    agency: Agency, status: int, forgotten: int
) -> None:
    agency.answers = [(status, {})] * 2
    with pytest.raises(TryAgainError):
        IdentityProvider(agency).outcome("gangjin", ID)
    assert agency.forgotten == forgotten
