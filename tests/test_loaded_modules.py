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

from chalicelib.aws.functions import FUNCTIONS
from chalicelib.core.values import format_time
from infra.deploy import functions
from tests import builders
from tests.conftest import Stack

ROOT = Path(__file__).parent.parent


FOR_SOME = {
    "jinja2",
    "xlsxwriter",
    "boto3",
    "botocore.client",
    "botocore.session",
    "segno",
    "PIL",
    "jwt",
}
"""What only reports, posters, calls of AWS or tokens of staff need: loaded when first used."""

MODULES = {
    "api_handler": (318, 72),
    "complete_signup": (230, 32),
    "mail_inboxes": (259, 68),
    "make_reports": (259, 68),
    "run_report": (259, 68),
    "run_grants": (223, 25),
    "expire_lots": (211, 20),
    "finish_referrals": (223, 32),
    "give_fee_shares": (222, 31),
    "tend_photos": (233, 42),
    "tend_trips": (231, 40),
    "remind_of_expiry": (211, 20),
    "note_entries": (249, 51),
    "send_notices": (249, 51),
    "import_register": (227, 29),
    "look_after_merchants": (227, 29),
    "begin_marketing": (270, 69),
    "run_marketing": (270, 69),
    "begin_analysis": (263, 62),
    "analyse_members": (263, 62),
    "publish_roots": (232, 41),
    "reconcile_ledger": (254, 63),
    "close_days": (232, 34),
    "settle_shops": (232, 34),
    "draw_due_lots": (218, 27),
    "serve_tickets": (264, 66),
    "end_reservations": (264, 66),
    "step_lotteries": (264, 66),
    "work_payments": (264, 66),
    "sweep_payments": (264, 66),
    "match_payments": (264, 66),
}
"""Of each function after its import: all modules, and ours."""
SLACK, OWN_SLACK = 10, 3
"""All: a library's new version may have a few more. Ours: a module may be split."""

REQUESTS: dict[str, tuple[int, int, set[str]]] = {
    "GET /v1/health": (200, 4, {"health_routes", "http"}),
    # A report has figures of every package.
    "GET /v1/staff/reports": (
        200,
        30,
        {
            "approvals",
            # What signs the cursor of the next page.
            "aws",
            "cashbacks",
            "core",
            "http",
            "joining",
            "ledger",
            "proofs",
            "reconciling",
            "reporting",
            "sales",
            "settlement",
            "totals",
        },
    ),
    # Who types a pay code is throttled as who types a code sent to a phone: that is in joining.
    "POST /v1/redemptions": (
        201,
        73,
        {
            "paying",
            "cashbacks",
            "merchants",
            "ledger",
            "members",
            "joining",
            "county",
            "aws",
            "core",
            "http",
        },
    ),
}
"""Beyond what the import of the API loads: the status, how many modules of ours come, and of which
packages."""


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


def test_the_api_loads_no_route_and_no_service_before_it_is_asked() -> None:
    modules = ours(imported("app"))

    late = ("routes", "service", "store", "worker")
    assert {name for name in modules if name.endswith(late)} == set()


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_loads_the_packages_that_it_is_about(stack: Stack, name: str) -> None:
    member = stack.member(vouchers=3000)
    body = {"pay_code": member.pay_code(), "amount": 100, "order_id": "order-1"}
    status, own_most, packages = REQUESTS[name]

    answer = ask(stack, name, body if name.startswith("POST") else None)

    assert answer["status"] == status, answer["body"]
    assert not FOR_SOME.intersection(answer["loaded"])
    own = ours(answer["loaded"])
    assert {each.split(".")[1] for each in own} == packages
    assert len(own) <= own_most + OWN_SLACK


def handlers() -> dict[str, str]:
    """The module that Lambda imports for each function, by the function's name."""
    workers = {
        each.name: each.handler_string.rpartition(".")[0]
        for each in functions.application().event_sources
    }
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


def ask(stack: Stack, name: str, body: Any, *, after: str = "import") -> Any:
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
    return json.loads(in_a_process("-m", "tests.loading", after, sent=facts))


def in_a_process(*arguments: str, sent: bytes = b"") -> str:
    """The last line that it prints."""
    done = subprocess.run(
        [sys.executable, *arguments], input=sent, cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().splitlines()[-1]
