"""The queue consumers and schedules, called as Lambda calls them, without `app.py`."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib.aws.signer import Signer
from chalicelib.core.errors import TryAgainError
from chalicelib.core.settings import read
from chalicelib.joining import worker as signups
from chalicelib.joining.queue import signup_from_message, signup_to_message
from chalicelib.ledger.entries import Entry
from chalicelib.reporting import worker as reports
from chalicelib.wallets import worker as expirations
from tests import builders
from tests.conftest import Stack
from tests.ledger_checks import entries_of
from tests.worlds import BORN_ON, SIGNER, a_signup

ROOT = Path(__file__).parents[2]
PACKAGES = sorted(
    path.parent.name
    for path in (ROOT / "chalicelib").glob("*/worker.py")
    # `payments` has the functions of `buying/worker.py`, which hands them the purchases.
    if path.parent.name not in ("aws", "payments")
)
SCHEDULE = {
    "version": "0", "id": "1", "detail-type": "Scheduled Event", "source": "aws.events",
    "account": "0", "time": "", "region": "ap-northeast-2", "resources": [], "detail": {},
}  # fmt: skip
CALLS = {
    "joining": "complete_signup",
    "reporting": "run_report",
    "wallets": "expire_lots",
    "visits": "give_fee_shares",
    "festivals": "finish_referrals",
    "photos": "tend_photos",
    "trips": "tend_trips",
    "approvals": "run_grants",
    "buying": "serve_tickets",
    "proofs": "publish_roots",
    "reconciling": "reconcile_ledger",
    "draws": "draw_due_lots",
    "merchants": "look_after_merchants",
    "notifications": "send_notices",
    "settlement": "close_days",
    "analysis": "begin_analysis",
    "marketing": "begin_marketing",
}
SCHEDULED = CALLS.keys() - {"joining", "reporting", "approvals", "buying", "notifications"}
UNDER_LAMBDA = """
import json, sys
from chalicelib.{package} import worker
assert "app" not in sys.modules, "a worker must not need app.py"
handler = getattr(worker, "{function}")
try:
    print(json.dumps(handler(json.loads('''{event}'''), None)))
except KeyError as missing:
    print("no environment", missing)
