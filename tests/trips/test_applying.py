"""Applying for a half-price trip, deciding over it, and what the budget holds meanwhile."""

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.values import seoul_date
from tests.conftest import Answer, Member, Stack
from tests.trips.journeys import FRIEND, apply, days, decide, held, night


@pytest.fixture
def desk(stack: Stack) -> Stack:
    stack.staff_roles = frozenset({"operator", "manager"})
    return stack


@pytest.fixture
def member(desk: Stack) -> Member:
    return desk.member()


def check_refused(answer: Answer, status: int, code: str) -> None:
    assert (answer.status, answer.json["code"]) == (status, code)


def mine(member: Member, trip_id: str) -> Any:
    return member.stack.call("GET", f"/v1/me/trips/{trip_id}", token=member.token).json


def test_a_trip_holds_the_most_that_it_may_be_given(member: Member) -> None:
    alone = apply(member, 1)
    member.stack.later(seconds=1)
    team = apply(member, 10, companions=[FRIEND])

    assert (alone.status, alone.json["status"], alone.json["reserved_amount"]) == (
        201, "applied", 100_000,
    )  # fmt: skip
    ends = seoul_date(member.stack.now) + timedelta(days=2)
    assert alone.json["claim_by_on"] == (ends + timedelta(days=7)).isoformat()
    assert (team.json["reserved_amount"], team.json["companion_count"]) == (200_000, 1)
    assert held(member.stack) == 300_000
    listed = member.stack.call("GET", "/v1/me/trips", token=member.token).json
    assert [one["trip_id"] for one in listed["data"]] == [
        team.json["trip_id"], alone.json["trip_id"],
    ]  # fmt: skip


def withdraw(member: Member, trip_id: str) -> Answer:
    path = f"/v1/me/trips/{trip_id}/withdraw"
    return member.stack.call("POST", path, {}, token=member.token)


def test_what_is_withdrawn_before_it_begins_holds_nothing_from_then_on(
    member: Member, desk: Stack
) -> None:
    desk.set_rule("trip.year_times", 1)
    desk.later(days=1)
    member = desk.logged_in(member)
    trip_id = apply(member, 2).json["trip_id"]
    assert decide(desk, trip_id, "approve").status == 200
    stranger = desk.member("010-9876-5432")
    check_refused(withdraw(stranger, trip_id), 404, "trip_not_found")

    for _ in range(2):
        done = withdraw(member, trip_id)
        assert (done.status, done.json["status"]) == (200, "withdrawn")

    assert held(desk) == 0
    check_refused(decide(desk, trip_id, "reject", reason="늦음"), 409, "trip_decided")
    assert apply(member, 2).status == 201
    assert held(desk) == 100_000


def test_a_trip_that_has_begun_or_ended_is_not_withdrawn(member: Member, desk: Stack) -> None:
    begun, refused = (apply(member, days).json["trip_id"] for days in (1, 9))
    assert decide(desk, refused, "reject", reason="늦음").status == 200
    answer = withdraw(member, refused)
    check_refused(answer, 409, "trip_not_withdrawable")
    assert answer.json["state"] == "rejected"
    desk.later(days=1)
    answer = withdraw(desk.logged_in(member), begun)
    check_refused(answer, 422, "trip_begun")
    assert held(desk) == 100_000


def test_the_same_key_applies_once(member: Member) -> None:
    first, again = apply(member, key="k"), apply(member, key="k")

    assert (again.json, again.headers["Idempotent-Replayed"]) == (first.json, "true")
    assert held(member.stack) == 100_000
    check_refused(apply(member, 2, key="k"), 422, "idempotency_key_reused")


def test_days_that_cannot_be_are_refused(member: Member) -> None:
    check_refused(apply(member, 0), 422, "trip_too_late")
    check_refused(apply(member, -3), 422, "trip_too_late")
    check_refused(apply(member, 400), 400, "invalid_request")
    check_refused(apply(member, **days(member.stack, 3, length=0)), 400, "invalid_request")
    check_refused(apply(member, **days(member.stack, 3, length=32)), 400, "invalid_request")
    assert held(member.stack) == 0


def test_those_who_live_here_are_refused_by_any_code_of_the_county(member: Member) -> None:
    for code in ("46810", "12780"):
        companion = FRIEND | {"region_code": code}
        refused = apply(member, companions=[companion])
        check_refused(refused, 422, "trip_not_for_residents")
        assert refused.json["param"] == "companions.0.region_code"
    unknown = FRIEND | {"region_code": "99999"}
    check_refused(apply(member, companions=[unknown]), 400, "invalid_request")
    unborn = FRIEND | {"birth_on": "2031-01-01"}
    check_refused(apply(member, companions=[unborn]), 400, "invalid_request")


