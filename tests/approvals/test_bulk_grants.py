"""Bulk grants over HTTP and through the queue: each row once, and a word about each row."""

import csv
import io
import json
from typing import Any

import pytest

from chalicelib.approvals.grant_runs import GrantNotApprovedError, RowsFailedError
from chalicelib.approvals.wiring import ApprovalsWiring
from chalicelib.approvals.worker import run_grants
from chalicelib.core.actors import StaffActor
from chalicelib.ledger.appending import LedgerBrokenError
from chalicelib.ledger.wiring import LedgerWiring
from tests import builders
from tests.approvals.test_adjustments import Always
from tests.conftest import Answer, Member, Stack
from tests.functional.test_workers import deliver
from tests.ledger_checks import check_chain
from tests.refusals import check_refused
from tests.staff_office import a_file

PATH = "/v1/staff/bulk-grants"
STRANGER = "mem_0000000000000000"


def upload(
    stack: Stack, text: str, *, by: str = "anna", key: str = "new", **changes: Any
) -> Answer:
    body = {"name": "봉사자 지급", "csv": text} | changes
    return stack.call("POST", PATH, body, token=by, key=key)


def uploaded(stack: Stack, *rows: tuple[str, str, int], key: str = "new") -> str:
    answer = upload(stack, a_file(*rows), key=key)
    assert answer.status == 201, answer.raw
    grant_id: str = answer.json["grant_id"]
    return grant_id


def approve(stack: Stack, grant_id: str, *, by: str = "bora", key: str = "new") -> Answer:
    return stack.call("POST", f"{PATH}/{grant_id}/approve", {}, token=by, key=key)


def work(stack: Stack, times: int = 1) -> None:
    """Let the consumer handle what is queued, each message `times` times."""
    while stack.grant_queue.sent:
        message = stack.grant_queue.sent.pop(0)
        for _ in range(times):
            stack.wired(ApprovalsWiring).grant_runs.run_slice(*message)


def shown(stack: Stack, grant_id: str) -> Any:
    return stack.call("GET", f"{PATH}/{grant_id}", token="anna").json


def results(stack: Stack, grant_id: str) -> list[dict[str, str]]:
    answer = stack.call("GET", f"{PATH}/{grant_id}/result.csv", token="anna")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f'filename="onmin-{grant_id}.csv"' in answer.headers["Content-Disposition"]
    text = answer.raw.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def members(stack: Stack, count: int) -> list[Member]:
    return [stack.member(f"010-2222-{n:04}") for n in range(count)]


def mileage(stack: Stack, member: Member) -> list[int]:
    return [e.mileage_amount for e in check_chain(stack.table, member.member_id)[1:]]


def test_a_file_goes_its_way_from_upload_to_result(stack: Stack) -> None:
    a, b = members(stack, 2)
    rows = [("v-1", a.member_id, 100), ("v-2", b.member_id, 200), ("v-3", STRANGER, 9),
            ("v-4", a.member_id, 1)]  # fmt: skip
    answer = upload(stack, a_file(*rows))
    assert (answer.status, answer.json["status"]) == (201, "proposed")
    assert (answer.json["row_count"], answer.json["mileage"]) == (4, 310)
    grant_id = answer.json["grant_id"]
    assert {r["result"] for r in results(stack, grant_id)} == {"pending"}

    approved = approve(stack, grant_id).json
    assert (approved["status"], approved["rows"]["pending"]) == ("approved", 4)
    assert mileage(stack, a) == []
    work(stack, times=3)

    done = shown(stack, grant_id)
    assert done["status"] == "completed"
    assert done["rows"] == {
        "granted": 3, "already_granted": 0, "refused": 1, "pending": 0, "mileage": 301,
        "voucher_amount": 0,
    }  # fmt: skip
    assert (mileage(stack, a), mileage(stack, b)) == ([100, 1], [200])
    lines = results(stack, grant_id)
    assert [(r["row_key"], r["result"], r["code"]) for r in lines] == [
        ("v-1", "granted", ""), ("v-2", "granted", ""), ("v-3", "refused", "member_unknown"),
        ("v-4", "granted", ""),
    ]  # fmt: skip
    assert "회원" in lines[2]["message"]
    head = check_chain(stack.table, b.member_id)[-1]
    assert lines[1]["entry_id"] == head.entry_id
    assert (head.kind, head.reference) == ("adjustment", "grant/v-2")
    assert head.reason == f"축제 봉사 ({grant_id})"
    assert head.allocations[0].source == "grant"


