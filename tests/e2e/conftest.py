"""A local cloud of the tests' own: the packaged app, deployed and seeded, on a free port."""

import json
import re
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from infra.localcloud.local import LocalStack

if TYPE_CHECKING:
    from tests.e2e.proofs import Holder

WAIT_SECONDS_MAX = 60
ORDER = {"test_push.py": -1, "test_local.py": 1}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What follows the table's stream goes first: the local cloud reads it for a while after its
    start, and under the load of other tests no more. What stops the cloud goes last."""
    items.sort(key=lambda item: ORDER.get(item.path.name, 0))


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    raw: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.raw)


@dataclass(frozen=True)
class Cloud:
    """The deployed application as its callers see it, and the inboxes of the local cloud."""

    stack: LocalStack
    described: Mapping[str, Any]

    @property
    def base_url(self) -> str:
        url: str = self.described["base_url"]
        return url

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str | None = None,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        # As every browser and HTTP library does; without it API Gateway sends bytes in base64.
        sent = {"Accept": "*/*"} | dict(headers or {})
        if body is not None:
            sent["Content-Type"] = "application/json"
        if token:
            sent["Authorization"] = f"Bearer {token}"
        if key:
            sent["Idempotency-Key"] = key
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(
            self.base_url + path, data=data, headers=sent, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return Answer(response.status, response.headers, response.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())

    def inbox(self, path: str) -> Any:
        url = f"{self.stack.cloud.endpoint_url}/_ministack/{path}"
        with urllib.request.urlopen(url, timeout=10) as response:
            return json.load(response)

    def sms(self, phone_e164: str) -> str:
        """The newest message of a phone, whole."""
        query = urllib.parse.urlencode({"phoneNumber": phone_e164})
        message: str = self.inbox(f"sns/sms-messages?{query}")["sms_messages"][phone_e164][-1][
            "Message"
        ]
        return message

    def sms_code(self, phone_e164: str) -> str:
        return re.search(r"\d{6}", self.sms(phone_e164))[0]  # type: ignore[index]

    def mails(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for account in self.inbox("ses/messages")["messages"].values():
            found += account
        return found

    def prove_phone(self, phone: str, headers: Any = None) -> str:
        body = {"phone": phone, "purpose": "signup"}
        started = self.call("POST", "/v1/verifications", body, headers=headers)
        assert started.status == 202, started.raw
        code = self.sms_code("+82" + phone.replace("-", "")[1:])
        path = f"/v1/verifications/{started.json['verification_id']}/confirm"
        confirmed = self.call("POST", path, {"code": code}, headers=headers)
        assert confirmed.status == 200, confirmed.raw
        token: str = confirmed.json["verification_token"]
        return token

    def join(self, phone: str, headers: Any = None) -> str:
        """A new member's access token."""
        token = self.prove_phone(phone, headers)
        queued = self.call("POST", "/v1/signups", application(token), headers=headers)
        assert queued.status == 202, queued.raw
        path = f"/v1/signups/{queued.json['signup_id']}"
        wait_for(lambda: self.call("GET", path).json["status"] == "completed")
        body = {"verification_token": token}
        session = self.call("POST", "/v1/sessions", body, headers=headers)
        assert session.status == 200, session.raw
        access_token: str = session.json["access_token"]
        return access_token

    def staff_token(self, who: str = "staff") -> str:
        command = self.described[who]["id_token_command"]
        done = subprocess.run(command, shell=True, check=True, capture_output=True, text=True)  # noqa: S602
        return done.stdout.strip()


def application(token: str) -> dict[str, Any]:
    return {
        "verification_token": token,
        "name": "김시험",
        "birth_on": "1990-01-31",
        "region_code": "11110",
        "relation": "tourist",
        "campaign_code": "celadon-a",
        "consents": {"terms": True, "privacy": True, "marketing": False},
    }


def wait_for(is_so: Callable[[], bool], seconds: float = WAIT_SECONDS_MAX) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.2)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    stack = LocalStack(tmp_path_factory.mktemp("cloud"), free_port())
    stack.up()
    try:
        yield Cloud(stack, json.loads((stack.home / "stack.json").read_text()))
    finally:
        stack.down()


@pytest.fixture(scope="session")
def holder(cloud: Cloud) -> "Holder":
    """One member for all tests of proofs: a phone may ask for few codes."""
    from tests.e2e.proofs import publish_a_holder

    return publish_a_holder(cloud)