def test_a_resident_member_is_refused(desk: Stack) -> None:
    token = desk.prove_phone("010-1111-2222")
    assert desk.apply_with(token, region_code="46810", relation="resident").status == 202
    desk.deliver()
    session = desk.log_in(token).json
    resident = Member(desk, session["member_id"], session["access_token"], "010-1111-2222")

    check_refused(apply(resident), 422, "trip_not_for_residents")


def test_a_year_has_four_trips_and_what_was_refused_is_none(member: Member) -> None:
    made = [apply(member, number) for number in (1, 5, 9, 13)]
    refused = apply(member, 20)
    check_refused(refused, 422, "trip_times_exceeded")
    assert (refused.json["limit"], refused.json["used"]) == (4, 4)

    decide(member.stack, made[0].json["trip_id"], "reject", reason="신분증을 알아볼 수 없음")
    assert apply(member, 20).status == 201
    assert held(member.stack) == 400_000
    assert apply(member, 60).status == 201, "a trip of next year is next year's"


def test_the_budget_is_never_promised_twice(desk: Stack) -> None:
    members = [desk.member(f"010-2000-000{number}") for number in range(6)]
    for member in members[:5]:
        assert apply(member, companions=[FRIEND]).status == 201
    check_refused(apply(members[5]), 422, "trip_budget_exhausted")

    assert held(desk) == 1_000_000


def test_staff_see_who_comes_along_and_nobody_does_after_the_end(member: Member) -> None:
    trip_id = apply(member, companions=[FRIEND]).json["trip_id"]
    path = f"/v1/staff/trips/{trip_id}"
    stored = [item for item in member.stack.table.items.values() if item.get("type") == "trip"]
    assert "김영희" not in str(stored)

    assert member.stack.call("GET", path, token="anna").json["companions"] == [FRIEND]
    approved = decide(member.stack, trip_id, "approve")
    assert (approved.json["status"], approved.json["decided_by"]) == ("approved", "anna")
    assert decide(member.stack, trip_id, "approve").json == approved.json
    listed = member.stack.call("GET", "/v1/staff/trips?status=approved", token="anna")
    assert [one["companions"] for one in listed.json["data"]] == [None]

    rejected = decide(member.stack, trip_id, "reject", reason="여행을 취소함")
    assert (rejected.json["status"], rejected.json["companion_count"]) == ("rejected", 1)
    assert member.stack.call("GET", path, token="anna").json["companions"] == []
    check_refused(decide(member.stack, trip_id, "approve"), 409, "trip_decided")
    assert mine(member, trip_id)["reason"] == "여행을 취소함"
    audit = member.stack.call("GET", f"/v1/staff/audit?target_id={trip_id}", token="anna").json
    assert {one["action"] for one in audit["data"]} == {
        "trip_viewed",
        "trip_approved",
        "trip_rejected",
    }


def test_of_two_trips_on_one_day_one_is_approved(member: Member) -> None:
    first, second = apply(member, 3).json["trip_id"], apply(member, 4).json["trip_id"]

    assert decide(member.stack, first, "approve").status == 200
    refused = decide(member.stack, second, "approve")
    check_refused(refused, 409, "trip_overlaps")
    assert refused.json["trip_id"] == first


def test_nobody_of_staff_decides_over_their_own_trip(member: Member) -> None:
    trip_id = apply(member).json["trip_id"]
    member.stack.staff_phones["anna"] = "+821012345678"

    check_refused(decide(member.stack, trip_id, "approve"), 403, "own_wallet")


def test_what_nobody_claimed_gives_back_what_it_held(member: Member) -> None:
    stack = member.stack
    trip_id = apply(member, companions=[FRIEND]).json["trip_id"]
    decide(stack, trip_id, "approve")

    stack.later(days=9)
    night(stack)
    assert held(stack) == 200_000, "its last day is not over"
    stack.later(days=1)
    night(stack)
    night(stack)

    again = stack.logged_in(member)
    assert (mine(again, trip_id)["status"], held(stack)) == ("expired", 0)
    stored = [item for item in stack.table.items.values() if item.get("type") == "trip"]
    assert "team" not in stored[0]


def test_a_trip_is_its_own_members(member: Member) -> None:
    trip_id = apply(member).json["trip_id"]
    other = member.stack.member("010-9876-5432")

    answer = other.stack.call("GET", f"/v1/me/trips/{trip_id}", token=other.token)
    check_refused(answer, 404, "trip_not_found")
    check_refused(decide(member.stack, "trp_x", "approve"), 404, "trip_not_found")
    assert json.loads(member.stack.call("GET", "/v1/me/trips", token=other.token).raw)["data"] == []