def test_the_same_file_twice_grants_once(stack: Stack) -> None:
    (member,) = members(stack, 1)
    rows = [("v-1", member.member_id, 100), ("v-2", member.member_id, 200)]
    first, second = uploaded(stack, *rows), uploaded(stack, *rows)
    for grant_id in (first, second):
        approve(stack, grant_id)
    work(stack)

    assert mileage(stack, member) == [100, 200]
    assert shown(stack, second)["rows"]["already_granted"] == 2
    assert shown(stack, second)["rows"]["mileage"] == 0
    granted = [r["entry_id"] for r in results(stack, first)]
    assert [r["entry_id"] for r in results(stack, second)] == granted


def test_a_row_key_is_one_grant_for_ever(stack: Stack) -> None:
    """Long after the wallet has forgotten the command."""
    (member,) = members(stack, 1)
    approve(stack, uploaded(stack, ("v-1", member.member_id, 100)))
    work(stack)
    stack.later(days=400)

    again = uploaded(stack, ("v-1", member.member_id, 100))
    approve(stack, again)
    work(stack)

    assert results(stack, again)[0]["result"] == "already_granted"
    assert mileage(stack, member) == [100]


def test_what_was_granted_is_told_even_of_a_member_who_has_left(stack: Stack) -> None:
    (member,) = members(stack, 1)
    row = ("v-1", member.member_id, 100)
    approve(stack, uploaded(stack, row))
    work(stack)
    assert stack.call("DELETE", "/v1/me", token=member.token).status == 200

    again = uploaded(stack, row)
    approve(stack, again)
    work(stack)

    assert results(stack, again)[0]["result"] == "already_granted"


def test_a_row_key_for_another_member_or_amount_is_refused(stack: Stack) -> None:
    a, b = members(stack, 2)
    approve(stack, uploaded(stack, ("v-1", a.member_id, 100)))
    work(stack)

    for row in (("v-1", b.member_id, 100), ("v-1", a.member_id, 101)):
        grant_id = uploaded(stack, row)
        approve(stack, grant_id)
        work(stack)
        (line,) = results(stack, grant_id)
        assert (line["result"], line["code"]) == ("refused", "row_key_reused")
    assert (mileage(stack, a), mileage(stack, b)) == ([100], [])


def test_a_refused_row_may_come_again_mended(stack: Stack) -> None:
    (member,) = members(stack, 1)
    approve(stack, uploaded(stack, ("v-1", STRANGER, 100)))
    work(stack)

    again = uploaded(stack, ("v-1", member.member_id, 100))
    approve(stack, again)
    work(stack)

    assert results(stack, again)[0]["result"] == "granted"


def test_a_file_of_many_rows_goes_in_slices(stack: Stack) -> None:
    (member,) = members(stack, 1)
    grant_id = uploaded(stack, *((f"v-{n}", member.member_id, 1) for n in range(1, 121)))
    approve(stack, grant_id)
    assert stack.grant_queue.sent == [("gangjin", grant_id, n) for n in (1, 2, 3)]
    stack.grant_queue.sent.reverse()

    work(stack)

    assert shown(stack, grant_id)["rows"]["granted"] == 120
    assert [r["row_key"] for r in results(stack, grant_id)] == [f"v-{n}" for n in range(1, 121)]


def test_approved_again_only_what_is_not_done_is_sent_again(stack: Stack) -> None:
    (member,) = members(stack, 1)
    grant_id = uploaded(stack, *((f"v-{n}", member.member_id, 1) for n in range(1, 121)))
    approve(stack, grant_id)
    stack.wired(ApprovalsWiring).grant_runs.run_slice("gangjin", grant_id, 2)
    stack.grant_queue.sent.clear()  # Lost, or dead letters.

    approve(stack, grant_id, by="chan")

    assert stack.grant_queue.sent == [("gangjin", grant_id, n) for n in (1, 3)]
    work(stack)
    assert shown(stack, grant_id)["status"] == "completed"
    approve(stack, grant_id)
    assert stack.grant_queue.sent == []
    assert len(mileage(stack, member)) == 120


