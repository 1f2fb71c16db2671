"""A member who may not act, and may again; and the record of who decided it."""

from typing import Any

import pytest

from tests import builders
from tests.conftest import Answer, Stack
from tests.refusals import check_refused


def set_status(stack: Stack, member_id: str, status: str, by: str = "anna") -> Answer:
    """And a second passes: records of one millisecond have no order among themselves."""
    body = {"status": status, "reason": "휴대전화 분실 신고"}
    answer = stack.call("PUT", f"/v1/staff/members/{member_id}/status", body, token=by)
    stack.later(seconds=1)
    return answer


def audit(stack: Stack, query: str = "") -> list[dict[str, Any]]:
    answer = stack.call("GET", f"/v1/staff/audit?{query}", token="anna")
    assert answer.status == 200, answer.raw
    rows: list[dict[str, Any]] = answer.json["data"]
    return rows


def test_who_is_suspended_pays_nothing_and_is_told_so(stack: Stack) -> None:
    member = stack.member(vouchers=3000)
    code = member.pay_code()
    assert set_status(stack, member.member_id, "suspended").json["status"] == "suspended"

    check_refused(
        stack,
        lambda h: stack.call("GET", "/v1/me/wallet", token=member.token, headers=h),
        403,
        "member_suspended",
    )
    refused = stack.redeem(code, 100)
    assert (refused.status, refused.json["code"]) == (403, "member_suspended")


def test_a_cancel_gives_back_to_who_is_suspended(stack: Stack) -> None:
    member = stack.member(vouchers=3000)
    paid = stack.redeem(member.pay_code(), 1200).json
    set_status(stack, member.member_id, "suspended")

    path = f"/v1/redemptions/{paid['redemption_id']}/cancels"
    body = {"expected_remaining_amount": 1200, "reason": "손님 요청"}
    assert stack.call("POST", path, body, token=builders.SHOP_KEY, key="c").status == 201

    set_status(stack, member.member_id, "active")
    stack.later(minutes=1)
    assert stack.logged_in(member).balance() == 3000


def test_a_reopened_member_logs_in_anew_and_no_token_of_before_lives(stack: Stack) -> None:
    member = stack.member(vouchers=3000)
    set_status(stack, member.member_id, "suspended")
    set_status(stack, member.member_id, "active")
    stack.later(minutes=1)

    dead = stack.call("GET", "/v1/me/wallet", token=member.token)
    assert (dead.status, dead.json["code"]) == (401, "token_expired")
    assert stack.logged_in(member).balance() == 3000


def test_the_record_tells_who_when_why_and_how_it_was(stack: Stack) -> None:
    member = stack.member()
    for status in ("suspended", "suspended", "active", "active"):
        assert set_status(stack, member.member_id, status, by="bora").status == 200

    rows = audit(stack, f"target_id={member.member_id}")

    assert [(row["action"], row["before"], row["after"]) for row in rows] == [
        ("member_reopened", {"status": "suspended"}, {"status": "active"}),
        ("member_suspended", {"status": "active"}, {"status": "suspended"}),
    ]
    assert {(row["by"], row["subject"], row["reason"]) for row in rows} == {
        ("bora", "sub-bora", "휴대전화 분실 신고")
    }


def test_nobody_is_there_to_suspend_who_never_joined_or_left(stack: Stack) -> None:
    member = stack.member()
    stack.call("DELETE", "/v1/me", token=member.token)

    for member_id in (member.member_id, "mem_0000000000000000", "x"):
        answer = set_status(stack, member_id, "suspended")
        assert (answer.status, answer.json["code"]) == (404, "member_not_found")
        shown = stack.call("GET", f"/v1/staff/members/{member_id}", token="anna")
        assert (shown.status, shown.json["code"]) == (404, "member_not_found")
    assert audit(stack) == []


def test_staff_see_a_member_masked(stack: Stack) -> None:
    member = stack.member()

    shown = stack.call("GET", f"/v1/staff/members/{member.member_id}", token="anna")

    assert shown.json.keys() == {
        "member_id", "name_masked", "status", "joined_at", "region_code", "relation",
        "identified_at",
    }  # fmt: skip
    assert shown.json["name_masked"] == "홍*동"
    assert "길동" not in str(shown.raw)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [3, 2, 1, 0]),
        ("by=anna", [2, 0]),
        ("by=nobody", []),
        ("action=member_suspended", [2, 0]),
        ("from_on=2026-11-23", [3, 2]),
        ("to_on=2026-11-22", [1, 0]),
        ("from_on=2026-11-23&to_on=2026-11-23", [3, 2]),
        ("from_on=2026-11-24", []),
        ("action=member_reopened&by=bora&to_on=2026-11-22", [1]),
    ],
)
def test_the_records_are_filtered_and_newest_first(
    stack: Stack, query: str, expected: list[int]
) -> None:
    member = stack.member()
    for number, by in enumerate(("anna", "bora", "anna", "bora")):
        if number == 2:
            stack.later(days=1)
        set_status(stack, member.member_id, ("suspended", "active")[number % 2], by)

    every = audit(stack)[::-1]

    assert audit(stack, query) == [every[number] for number in expected]


def test_the_records_come_page_by_page_without_loss(stack: Stack) -> None:
    member = stack.member()
    for number in range(7):
        set_status(stack, member.member_id, ("suspended", "active")[number % 2])

    found, cursor = [], ""
    while True:
        path = f"/v1/staff/audit?limit=3{cursor}"
        answer = stack.call("GET", path, token="anna").json
        found += [row["audit_id"] for row in answer["data"]]
        if answer["next_cursor"] is None:
            break
        cursor = f"&cursor={answer['next_cursor']}"

    assert len(found) == len(set(found)) == 7
    assert found == sorted(found, reverse=True)


def test_another_county_sees_none_of_it(stack: Stack) -> None:
    member = stack.member()
    set_status(stack, member.member_id, "suspended")

    answer = stack.call("GET", "/v1/staff/audit", token="anna", headers={"Host": "jinju.example"})

    assert answer.status == 403
