"""What members say is wrong with a shop's entry: bounded, unnamed, gone after a while."""

import hashlib
from datetime import timedelta

from tests.conftest import Stack

SHOP = "/v1/merchants/m0001"


def test_a_members_last_word_about_a_shop_counts_and_names_nobody(stack: Stack) -> None:
    one, other = stack.member("010-1111-2222"), stack.member("010-3333-4444")
    told = stack.call("POST", f"{SHOP}/reports", {"kind": "closed"}, token=one.token)
    assert (told.status, told.json["merchant_code"]) == (201, "M0001")
    body = {"kind": "number", "note": "전화가 다른 집으로 갑니다"}
    assert stack.call("POST", f"{SHOP}/reports", body, token=one.token).status == 201
    stack.call("POST", f"{SHOP}/reports", {"kind": "moved"}, token=other.token)

    listed = stack.call("GET", "/v1/staff/merchant-reports?limit=1", token="staff").json
    more = f"/v1/staff/merchant-reports?limit=1&cursor={listed['next_cursor']}"
    rows = listed["data"] + stack.call("GET", more, token="staff").json["data"]
    assert sorted((row["kind"], row["note"]) for row in rows) == [
        ("moved", ""),
        ("number", "전화가 다른 집으로 갑니다"),
    ]
    assert {row["name"] for row in rows} == {"청자식당"}
    assert one.member_id not in str(rows)


def test_who_knows_the_ids_cannot_work_out_the_reporter_in_a_cursor(stack: Stack) -> None:
    member = stack.member()
    stack.call("POST", f"{SHOP}/reports", {"kind": "closed"}, token=member.token)
    [item] = [i for i in stack.table.items.values() if i.get("type") == "shop_report"]
    told = f"{item['merchant_id']}/{member.member_id}"
    assert not hashlib.sha256(told.encode()).hexdigest().startswith(item["reporter"])
    signer = stack.adapters.signer
    assert item["reporter"] == signer.identity_key("gangjin", "shop_report", told)


def test_a_report_is_gone_after_half_a_year(stack: Stack) -> None:
    member = stack.member()
    stack.call("POST", f"{SHOP}/reports", {"kind": "closed"}, token=member.token)
    [item] = [i for i in stack.table.items.values() if i.get("type") == "shop_report"]
    assert item["ttl"] == int((stack.now + timedelta(days=180)).timestamp())
    assert stack.call("POST", f"{SHOP}/reports", {"kind": "closed"}).status == 401
    unknown = stack.call("POST", f"{SHOP}/reports", {"kind": "x"}, token=member.token)
    assert unknown.status == 400
