"""Files of grants: uploaded once, in any form a spreadsheet saves, each fault named; listed."""

import base64
from typing import Any

import pytest

from tests.approvals.test_bulk_grants import (
    PATH,
    STRANGER,
    approve,
    members,
    results,
    upload,
    uploaded,
)
from tests.conftest import Stack
from tests.refusals import check_refused
from tests.staff_office import a_file


def test_the_same_upload_sent_twice_is_one(stack: Stack) -> None:
    (member,) = members(stack, 1)
    text = a_file(("v-1", member.member_id, 100))
    first = upload(stack, text, key="key-1")
    approve(stack, first.json["grant_id"])
    stack.later(minutes=5)

    again = upload(stack, text, key="key-1")

    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"
    listed = stack.call("GET", PATH, token="anna").json["data"]
    assert [(r["grant_id"], r["status"]) for r in listed] == [(first.json["grant_id"], "approved")]
    reused = upload(stack, a_file(("v-2", member.member_id, 100)), key="key-1")
    assert reused.json["code"] == "idempotency_key_reused"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_the_file_may_come_as_its_very_bytes(stack: Stack, encoding: str) -> None:
    (member,) = members(stack, 1)
    content = a_file(("v-1", member.member_id, 100)).encode(encoding)
    body = {"name": "뷁", "csv_base64": base64.b64encode(content).decode()}
    answer = stack.call("POST", PATH, body, token="anna", key="new")

    assert answer.status == 201, answer.raw
    assert results(stack, answer.json["grant_id"])[0]["reason"] == "축제 봉사"


@pytest.mark.parametrize(
    ("changes", "code", "param"),
    [
        ({"csv": ""}, "csv_invalid", "csv"),
        ({"csv": "row_key,member_id,mileage,reason"}, "csv_invalid", "csv"),
        ({"csv": a_file(("v-1", STRANGER, 1_000_001))}, "csv_invalid", "csv"),
        ({"csv": a_file(("v-1", STRANGER, -5))}, "csv_invalid", "csv"),
        ({"csv": a_file(("v-1", STRANGER, 5), ("v-1", STRANGER, 5))}, "csv_invalid", "csv"),
        ({"csv": None}, "invalid_request", "csv"),
        ({"csv_base64": "AAAA"}, "invalid_request", "csv"),
        ({"csv": None, "csv_base64": "!"}, "invalid_request", "csv_base64"),
        ({"csv": None, "csv_base64": "/////w=="}, "csv_invalid", "csv"),
        ({"csv": 5}, "invalid_request", "csv"),
        ({"name": ""}, "invalid_request", "name"),
        ({"name": "가" * 61}, "invalid_request", "name"),
        ({"name": "두\n줄"}, "invalid_request", "name"),
        ({"csv": "x" * 1_600_000}, "body_too_large", None),
    ],
)
def test_what_cannot_be_uploaded(stack: Stack, changes: Any, code: str, param: str | None) -> None:
    body = {"name": "봉사자", "csv": a_file(("v-1", STRANGER, 5))} | changes
    check_refused(
        stack,
        lambda h: stack.call("POST", PATH, body, token="anna", key="k", headers=h),
        400,
        code,
        param,
    )


def test_each_fault_of_a_file_is_named(stack: Stack) -> None:
    text = a_file(("v-1", "nobody", 5), ("v-2", STRANGER, 0))
    answer = upload(stack, text)

    assert answer.json["problem_count"] == 2
    assert [(p["line"], p["column"], p["code"]) for p in answer.json["problems"]] == [
        (2, "member_id", "member_id"),
        (3, "mileage", "mileage"),
    ]
    assert "2번째 줄, member_id" in answer.json["detail"]


def test_a_reason_that_looks_like_a_formula_comes_back_harmless(stack: Stack) -> None:
    text = f'row_key,member_id,mileage,reason\nv-1,{STRANGER},5,"=HYPERLINK(""x"")"\n'
    grant_id = upload(stack, text).json["grant_id"]

    assert results(stack, grant_id)[0]["reason"] == '\'=HYPERLINK("x")'


def test_files_are_listed_newest_first_and_leafed_through(stack: Stack) -> None:
    ids = []
    for n in range(5):
        ids.append(uploaded(stack, (f"v-{n}", STRANGER, 5)))
        stack.later(seconds=1)
    approve(stack, ids[2])

    seen, query = [], "?limit=2"
    while True:
        page = stack.call("GET", f"{PATH}{query}", token="anna").json
        seen += [(row["grant_id"], row["status"]) for row in page["data"]]
        if page["next_cursor"] is None:
            break
        query = f"?limit=2&cursor={page['next_cursor']}"

    assert [grant_id for grant_id, _ in seen] == ids[::-1]
    assert dict(seen)[ids[2]] == "approved"