assert "app" not in sys.modules
"""


class Context:
    aws_request_id = "request-1"
    function_name = "onmin-local-worker"
    memory_limit_in_mb = 256
    invoked_function_arn = "arn:aws:lambda:ap-northeast-2:000000000000:function:worker"

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


def record(body: str, message_id: str) -> dict[str, Any]:
    return {
        "messageId": message_id,
        "receiptHandle": f"handle-{message_id}",
        "body": body,
        "attributes": {"ApproximateReceiveCount": "1"},
        "messageAttributes": {},
        "md5OfBody": "",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:ap-northeast-2:000000000000:signups",
        "awsRegion": "ap-northeast-2",
    }


def deliver(stack: Stack, handler: Any, bodies: dict[str, str]) -> list[str]:
    """The ids of the messages that come again."""
    event = {"Records": [record(body, message_id) for message_id, body in bodies.items()]}
    answer = stack.work(handler, event, Context())
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def message_of(person: str, **changes: Any) -> str:
    return json.dumps(signup_to_message(a_signup(person, **changes), SIGNER))


@pytest.mark.parametrize("package", CALLS)
def test_a_worker_answers_an_event_as_lambda_sends_it_and_needs_no_app(package: str) -> None:
    event = SCHEDULE if package in SCHEDULED else {"Records": [record("{", "m1")]}
    script = UNDER_LAMBDA.format(package=package, function=CALLS[package], event=json.dumps(event))

    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"POWERTOOLS_LOG_LEVEL": "CRITICAL", "POWERTOOLS_METRICS_DISABLED": "true"},
    )

    assert done.returncode == 0, done.stderr
    # With no environment there is no county to serve; a message's failure is its own.
    expected = (
        "no environment 'STAGE'"
        if package in SCHEDULED
        else ('{"batchItemFailures": [{"itemIdentifier": "m1"}]}')
    )
    assert done.stdout.strip().endswith(expected)


def test_every_worker_module_is_called_above() -> None:
    assert {*PACKAGES} == {*CALLS}


def test_a_batch_of_sign_ups_is_finished(stack: Stack) -> None:
    bodies = {f"m{n}": message_of(f"person-{n}") for n in range(10)}

    assert deliver(stack, signups.complete_signup, bodies) == []
    assert deliver(stack, signups.complete_signup, bodies) == []

    people = [k for k in stack.table.items if "#PERSON#" in k[0]]
    assert len(people) == len(first_entries(stack)) == 10


def spoilt(old: str, new: str) -> str:
    """A message with a fault in it that is nevertheless signed as ours."""
    facts = json.loads(message_of("p"))
    del facts["mac"]
    text = json.dumps(facts).replace(old, new)
    assert json.loads(text) != facts
    return signed(json.loads(text))


def signed(facts: dict[str, Any]) -> str:
    return json.dumps(facts | {"mac": SIGNER.message_mac(json.dumps(facts, sort_keys=True))})


def meddled(**changes: Any) -> str:
    """A message that somebody changed on its way."""
    return json.dumps(json.loads(message_of("p")) | changes)


POISON = {
    "not json": "{",
    "not an object": "[]",
    "nothing": "",
    "null": "null",
    "empty": "{}",
    "another schema": spoilt('"schema": 2', '"schema": 99'),
    "a field missing": signed({"schema": 2, "county_id": "gangjin"}),
    "an unknown field": spoilt('"schema": 2', '"schema": 2, "granted_mileage": 5000000'),
    "not base64": spoilt('"person": ["', '"person": ["!'),
    "too few parts": spoilt('"person": ["', '"person": [], "x": ["'),
    "no time": spoilt("2026-11-22T", "yesterday"),
    "a county that is not": spoilt('"gangjin"', '"nowhere"'),
    "a campaign that is not": spoilt("cmp_0000000000000001", "cmp_0000000000000009"),
    "a campaign's code for its id": spoilt("cmp_0000000000000001", "celadon"),
    "no proof that it is ours": message_of("p").replace('"mac"', '"max"'),
    "proof by another key": json.dumps(signup_to_message(a_signup("p"), Signer(b"x" * 32))),
    "another person in it": meddled(person_key=a_signup("victim").person_key),
    "another birth date in it": meddled(birth_key=a_signup("p", born_on=BORN_ON).birth_key + "0"),
    "another campaign in it": meddled(campaign_id=None),
    "another token in it": meddled(verified_by="0" * 32),
}


@pytest.mark.parametrize("poison", POISON.values(), ids=POISON)
def test_a_poison_message_fails_alone(stack: Stack, poison: str) -> None:
    bodies = {"a": message_of("a"), "poison": poison, "b": message_of("b")}
    assert deliver(stack, signups.complete_signup, {"poison": poison}) == ["poison"]
    seeded = dict(stack.table.items)

    assert deliver(stack, signups.complete_signup, bodies) == ["poison"]

    assert len(first_entries(stack)) == 2
    assert sorted(item["type"] for key, item in stack.table.items.items() if key not in seeded) == [
        "entry", "entry", "person", "person", "profile", "profile",
    ]  # fmt: skip


def test_a_batch_of_nothing_but_poison_fails_message_by_message(stack: Stack) -> None:
    assert deliver(stack, signups.complete_signup, {"a": "{", "b": "[]"}) == ["a", "b"]
    assert first_entries(stack) == []


def test_messages_that_met_a_busy_table_come_again_and_succeed(stack: Stack) -> None:
    bodies = {f"m{n}": message_of(f"person-{n}") for n in range(5)}
    calls = 0

    def refuse_some(name: str) -> None:
        nonlocal calls
        calls += 1
        if calls in (2, 7):
            raise TryAgainError(retry_after_seconds=1)

    stack.table.before_call = refuse_some

    failed = deliver(stack, signups.complete_signup, bodies)

    assert len(failed) == 2
    assert deliver(stack, signups.complete_signup, {m: bodies[m] for m in failed}) == []
    assert [e.mileage_balance for e in first_entries(stack)] == [5000] * 5


def test_a_sign_up_comes_out_of_the_queue_as_it_went_in() -> None:
    linked = a_signup(channel="sns-insta")
    for signup in (a_signup(), a_signup(campaign_id=None, booth_code=None), linked):
        message = json.dumps(signup_to_message(signup, SIGNER))
        assert signup_from_message(message, SIGNER) == signup
    later = a_signup(simulated_at=builders.NOON)
    assert signup_from_message(json.dumps(signup_to_message(later, SIGNER)), SIGNER) == later


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_outside_the_local_stage_no_message_says_what_day_it_is(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    deployed = read(dict(os.environ) | {"STAGE": stage, "SIMULATED_CLOCK": ""})
    stack.adapters.settings = deployed
    long_ago = datetime(2026, 1, 2, tzinfo=UTC)
    before = stack.adapters.now()

    assert (
        deliver(stack, signups.complete_signup, {"m": message_of("a", simulated_at=long_ago)}) == []
    )

    [entry] = first_entries(stack)
    assert before.replace(microsecond=0) <= entry.at <= stack.adapters.now()


def test_in_the_local_stage_a_sign_up_keeps_the_time_it_was_sent_at(stack: Stack) -> None:
    long_ago = datetime(2026, 1, 2, tzinfo=UTC)

    assert (
        deliver(stack, signups.complete_signup, {"m": message_of("a", simulated_at=long_ago)}) == []
    )

    [entry] = first_entries(stack)
    assert entry.at == long_ago


def test_a_report_message_makes_the_report_and_sends_it_again(stack: Stack) -> None:
    stack.member()
    # The report of a day long over: the worker's own clock decides.
    message = {"schema": 1, "county_id": "gangjin", "kind": "daily", "period": "2026-02-06"}
    wrong = message | {"period": "2026-02-30"}
    stack.mail.sent.clear()

    failed = deliver(
        stack,
        reports.run_report,
        {"good": json.dumps(message), "wrong": json.dumps(wrong), "x": "{"},
    )

    assert failed == ["wrong", "x"]
    assert "gangjin/daily/2026-02-06/report.json" in stack.files.files


def test_the_expiry_job_serves_every_county(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    builders.seed(stack.table, "jinju")
    member = stack.member(vouchers=1000)
    long_after = datetime(2031, 11, 23, 15, 10, tzinfo=UTC)
    stack.adapters.machine = lambda: long_after

    for _ in range(2):
        stack.work(expirations.expire_lots, SCHEDULE, Context())

    kinds = [e.kind for e in entries_of(stack.table, member.member_id)]
    assert kinds == ["signup", "conversion", "expiration"]


def first_entries(stack: Stack) -> list[Entry]:
    wallets = {pk.split("#")[2] for pk, sk in stack.table.items if sk.startswith("ENTRY#")}
    return [entry for member_id in wallets for entry in entries_of(stack.table, member_id)[:1]]
