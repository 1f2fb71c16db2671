"""The desk's list of registrations, and an import's rows one by one."""

import base64

from tests.conftest import Stack
from tests.merchants.shopkeepers import OTHER_NUMBER, approved
from tests.merchants.test_imports import HEADER, a_file, a_row

LIST = "/v1/staff/merchant-registrations"


def a_register(stack: Stack) -> str:
    """A file of two rows that are refused."""
    content = base64.b64encode(a_file(a_row("1"), a_row("2"))).decode()
    path = "/v1/staff/merchant-imports"
    sent = stack.call("POST", path, {"csv_base64": content}, token="anna")
    return str(sent.json["import_id"])


def names(stack: Stack, waiting: str = "") -> list[str]:
    query = f"?waiting={waiting}" if waiting else ""
    return [row["name"] for row in stack.call("GET", LIST + query, token="anna").json["data"]]


def test_who_waits_for_what_is_found_and_the_others_are_not(stack: Stack) -> None:
    first = approved(stack)
    other = approved(stack, business_number=OTHER_NUMBER, name="탐진강 찻집")
    stack.adapters.account_holders.names["3021234567891"] = "김청자"
    path = f"/v1/staff/merchants/{first}/registration"
    assert stack.call("POST", f"{path}/verify-account", token="anna").status == 200
    assert sorted(names(stack)) == ["가마터식당", "탐진강 찻집"]
    assert names(stack, "account") == ["탐진강 찻집"]
    assert names(stack, "release") == names(stack, "held") == []
    account = {"bank_code": "011", "number": "302-2222-2222-22", "holder": "김청자"}
    body = {"account": account, "reason": "계좌 변경"}
    assert stack.call("PATCH", path, body, token="anna").status == 200
    assert names(stack, "release") == names(stack, "held") == ["가마터식당"]
    cancel = {"breaches": ["misuse"], "reason": "실거래 없이 환전"}
    stack.call("POST", f"/v1/staff/merchants/{other}/registration/cancel", cancel, token="anna")
    assert names(stack, "account") == ["가마터식당"]


def test_each_row_of_an_import_is_told_and_the_refused_ones_can_be_taken_alone(
    stack: Stack,
) -> None:
    content = a_file(a_row(), a_row("1"), a_row(OTHER_NUMBER, opened="?"), header=HEADER)
    sent = {"csv_base64": base64.b64encode(content).decode()}
    made = stack.call("POST", "/v1/staff/merchant-imports", sent, token="anna").json
    path = f"/v1/staff/merchant-imports/{made['import_id']}"
    rows = stack.call("GET", f"{path}/rows?result=refused&limit=1", token="anna").json
    more = stack.call(
        "GET",
        f"{path}/rows?result=refused&limit=1&cursor={rows['next_cursor']}",
        token="anna",
    ).json
    found = [(row["line"], row["code"]) for row in rows["data"] + more["data"]]
    assert found == [(3, "business_number"), (4, "opened_on")]
    assert more["next_cursor"] is None
    report = stack.call("GET", f"{path}/report.csv?result=refused", token="anna").raw.decode()
    assert [line.split(",")[0] for line in report.splitlines()[1:]] == ["3", "4"]
