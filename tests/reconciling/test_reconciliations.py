"""Reconciling by night and on demand: what staff see, and what raises the alarm."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.core.errors import TryAgainError
from chalicelib.ledger.entry_codec import entry_from_item
from chalicelib.proofs.wiring import ProofsWiring
from chalicelib.reconciling import alarm, keys, worker
from chalicelib.reconciling.reconciliation import ReconciliationSummary
from chalicelib.reconciling.store import ReconciliationStore
from chalicelib.reconciling.wiring import ReconcilingWiring
from chalicelib.reporting import worker as reports
from tests import builders
from tests.conftest import Answer, Stack
from tests.functional.test_workers import SCHEDULE, Context, deliver
from tests.logged import LogLines
from tests.paying.test_paying import fresh_code
from tests.refusals import check_refused

TODAY = date(2026, 11, 22)
PATH = "/v1/staff/reconciliations"


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    found: dict[str, Any] = {}
    monkeypatch.setattr(
        alarm,
        "count",
        lambda name, value=1, stage=None: found.update({name: (value, stage)}),
    )
    return found


@pytest.fixture
def night(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Stack:
    """02:00 of the day after one with a payment; the roots are published."""
    member = stack.member(vouchers=3000)
    stack.redeem(fresh_code(member), 1200)
    stack.now = builders.NOON + timedelta(hours=14)
    stack.wired(ProofsWiring).publisher.catch_up(builders.COUNTY, TODAY)
    stack.adapters.settings = replace(stack.adapters.settings, host_counties={})
    return stack


def get(stack: Stack, path: str = "", headers: Any = None) -> Answer:
    return stack.call("GET", f"{PATH}{path}", token="staff", headers=headers)


def ask(stack: Stack, on: str, headers: Any = None) -> Answer:
    return stack.call("POST", f"{PATH}/{on}/run", token="staff", headers=headers)


def run_night(stack: Stack) -> None:
    stack.work(worker.reconcile_ledger, SCHEDULE, Context())


def break_head(stack: Stack) -> str:
    item = max(
        (i for i in stack.table.items.values() if i.get("type") == "entry"), key=lambda i: i["sk"]
    )
    entry = entry_from_item(item)
    item["a"][0][-1] += 1
    return entry.entry_id


def test_the_night_reconciles_yesterday_and_the_missed_days(
    night: Stack, counted: dict[str, Any]
) -> None:
    run_night(night)

    listed = get(night).json
    assert [row["on"] for row in listed["data"]] == [
        (TODAY - timedelta(days=n)).isoformat() for n in range(14)
    ]
    assert listed["data"][0] == {
        "on": "2026-11-22",
        "is_clean": True,
        "difference_count": 0,
        "entry_count": 3,
        "wallet_count": 1,
    }
    assert counted["LedgerDifferences"] == (0, "local")
    shown = get(night, "/2026-11-22").json
    assert shown["voucher"]["spent"] == 1200
    assert shown["differences"] == []


def test_a_second_run_of_the_night_finds_nothing_to_do(
    night: Stack, counted: dict[str, Any]
) -> None:
    run_night(night)
    counted.clear()

    run_night(night)

    assert counted == {}


def test_pages_of_the_list_follow_one_another(night: Stack, counted: dict[str, Any]) -> None:
    run_night(night)
    seen: list[str] = []
    path = "?limit=5"
    for _ in range(3):
        page = get(night, path).json
        seen += [row["on"] for row in page["data"]]
        path = f"?limit=5&cursor={page['next_cursor']}"

    assert page["next_cursor"] is None
    assert len(seen) == len(set(seen)) == 14
    check_refused(night, lambda h: get(night, "?cursor=x", h), 400, "cursor_invalid", "cursor")


def test_a_difference_counts_for_the_alarm_and_names_the_entry(
    night: Stack, counted: dict[str, Any], log_lines: LogLines
) -> None:
    entry_id = break_head(night)

    run_night(night)

    differences = get(night, "/2026-11-22").json["differences"]
    assert {d["entry_id"] for d in differences if d["kind"] == "entry_broken"} == {entry_id}
    assert counted["LedgerDifferences"] == (len(differences), "local")
    logged = log_lines("ledger difference")
    assert entry_id in {facts.get("entry_id") for facts in logged}
    assert {name for facts in logged for name in facts} == {
        "county_id", "on", "kind", "entry_id", "subject",
    }  # fmt: skip


class FailingOutcomes(ReconciliationStore):
    """Cannot keep what came of one day."""

    on: date | None = TODAY - timedelta(days=1)

    def put(self, county_id: str, outcome: ReconciliationSummary) -> None:
        if outcome.on == self.on:
            raise TryAgainError(retry_after_seconds=1)
        super().put(county_id, outcome)


def test_one_day_that_fails_holds_up_no_other(night: Stack, counted: dict[str, Any]) -> None:
    outcomes = night.wired(ReconcilingWiring).store = FailingOutcomes(night.table)
    with pytest.raises(RuntimeError, match="gangjin/2026-11-21"):
        run_night(night)
    assert len(get(night).json["data"]) == 13

    outcomes.on = None
    run_night(night)
    assert len(get(night).json["data"]) == 14


def test_staff_ask_for_a_day_and_the_queue_does_it(night: Stack, counted: dict[str, Any]) -> None:
    night.staff_roles = frozenset({"auditor"})
    asked = ask(night, "2026-11-22")
    assert (asked.status, asked.json) == (202, {"on": "2026-11-22", "status": "queued"})
    county_id, kind, period = night.report_queue.sent[-1]
    missing = "reconciliation_not_found"
    check_refused(night, lambda h: get(night, "/2026-11-22", h), 404, missing, "on")

    body = json.dumps({"schema": 1, "county_id": county_id, "kind": kind, "period": period})
    assert deliver(night, reports.run_report, {"m": body}) == []

    first = get(night, "/2026-11-22").raw
    assert deliver(night, reports.run_report, {"m": body}) == []
    assert get(night, "/2026-11-22").raw == first
    assert night.mail.sent == []


def test_what_cannot_be_run_is_refused_at_once(night: Stack) -> None:
    check_refused(night, lambda h: ask(night, "2026-11-23", h), 409, "period_not_over", "on")
    missing = "reconciliation_not_found"
    check_refused(night, lambda h: ask(night, "2026-02-04", h), 404, missing, "on")
    for no_day in ("yesterday", "0001-01-01", "9999-12-31"):
        check_refused(night, lambda h, d=no_day: ask(night, d, h), 400, "period_invalid", "on")
    assert night.report_queue.sent == []


@pytest.mark.parametrize("role", ["gate", "booth"])
def test_it_is_for_the_office(night: Stack, role: str) -> None:
    night.staff_roles = frozenset({role})
    check_refused(night, lambda h: get(night, "", h), 403, "not_allowed")
    check_refused(night, lambda h: get(night, "/2026-11-22", h), 403, "not_allowed")
    check_refused(night, lambda h: ask(night, "2026-11-22", h), 403, "not_allowed")


def test_the_outcome_holds_nothing_personal(night: Stack, counted: dict[str, Any]) -> None:
    break_head(night)
    run_night(night)

    kept = get(night, "/2026-11-22").raw.decode()
    item = night.table.items[tuple(keys.reconciliation(builders.COUNTY, TODAY))]
    assert "홍" not in kept + str(item)
    assert "10-1234-5678" not in kept + str(item)
    assert "1012345678" not in kept + str(item)
