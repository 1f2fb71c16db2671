"""What a function loads: as little as its work needs, since every cold start waits for it."""

import json
import pickle
import subprocess
import sys
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app import app
from chalicelib.aws.functions import FUNCTIONS
from chalicelib.core.values import format_time
from tests import builders
from tests.conftest import Stack

ROOT = Path(__file__).parent.parent


FOR_SOME = {"jinja2", "xlsxwriter", "boto3", "botocore.client", "botocore.session", "segno", "PIL"}
"""What only reports, posters and calls of AWS need: each is loaded when it is first used."""

MODULES = {
    "api_handler": (414, 167),
    "complete_signup": (216, 32),
    "make_reports": (227, 50),
    "run_report": (227, 50),
    "run_grants": (200, 24),
    "expire_lots": (197, 20),
    "publish_roots": (203, 26),
    "reconcile_ledger": (221, 44),
}
"""Of each function after its import: all modules, and ours."""
SLACK, OWN_SLACK = 10, 3
"""All: a library's new version may have a few more. Ours: a module may be split."""

REQUESTS: dict[str, tuple[int, set[str]]] = {
    "GET /v1/health": (200, set()),
    "GET /v1/staff/reports": (200, {"reporting"}),
    # Who types a pay code is throttled as who types a code sent to a phone: that is in joining.
    "POST /v1/redemptions": (
        201,
        {"paying", "ledger", "members", "joining", "county", "aws", "core"},
    ),
}
"""Beyond what the import of the API loads: the status, and the packages whose modules come."""


def test_a_function_loads_no_more_than_its_work_needs() -> None:
    """Lower a figure where one has fallen; to raise one is to make that function start slower."""
    loaded = {name: imported(module) for name, module in handlers().items()}

    counts = {name: (len(all_of), len(ours(all_of))) for name, all_of in loaded.items()}
    assert counts.keys() == MODULES.keys()
    for name, (count, own) in counts.items():
        most, own_most = MODULES[name]
        assert (count <= most + SLACK, own <= own_most + OWN_SLACK) == (True, True), counts
    for all_of in loaded.values():
        assert not FOR_SOME.intersection(all_of)


def test_the_api_loads_no_service_and_no_store_before_it_is_asked() -> None:
    modules = ours(imported("app"))

    assert "chalicelib.paying.routes" in modules
    assert {name for name in modules if name.endswith(("service", "store"))} == set()


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_loads_the_packages_that_it_is_about(stack: Stack, name: str) -> None:
    member = stack.member(vouchers=3000)
    body = {"pay_code": member.pay_code(), "amount": 100, "order_id": "order-1"}
    status, packages = REQUESTS[name]

    answer = ask(stack, name, body if name.startswith("POST") else None)

    assert answer["status"] == status, answer["body"]
    assert not FOR_SOME.intersection(answer["loaded"])
    assert {each.split(".")[1] for each in ours(answer["loaded"])} == packages


def handlers() -> dict[str, str]:
    """The module that Lambda imports for each function, by the function's name."""
    workers = {each.name: each.handler_string.rpartition(".")[0] for each in app.event_sources}
    found = {"api_handler": "app"} | workers
    assert found.keys() == FUNCTIONS.keys()
    return found


def ours(modules: Collection[str]) -> set[str]:
    return {name for name in modules if name.split(".")[0] in ("app", "chalicelib")}


@cache
def imported(module: str) -> frozenset[str]:
    """All modules that a process has by then, Python's own and its libraries' included."""
    script = f"import sys, {module}; print(*sys.modules)"
    return frozenset(in_a_process("-c", script).split())


def ask(stack: Stack, name: str, body: Any) -> Any:
    method, path = name.split()
    token = "anna" if path.startswith("/v1/staff") else builders.SHOP_KEY
    event = {
        "resource": path,
        "path": path,
        "httpMethod": method,
        "headers": {
            "host": "onmin.example",
            "content-type": "application/json",
            "authorization": f"Bearer {token}",
            "idempotency-key": "key",
            "x-simulated-now": format_time(stack.now),
        },
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {"resourcePath": path, "httpMethod": method, "requestId": "1"},
        "body": json.dumps(body),
        "isBase64Encoded": False,
    }
    facts = pickle.dumps({"items": stack.table.items, "event": event})
    return json.loads(in_a_process("-m", "tests.loading", sent=facts))


def in_a_process(*arguments: str, sent: bytes = b"") -> str:
    """The last line that it prints."""
    done = subprocess.run(
        [sys.executable, *arguments], input=sent, cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().splitlines()[-1]
