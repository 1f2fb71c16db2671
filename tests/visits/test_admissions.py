"""Who is let in, once a day, whatever gates know and whenever they report."""

import itertools
from datetime import timedelta

import pytest

from chalicelib.core.values import format_time
from tests import builders
from tests.conftest import Stack
from tests.visits.gates_of import OfflineGate, admit, open_gate, pass_of

BOOK = f"/v1/staff/fee-books/{builders.FACILITY}/2026-11-22"


def test_a_pass_lets_its_member_in_once_a_day(stack: Stack) -> None:
    member = stack.member()
    text = pass_of(member)
    assert text.startswith("ONMIN1:")
    assert member.member_id[4:] not in text

    answer = admit(stack, text)
    assert answer.status == 201, answer.raw
    assert answer.json["benefit"] == {
        "kind": "free",
        "fee_amount": 2000,
        "discount_amount": 2000,
        "pay_amount": 0,
    }
    assert answer.json["member_name_masked"] == "홍*동"

    again = admit(stack, pass_of(member))
    assert (again.status, again.json["code"]) == (422, "already_admitted_today")
    stack.later(days=2)
    assert admit(stack, pass_of(stack.logged_in(member))).status == 201


def test_the_same_key_is_the_same_admission(stack: Stack) -> None:
    text = pass_of(stack.member())
    first, again = admit(stack, text, key="k1"), admit(stack, text, key="k1")
    assert first.json == again.json
    assert again.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("text", ["ONMIN1:" + "0" * 168, "x", "ONMIN1:" + "!" * 168, "ONMIN1:"])
def test_what_we_did_not_sign_is_no_pass(stack: Stack, text: str) -> None:
    answer = admit(stack, text)
    assert (answer.status, answer.json["code"]) == (400, "pass_invalid")


def test_one_changed_letter_forges_nothing(stack: Stack) -> None:
    text = pass_of(stack.member())
    for place in (8, 20, 40, 60, 100, 174):
        other = "0" if text[place] != "0" else "1"
        answer = admit(stack, text[:place] + other + text[place + 1 :])
        assert answer.json["code"] == "pass_invalid", place


def test_a_pass_ends_after_a_day(stack: Stack) -> None:
    text = pass_of(stack.member())
    stack.later(hours=23, minutes=-stack.now.minute)
    stack.later(hours=1)
    assert admit(stack, text).json["code"] == "pass_expired"


def test_a_pass_for_one_facility_opens_no_other(stack: Stack) -> None:
    member = stack.member()
    assert admit(stack, pass_of(member, facility_id=builders.FACILITY)).status == 201
    elsewhere = stack.call(
        "POST", "/v1/me/passes", {"facility_id": "fac_0000000000000009"}, token=member.token
    )
    assert elsewhere.json["code"] == "facility_not_found"


def test_a_closed_day_and_a_late_hour_let_nobody_in(stack: Stack) -> None:
    member = stack.member()
    stack.later(hours=5, minutes=30)  # 17:30, when the last one is let in before.
    late = admit(stack, pass_of(member))
    assert (late.status, late.json["code"]) == (422, "facility_closed")
    assert late.json["last_entry_at"] == "2026-11-22T08:30:00.000Z"
    stack.later(hours=17)  # Monday
    monday = admit(stack, pass_of(member))
    assert (monday.json["code"], monday.json["opens_at"]) == ("facility_closed", None)


def test_a_pass_ends_with_the_membership_and_comes_back_with_it(stack: Stack) -> None:
    member = stack.member()
    text = pass_of(member)
    standing = f"/v1/staff/members/{member.member_id}/status"
    body = {"status": "suspended", "reason": "분실 신고"}
    assert stack.call("PUT", standing, body, token="staff").status == 200
    assert admit(stack, text).json["code"] == "pass_revoked"
    rules = stack.call(
        "GET", f"/v1/admissions/rules?facility_id={builders.FACILITY}", token="staff"
    )
    assert len(rules.json["revoked"]) == 1
    stack.later(minutes=1)
    body = {"status": "active", "reason": "찾음"}
    assert stack.call("PUT", standing, body, token="staff").status == 200
    assert admit(stack, text).status == 201
    rules = stack.call(
        "GET", f"/v1/admissions/rules?facility_id={builders.FACILITY}", token="staff"
    )
    assert rules.json["revoked"] == []
    assert len(rules.json["admitted"]) == 16


