"""The demo replays a few persons over the app in this process: every step of it runs."""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.aws.dynamodb import DynamoDBTable
from chalicelib.reporting.worker import run_report
from infra.demo.http import Api
from infra.demo.main import Demo
from infra.deploy import template
from tests.adapters import FakeAdapters
from tests.conftest import FakeStaffTokens, Stack
from tests.functional.test_workers import Context, record
from tests.simulator.clock import SimulatedClock
from tests.simulator.dynamodb import DynamoDB

SCALE = 0.001
BASE_URL = "http://app.test"
NOW = datetime(2026, 3, 9, 3, tzinfo=UTC)
"""A week after the festival."""


class Table:
    """The simulator's DynamoDB, one call at a time: the demo has several threads."""

    def __init__(self) -> None:
        self._db = DynamoDB(template.table_definition(), SimulatedClock(NOW))
        self._lock = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        def call(**request: Any) -> Any:
            with self._lock:
                return getattr(self._db, name)(**request)

        return call


class Cognito:
    """A pool that takes every account."""

    exceptions = SimpleNamespace(UsernameExistsException=KeyError)

    def __getattr__(self, name: str) -> Any:
        return lambda **request: {}


class NothingPublished:
    """The bucket as an administrator sees it before the first replay."""

    def get_paginator(self, name: str) -> Any:
        return SimpleNamespace(paginate=lambda **request: [{}])


class NothingWaits:
    """The report queue: its messages are worked off as they are sent."""

    def get_queue_attributes(self, **request: Any) -> Any:
        return {"Attributes": dict.fromkeys(request["AttributeNames"], "0")}


class Deployment:
    stage = "local"

    def __init__(self, table: Table) -> None:
        self._clients = {
            "dynamodb": table,
            "cognito-idp": Cognito(),
            "s3": NothingPublished(),
            "sqs": NothingWaits(),
        }

    def client(self, service: str) -> Any:
        return self._clients[service]

    def outputs(self) -> dict[str, str]:
        return {"TableName": "onmin-test", "StaffPoolId": "pool"}


class Pool:
    """urllib3's pool, leading into the app; the queues are worked off after each request."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._lock = threading.Lock()

    def request(
        self, method: str, url: str, *, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> Any:
        with self._lock:
            if not url.startswith(BASE_URL):
                return SimpleNamespace(status=200, data=self._sms_inbox(url))
            answer = self._stack.call(
                method, url.removeprefix(BASE_URL), raw=body, headers=headers or {}
            )
            self._stack.deliver()
            self._make_reports()
            return SimpleNamespace(status=answer.status, data=answer.raw)

    def _sms_inbox(self, url: str) -> bytes:
        (phone,) = parse_qs(urlsplit(url).query)["phoneNumber"]
        texts = [{"Message": text} for to, text in self._stack.messages.sent if to == phone]
        return json.dumps({"sms_messages": {phone: texts}}).encode()

    def _make_reports(self) -> None:
        asked, self._stack.report_queue.sent[:] = list(self._stack.report_queue.sent), []
        for county_id, kind, period in asked:
            body = json.dumps({"county_id": county_id, "kind": kind, "period": period})
            answer = self._stack.work(run_report, {"Records": [record(body, "m")]}, Context())
            assert answer == {"batchItemFailures": []}


@dataclass(frozen=True)
class DemoInProcess(Demo):
    app: Stack

    @cached_property
    def adapters(self) -> FakeAdapters:
        """Another process on the same table."""
        return process_on(self.app.adapters.table, self.app.adapters)

    def api(self, *, connections: int) -> Api:
        return Api(BASE_URL, "http://cloud.test", Pool(self.app))  # type: ignore[arg-type]

    def staff_token(self) -> str:
        return "staff"


def process_on(table: Any, of: FakeAdapters | None = None) -> FakeAdapters:
    made = FakeAdapters(of)
    made.table = table
    made.machine = lambda: NOW
    return made


def test_a_replay_of_few_runs_to_its_reports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    client = Table()
    app = Stack(process_on(DynamoDBTable(client, "onmin-test")))
    app.adapters.staff_tokens = FakeStaffTokens(app)
    stack: Any = SimpleNamespace(
        home=tmp_path,
        base_url=BASE_URL,
        cloud=SimpleNamespace(endpoint_url="http://cloud.test"),
        deployment=Deployment(client),
    )

    DemoInProcess(stack, SCALE, app).run()

    assert "Trial balance                  zero" in capsys.readouterr().out
    kept = {path.name for path in (tmp_path / "demo").iterdir()}
    assert {"report.html", "report.xlsx", "report.json"} <= kept
