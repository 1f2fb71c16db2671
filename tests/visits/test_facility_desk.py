"""Sights made, described, closed and opened again at the desk."""

from typing import Any

from tests import builders
from tests.conftest import Answer, Stack
from tests.http.desk_requests import SALE_BODIES
from tests.refusals import check_refused
from tests.visits.gates_of import OfflineGate, admit, open_gate, pass_of

SIGHTS = "/v1/staff/facilities"
MUSEUM = f"{SIGHTS}/{builders.FACILITY}"
NEW = {
    "name": "사의재",
    "name_en": "Sauijae",
    "address": "강진군 강진읍 사의재길 27",
    "kind": "museum",
    "benefit": "체험 20% 할인",
    "benefit_en": "20% off",
    "reason": "올해부터 함께함",
}


def make(stack: Stack, *, key: str = "new", **changes: Any) -> Answer:
    return stack.call("POST", SIGHTS, NEW | changes, token="anna", key=key)


def stand(stack: Stack, what: str, *, version: int) -> Answer:
    body = {"version": version, "reason": "안전 점검에서 위험"}
    return stack.call("POST", f"{MUSEUM}/{what}", body, token="bora")


def listed(stack: Stack) -> list[str]:
    return [row["name"] for row in stack.call("GET", "/v1/facilities").json["data"]]


def test_a_new_sight_is_made_once_and_lets_nobody_in_before_its_terms_hold(stack: Stack) -> None:
    made = make(stack, key="k-1")
    assert (made.status, made.json["terms_from_on"]) == (201, None), made.raw
    assert make(stack, key="k-1").json == made.json
    facility_id = made.json["facility_id"]
    assert listed(stack) == ["고려청자박물관", "사의재"]
    shown = stack.call(
        "GET", f"/v1/facilities/{facility_id}", headers={"Accept-Language": "en"}
    ).json
    assert (shown["name"], shown["benefit"], shown["today"]) == ("Sauijae", "20% off", None)
    text = pass_of(stack.member())
    refused = stack.call(
        "POST", "/v1/admissions", {"pass_code": text, "facility_id": facility_id}, token="staff"
    )
    assert refused.json["code"] == "facility_closed"

    path = f"{SIGHTS}/{facility_id}/terms"
    body = SALE_BODIES[f"{MUSEUM}/terms"] | {"effective_on": "2026-11-24"}
    proposal = stack.call("POST", path, body, token="anna", key="t-1").json["proposal_id"]
    approval = f"/v1/staff/facility-proposals/{proposal}/approve"
    assert stack.call("POST", approval, {}, token="bora", key="t-2").json["status"] == "applied"

    row = stack.call("GET", f"{SIGHTS}/{facility_id}", token="anna").json
    assert row["terms_from_on"] == "2026-11-24"
    # A gate that is opened beforehand knows the days that it will need.
    rules = stack.call("GET", f"/v1/admissions/rules?facility_id={facility_id}", token="staff")
    assert rules.json["days"][0]["on"] == "2026-11-24"
    [record] = stack.call("GET", "/v1/staff/audit?action=facility_made", token="anna").json["data"]
    assert (record["by"], record["target_id"], record["after"]["name"]) == (
        "anna",
        facility_id,
        "사의재",
    )


def test_two_sights_have_no_name_in_common(stack: Stack) -> None:
    make(stack)
    check_refused(
        stack,
        lambda h: stack.call("POST", SIGHTS, NEW, token="anna", key="other", headers=h),
        409,
        "facility_name_taken",
        "name",
    )
    body = {"version": 0, "name": "사의재", "reason": "이름 바뀜"}
    assert stack.call("PATCH", MUSEUM, body, token="anna").json["code"] == "facility_name_taken"


def test_what_is_described_changes_over_the_version_that_was_seen(stack: Stack) -> None:
    body = {"version": 0, "name": "청자박물관", "kind": "museum", "reason": "이름 바뀜"}
    changed = stack.call("PATCH", MUSEUM, body, token="anna")
    assert (changed.json["name"], changed.json["version"]) == ("청자박물관", 1)
    assert listed(stack) == ["청자박물관"]
    stale = stack.call("PATCH", MUSEUM, body | {"name": "다른 이름"}, token="anna")
    assert stale.json["code"] == "version_conflict"
    # The same again is no change, and no record.
    assert stack.call("PATCH", MUSEUM, body | {"version": 1}, token="anna").json["version"] == 1
    [record] = stack.call("GET", "/v1/staff/audit?action=facility_changed", token="anna").json[
        "data"
    ]
    assert record["before"] == {"name": "고려청자박물관", "kind": "other"}


def test_a_closed_sight_lets_nobody_in_until_it_is_opened_again(stack: Stack) -> None:
    gate = OfflineGate(stack, "gate-a", open_gate(stack))
    early, late = (pass_of(stack.member(phone)) for phone in ("010-1111-2222", "010-3333-4444"))
    gate.scan(early, stack.now)
    stack.later(minutes=1)
    assert stand(stack, "close", version=0).json["is_closed"] is True

    body = {"pass_code": late, "facility_id": builders.FACILITY}
    check_refused(
        stack,
        lambda h: stack.call("POST", "/v1/admissions", body, token="staff", headers=h),
        422,
        "facility_out_of_use",
    )
    gate.scan(late, stack.now)
    # Who was let in before it closed stays let in, though it is reported after.
    assert list(gate.report().values()) == ["admitted", "facility_closed"]
    assert listed(stack) == []
    today = stack.call("GET", f"/v1/facilities/{builders.FACILITY}").json["today"]
    assert (today["closed_by"], today["reason"]) == ("closure", "안전 점검에서 위험")
    book = stack.call("GET", f"/v1/staff/fee-books/{builders.FACILITY}/2026-11-22", token="anna")
    assert book.json["people"] == 1
    body = {"facility_id": builders.FACILITY, "name": "후문"}
    opened = stack.call("POST", "/v1/staff/gates", body, token="anna", key="g-2")
    assert opened.json["code"] == "facility_out_of_use"

    assert stand(stack, "reopen", version=0).json["code"] == "version_conflict"
    assert stand(stack, "close", version=0).json["version"] == 1  # It is closed already.
    stack.later(minutes=1)
    again = stand(stack, "reopen", version=1).json
    assert (again["is_closed"], len(again["closures"])) == (False, 1)
    assert admit(stack, late).status == 201
    actions = [
        row["action"] for row in stack.call("GET", "/v1/staff/audit", token="anna").json["data"]
    ]
    assert [a for a in actions if a.startswith("facility_")] == [
        "facility_reopened",
        "facility_closed",
    ]