def test_leaving_ends_the_pass(stack: Stack) -> None:
    member = stack.member()
    text = pass_of(member)
    assert member.leave().status == 200
    assert admit(stack, text).json["code"] == "pass_revoked"
    gate = OfflineGate(stack, "gate-a")
    gate.scan(text, stack.now + timedelta(minutes=1))
    gate.scan(text, stack.now - timedelta(seconds=1))
    stack.later(minutes=2)
    assert list(gate.report().values()) == ["pass_revoked", "admitted"]


def test_whoever_was_there_first_is_the_admission_in_whatever_order_gates_report(
    stack: Stack,
) -> None:
    """Three gates without a net, one pass at each: all six orders of reporting end alike."""
    member = stack.member()
    text = pass_of(member)
    start = stack.now
    stack.later(hours=2)
    for n, order in enumerate(itertools.permutations(range(3))):
        gates = [OfflineGate(stack, f"gate-{n}-{i}") for i in range(3)]
        # Before all scans of the order that was tried before.
        first = start + timedelta(minutes=100 - 10 * n)
        for i, gate in enumerate(gates):
            gate.scan(text, first + timedelta(minutes=i))
        for place in order:
            gates[place].report()
        told = [next(iter(gate.report().values())) for gate in gates]
        assert told == ["admitted", "already_admitted_today", "already_admitted_today"]
        book = stack.call("GET", BOOK, token="staff").json
        assert book["people"] == 1
        assert book["marked"] == [{"outcome": "already_admitted_today", "count": 3 * (n + 1) - 1}]


def test_a_gates_wrong_clock_is_put_right(stack: Stack) -> None:
    """The first gate's clock is an hour ahead: by its own times it would come second."""
    text = pass_of(stack.member())
    first, second = stack.now + timedelta(minutes=5), stack.now + timedelta(minutes=15)
    ahead, right = OfflineGate(stack, "ahead"), OfflineGate(stack, "right")
    ahead.scan(text, first + timedelta(hours=1))
    right.scan(text, second)
    stack.later(minutes=30)
    assert list(right.report().values()) == ["admitted"]
    sent_at = format_time(stack.now + timedelta(hours=1))
    assert list(ahead.report(sent_at=sent_at).values()) == ["admitted"]
    assert list(right.report().values()) == ["already_admitted_today"]


def test_a_report_sent_again_changes_nothing(stack: Stack) -> None:
    member = stack.member()
    gate = OfflineGate(stack, "gate-a")
    gate.scan(pass_of(member), stack.now)
    gate.scan(pass_of(member), stack.now)
    gate.scan("ONMIN1:" + "0" * 168, stack.now)
    first = gate.report()
    before = dict(stack.table.items)
    assert gate.report() == first
    assert stack.table.items == before
    assert sorted(first.values()) == ["admitted", "already_admitted_today", "pass_invalid"]


def test_a_gate_reports_of_its_own_facility_and_what_it_may(stack: Stack) -> None:
    text = pass_of(stack.member())
    key = open_gate(stack, scopes=["admit"])
    assert admit(stack, text, token=key).status == 201
    gate = OfflineGate(stack, "gate-a", key)
    visitors = [{"visitor_class": "adult", "people": 1}]
    count = {"count_id": "c1", "counted_at": format_time(stack.now), "visitors": visitors}
    assert gate.send(counts=[count]).json["code"] == "not_allowed"
    assert stack.call("GET", BOOK, token=key).json["code"] == "not_allowed"
    elsewhere = gate.send(facility_id="fac_0000000000000009")
    assert elsewhere.json["code"] == "not_allowed"
    rules = stack.call("GET", "/v1/admissions/rules", token=key)
    assert rules.json["gate_name"] == "정문"
    assert stack.call("GET", "/v1/staff/gates", token=key).status == 401


def test_a_gate_that_was_closed_opens_nothing(stack: Stack) -> None:
    key = open_gate(stack)
    gates = stack.call("GET", "/v1/staff/gates", token="staff").json["data"]
    path = f"/v1/staff/gates/{gates[0]['gate_id']}/close"
    for _ in range(2):
        closed = stack.call("POST", path, {"reason": "태블릿 분실"}, token="staff")
        assert closed.json["closed_at"] is not None
    assert stack.call("GET", "/v1/admissions/rules", token=key).status == 401
    assert stack.call("GET", "/v1/admissions/rules", token=key[:-1] + "x").status == 401