def test_a_wallet_that_fails_holds_up_no_other_row(stack: Stack) -> None:
    a, b = members(stack, 2)
    grant_id = uploaded(stack, ("v-1", a.member_id, 100), ("v-2", b.member_id, 200))
    approve(stack, grant_id)
    broken = stack.table.items[f"gangjin#WALLET#{a.member_id}", "ENTRY#0000000001"]
    sound = dict(broken)
    broken["reason"] = "바꿔치기"
    with pytest.raises(LedgerBrokenError):
        stack.wired(LedgerWiring).store.read("gangjin", a.member_id)

    with pytest.raises(RowsFailedError):
        work(stack)

    assert [r["result"] for r in results(stack, grant_id)] == ["pending", "granted"]
    assert shown(stack, grant_id)["status"] == "approved"
    stack.table.items[f"gangjin#WALLET#{a.member_id}", "ENTRY#0000000001"] = sound
    stack.wired(ApprovalsWiring).grant_runs.run_slice("gangjin", grant_id, 1)
    assert shown(stack, grant_id)["status"] == "completed"


def test_a_message_for_a_file_that_nobody_approved_grants_nothing(stack: Stack) -> None:
    (member,) = members(stack, 1)
    grant_id = uploaded(stack, ("v-1", member.member_id, 100))
    with pytest.raises(GrantNotApprovedError):
        stack.wired(ApprovalsWiring).grant_runs.run_slice("gangjin", grant_id, 1)
    stack.call("POST", f"{PATH}/{grant_id}/reject", {"reason": "명단 오류"}, token="bora")
    with pytest.raises(GrantNotApprovedError):
        stack.wired(ApprovalsWiring).grant_runs.run_slice("gangjin", grant_id, 1)

    assert mileage(stack, member) == []
    assert shown(stack, grant_id)["status"] == "rejected"
    assert approve(stack, grant_id, by="chan").json["code"] == "already_decided"
    for status, ids in (("rejected", [grant_id]), ("proposed", [])):
        found = stack.call("GET", f"{PATH}?status={status}", token="anna").json["data"]
        assert [one["grant_id"] for one in found] == ids


def test_who_uploaded_cannot_approve(stack: Stack) -> None:
    grant_id = uploaded(stack, ("v-1", STRANGER, 100))
    for what in ("approve", "reject"):
        check_refused(
            stack,
            lambda h, w=what: stack.call(
                "POST", f"{PATH}/{grant_id}/{w}", {"reason": "x"}, token="anna", key="k", headers=h
            ),
            403,
            "approver_is_proposer",
        )
    assert stack.grant_queue.sent == []


@pytest.mark.parametrize("way", ["", "/result.csv", "/approve", "/reject"])
def test_another_countys_file_is_not_found(
    stack: Stack, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    grant_id = uploaded(stack, ("v-1", STRANGER, 5))
    builders.seed(stack.table, "jinju")
    actor = StaffActor("jinju", "dana", frozenset({"manager"}), "sub-dana")
    stack.adapters.staff_tokens = Always(actor)
    method, body = ("POST", {"reason": "x"}) if way in ("/approve", "/reject") else ("GET", None)

    check_refused(
        stack,
        lambda h: stack.call(
            method, f"{PATH}/{grant_id}{way}", body, token="x", key="k",
            headers=h | {"Host": "jinju.example"},
        ),
        404,
        "bulk_grant_not_found",
    )  # fmt: skip


def test_the_worker_takes_a_message_of_the_queue_and_names_one_that_fails(stack: Stack) -> None:
    (member,) = members(stack, 1)
    grant_id = uploaded(stack, ("v-1", member.member_id, 100))
    approve(stack, grant_id)
    good = {"schema": 1, "county_id": "gangjin", "grant_id": grant_id, "slice": 1}
    bad = good | {"schema": 9}

    bodies = {"m1": json.dumps(good), "m2": json.dumps(bad), "m3": json.dumps(good)}

    assert deliver(stack, run_grants, bodies) == ["m2"]
    assert mileage(stack, member) == [100]


def test_the_member_reads_what_a_grant_is_for(stack: Stack) -> None:
    member = stack.member()
    approve(stack, uploaded(stack, ("v-1", member.member_id, 100)))
    work(stack)
    newest = stack.call("GET", "/v1/me/entries", token=member.token).json["data"][0]
    assert (newest["kind"], newest["description"]) == ("adjustment", "축제 봉사")
