"""The tax office and the banks over HTTP, against the stand-in that the local cloud serves."""

import asyncio
import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from chalicelib.aws.account_holders import AccountHolders
from chalicelib.aws.tax_office import TaxOffice
from chalicelib.core.errors import TryAgainError
from infra.localcloud import public_offices

NUMBER = "2148639239"


class Config:
    def __init__(self, url: str) -> None:
        config = public_offices.config(f"{url}/_offices")
        self.tax, self.banks = config["tax_office"], config["account_holders"]
        self.forgotten = 0

    def value(self) -> dict[str, Any]:
        return {"gangjin": {"tax_office": self.tax, "account_holders": self.banks}}

    def forget(self) -> None:
        self.forgotten += 1


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The stand-in behind a plain server, as the local cloud's own serves it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            path, _, query = self.path.partition("?")
            scope = {
                "method": self.command,
                "path": path,
                "query_string": query.encode(),
                "headers": [(k.lower().encode(), v.encode()) for k, v in self.headers.items()],
            }
            sent: list[dict[str, Any]] = []

            async def receive() -> dict[str, Any]:
                return {"body": body}

            async def send(event: dict[str, Any]) -> None:
                sent.append(event)

            asyncio.run(public_offices.serve(scope, receive, send))
            self.send_response(sent[0]["status"])
            self.send_header("Content-Length", str(len(sent[1]["body"])))
            self.end_headers()
            self.wfile.write(sent[1]["body"])

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def config(url: str) -> Config:
    play(url, "answers", {"answers": ""})
    return Config(url)


def play(url: str, place: str, told: dict[str, Any]) -> None:
    import urllib3

    raw = json.dumps(told)
    with urllib3.PoolManager() as pool:
        assert pool.request("POST", f"{url}/_offices/{place}", body=raw).status == 200


def test_a_business_has_a_state_and_belongs_to_its_owner(url: str, config: Config) -> None:
    office = TaxOffice(config)
    play(url, f"businesses/{NUMBER}", {"status": "03", "end_on": "2025-01-31", "authentic": False})

    authenticity, state = office.authenticity(
        "gangjin", NUMBER, opened_on=date(2019, 3, 2), owner_name="김청자"
    )

    assert authenticity == "not_confirmed"
    assert (state.status, state.closed_on) == ("closed", date(2025, 1, 31))
    states = office.states("gangjin", [NUMBER, "1248100998"])
    assert {n: s.status for n, s in states.items()} == {NUMBER: "closed", "1248100998": "active"}


@pytest.mark.parametrize(
    ("code", "status"),
    [("01", "active"), ("02", "resting"), ("", "unregistered"), ("9", "unknown")],
)
def test_each_code_has_its_meaning(url: str, config: Config, code: str, status: str) -> None:
    play(url, f"businesses/{NUMBER}", {"status": code})
    assert TaxOffice(config).states("gangjin", [NUMBER])[NUMBER].status == status


@pytest.mark.parametrize("how", ["lost", "quota"])
def test_no_answer_is_no_state(url: str, config: Config, how: str) -> None:
    play(url, "answers", {"answers": how})
    with pytest.raises(TryAgainError):
        TaxOffice(config).states("gangjin", [NUMBER])


def test_a_key_that_is_refused_is_asked_for_again(config: Config) -> None:
    config.tax["service_key"] = "another"
    with pytest.raises(TryAgainError):
        TaxOffice(config).states("gangjin", [NUMBER])
    assert config.forgotten == 1


def test_more_than_a_hundred_are_not_asked(config: Config) -> None:
    with pytest.raises(ValueError, match="too many"):
        TaxOffice(config).states("gangjin", [NUMBER] * 101)


def test_a_county_without_keys_and_a_dead_line_know_nothing(config: Config) -> None:
    with pytest.raises(TryAgainError):
        TaxOffice(config).states("jinju", [NUMBER])
    config.tax["api_url"] = "http://127.0.0.1:9"
    with pytest.raises(TryAgainError):
        TaxOffice(config).states("gangjin", [NUMBER])


def test_an_account_has_a_holder_or_nobody_knows(url: str, config: Config) -> None:
    banks = AccountHolders(config)
    play(url, "accounts/3021234567891", {"holder": " 김청자 "})
    assert banks.holder("gangjin", "011", "3021234567891") == "김청자"
    for bank, number in (("011", "111111111"), ("999", "3021234567891")):
        with pytest.raises(TryAgainError):
            banks.holder("gangjin", bank, number)
    config.banks["api_secret"] = "another"
    with pytest.raises(TryAgainError):
        banks.holder("gangjin", "011", "3021234567891")
    assert config.forgotten == 1
