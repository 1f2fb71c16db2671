"""A member who stands at the desk: found, masked, explained, revealed for a reason, on record."""

from typing import Any

import pytest

from tests.conftest import Answer, Stack


def search(stack: Stack, typed: str, by: str = "anna") -> Answer:
    return stack.call("POST", "/v1/staff/members/search", {"q": typed}, token=by)


def records(stack: Stack, action: str) -> list[dict[str, Any]]:
    path = f"/v1/staff/audit?action={action}"
    rows: list[dict[str, Any]] = stack.call("GET", path, token="anna").json["data"]
    return rows


def test_a_member_is_found_by_number_or_card_and_shown_masked(stack: Stack) -> None:
    member = stack.member("010-1111-2222")
    number = member.member_id.removeprefix("mem_")
    card = " ".join(number[i : i + 4] for i in range(0, 16, 4))
    for typed in ("010-1111-2222", "01011112222", card, member.member_id, number.lower()):
        found = search(stack, typed)
        assert found.status == 200, found.raw
        (row,) = found.json["data"]
        assert row["member_id"] == member.member_id
        assert "*" in row["name_masked"]
        assert "phone" not in row
    assert "1111" not in str(records(stack, "members_searched"))


def test_who_is_nobody_or_has_left_is_not_found(stack: Stack) -> None:
    member = stack.member("010-1111-2222")
    stack.call("DELETE", "/v1/me", token=member.token)
    for typed in ("010-9999-8888", "010-1111-2222", member.member_id):
        assert search(stack, typed).json["data"] == []
    refused = search(stack, "홍길동2")
    assert (refused.status, refused.json["code"]) == (422, "search_unclear")
    assert refused.json["param"] == "q"
    tried = records(stack, "members_searched")
    assert [row["after"]["found"] for row in tried] == [0, 0, 0]


def test_the_balance_is_explained_to_staff_as_to_the_member(stack: Stack) -> None:
    member = stack.member(vouchers=3000)
    path = f"/v1/staff/members/{member.member_id}"
    wallet = stack.call("GET", f"{path}/wallet", token="anna")
    assert wallet.json == stack.call("GET", "/v1/me/wallet", token=member.token).json
    first = stack.call("GET", f"{path}/entries?limit=1", token="anna").json
    rest = stack.call(
        "GET", f"{path}/entries?limit=1&cursor={first['next_cursor']}", token="anna"
    ).json
    assert [row["kind"] for row in first["data"] + rest["data"]] == ["conversion", "signup"]
    assert first["data"][0]["voucher_balance"] == 3000
    assert first["data"][0]["reason"] is None


def test_a_suspended_member_is_explained_too_and_nobody_is_unknown(stack: Stack) -> None:
    member = stack.member()
    body = {"status": "suspended", "reason": "분실 신고"}
    stack.call("PUT", f"/v1/staff/members/{member.member_id}/status", body, token="anna")
    path = f"/v1/staff/members/{member.member_id}/wallet"
    assert stack.call("GET", path, token="anna").json["mileage"]["balance"] == 5000
    for part in ("wallet", "entries"):
        unknown = stack.call("GET", f"/v1/staff/members/mem_06H02CHZG2WVD3YG/{part}", token="anna")
        assert (unknown.status, unknown.json["code"]) == (422, "member_unknown")


def test_who_a_member_is_is_told_for_a_reason_alone_and_stays_on_record(stack: Stack) -> None:
    member = stack.member("010-1111-2222")
    path = f"/v1/staff/members/{member.member_id}/reveal"
    without = stack.call("POST", path, {"reason": " "}, token="anna")
    assert without.status == 400
    shown = stack.call("POST", path, {"reason": "창구 본인 확인"}, token="anna")
    assert shown.status == 200, shown.raw
    assert (shown.json["phone"], shown.json["birth_on"]) == ("+821011112222", "1980-05-05")
    (record,) = records(stack, "member_revealed")
    assert (record["by"], record["target_id"]) == ("anna", member.member_id)
    assert record["reason"] == "창구 본인 확인"
    assert record["after"] == {}


@pytest.mark.parametrize("role", ["auditor", "booth", "gate"])
def test_who_serves_nobody_is_told_nothing(stack: Stack, role: str) -> None:
    member = stack.member()
    stack.staff_roles = frozenset({role})
    path = f"/v1/staff/members/{member.member_id}/reveal"
    assert stack.call("POST", path, {"reason": "확인"}, token="anna").status == 403


def test_every_look_at_a_wallet_is_on_record(stack: Stack) -> None:
    member = stack.member()
    path = f"/v1/staff/members/{member.member_id}"
    for part in ("wallet", "entries"):
        stack.call("GET", f"{path}/{part}", token="bora")
        stack.later(seconds=1)
    seen = stack.call("GET", f"/v1/staff/audit?target_id={member.member_id}", token="anna").json
    assert [(row["action"], row["by"]) for row in seen["data"]] == [
        ("entries_listed", "bora"),
        ("member_viewed", "bora"),
    ]
