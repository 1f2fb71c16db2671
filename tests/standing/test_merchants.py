"""Shops that were suspended or closed, and keys that leaked: what the county does, and what a thief
cannot."""

from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.core.cache import TtlCache
from chalicelib.merchants.merchant_keys import merchant_key_hash
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.paying.wiring import PayingWiring
from tests import builders
from tests.conftest import Answer, Stack
from tests.refusals import check_refused

SHOP = "/v1/staff/merchants/mch_0000000000000001"
MART = "/v1/staff/merchants/mch_0000000000000002"


def set_status(stack: Stack, status: str, *, path: str = SHOP, by: str = "anna") -> Answer:
    body = {"status": status, "reason": "영업 종료 신고"}
    return then_a_second(stack, stack.call("PUT", f"{path}/status", body, token=by))


def then_a_second(stack: Stack, answer: Answer) -> Answer:
    """Records of one millisecond have no order among themselves."""
    stack.later(seconds=1)
    return answer


def audit(stack: Stack, query: str = "") -> list[dict[str, Any]]:
    answer = stack.call("GET", f"/v1/staff/audit?limit=100&{query}", token="anna")
    assert answer.status == 200, answer.raw
    rows: list[dict[str, Any]] = answer.json["data"]
    return rows


def rotate(stack: Stack, key: str, idempotency_key: str | None = None) -> Answer:
    return stack.call("POST", "/v1/merchant/keys", token=key, key=idempotency_key)


def opens(stack: Stack, key: str) -> bool:
    """For a process that remembers nothing."""
    stack.wired(MerchantsWiring).merchants.known.forget((builders.COUNTY, merchant_key_hash(key)))
    return stack.call("GET", "/v1/merchant", token=key).status == 200


def keys_of(stack: Stack, path: str = MART) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = stack.call("GET", path, token="anna").json["keys"]
    return rows


def revoke(stack: Stack, key_id: str, path: str = MART) -> Answer:
    body = {"reason": "유출 신고"}
    sent = stack.call("POST", f"{path}/keys/{key_id}/revoke", body, token="anna")
    return then_a_second(stack, sent)


def issue(stack: Stack, key: str = "new", path: str = MART) -> Answer:
    sent = stack.call("POST", f"{path}/keys", {"reason": "재발급"}, token="anna", key=key)
    return then_a_second(stack, sent)


@pytest.mark.parametrize("status", ["suspended", "closed"])
def test_a_shop_that_may_not_takes_no_payment_and_gives_back(stack: Stack, status: str) -> None:
    member = stack.member(vouchers=3000)
    paid = stack.redeem(member.pay_code(), 1200).json
    code = member.pay_code()
    assert set_status(stack, status).json["status"] == status
    stack.wired(MerchantsWiring).merchants.known.forget(
        (builders.COUNTY, merchant_key_hash(builders.SHOP_KEY))
    )

    body = {"pay_code": code, "amount": 500, "order_id": "order-9"}
    refused = check_refused(
        stack,
        lambda h: stack.call(
            "POST", "/v1/redemptions", body, token=builders.SHOP_KEY, key="k", headers=h
        ),
        403,
        "merchant_suspended",
    )
    assert refused["merchant_status"] == status
    assert ("closed" in refused["detail"]) == (status == "closed")
    own = {"merchant_code": "M0001", "amount": 500}
    by_member = check_refused(
        stack,
        lambda h: stack.call(
            "POST", "/v1/me/payments", own, token=member.token, key="k2", headers=h
        ),
        403,
        "merchant_suspended",
    )
    assert by_member["detail"] == refused["detail"]
    back = stack.call(
        "POST",
        f"/v1/redemptions/{paid['redemption_id']}/cancels",
        {"expected_remaining_amount": 1200, "reason": "손님 요청"},
        token=builders.SHOP_KEY,
        key="c",
    )
    assert back.status == 201, back.raw
    assert member.balance() == 3000
    assert stack.call("GET", "/v1/merchant", token=builders.SHOP_KEY).json["status"] == status


@pytest.mark.parametrize("status", ["suspended", "closed"])
def test_its_public_page_says_so_and_the_directory_leaves_it_out(stack: Stack, status: str) -> None:
    set_status(stack, status)

    shown = stack.call("GET", "/v1/merchants/M0001")

    assert (shown.status, shown.json["status"]) == (200, status)
    listed = stack.call("GET", "/v1/merchants").json["data"]
    assert [m["merchant_code"] for m in listed] == ["M0002"]
    assert {m["status"] for m in listed} == {"active"}


def test_a_shop_that_was_reopened_takes_payments_again(stack: Stack) -> None:
    member = stack.member(vouchers=3000)
    for status in ("suspended", "active", "closed", "active"):
        assert set_status(stack, status).json["status"] == status

    assert stack.redeem(member.pay_code(), 700).status == 201
    assert [row["action"] for row in audit(stack)] == [
        "merchant_reopened", "merchant_closed", "merchant_reopened", "merchant_suspended",
    ]  # fmt: skip


def test_a_suspension_is_felt_everywhere_within_a_minute(stack: Stack) -> None:
    seconds = [0.0]
    shops, paying = stack.wired(MerchantsWiring), stack.wired(PayingWiring)
    shops.merchants = replace(
        shops.merchants,
        known=TtlCache(lambda: seconds[0]),
        known_by_code=TtlCache(lambda: seconds[0]),
    )
    paying.redemptions = replace(paying.redemptions, merchants=shops.merchants)
    member = stack.member(vouchers=5000)

    def pay() -> tuple[int, int]:
        own = {"merchant_code": "M0001", "amount": 100}
        by_member = stack.call("POST", "/v1/me/payments", own, token=member.token, key="new")
        return stack.redeem(member.pay_code(), 100).status, by_member.status

    assert pay() == (201, 201)
    set_status(stack, "suspended")
    seconds[0] += 59
    assert pay() == (201, 201)
    seconds[0] += 1

    assert pay() == (403, 403)


def test_the_record_is_written_if_and_only_if_something_changed(stack: Stack) -> None:
    first, again = set_status(stack, "suspended"), set_status(stack, "suspended", by="bora")

    assert (first.status, again.status) == (200, 200)
    assert again.json == first.json
    [record] = audit(stack)
    assert record == {
        "audit_id": record["audit_id"],
        "at": "2026-11-22T03:00:00.000Z",
        "by": "anna",
        "subject": "sub-anna",
        "action": "merchant_suspended",
        "target_id": "mch_0000000000000001",
        "reason": "영업 종료 신고",
        "before": {"status": "active"},
        "after": {"status": "suspended"},
    }


def test_a_reason_and_a_known_shop_are_required(stack: Stack) -> None:
    for body in ({"status": "closed"}, {"status": "closed", "reason": " "}):
        answer = stack.call("PUT", f"{SHOP}/status", body, token="anna")
        assert (answer.status, answer.json["param"]) == (400, "reason")
    unknown = "/v1/staff/merchants/mch_0000000000000099"
    for method, path, body in (
        ("PUT", f"{unknown}/status", {"status": "closed", "reason": "x"}),
        ("POST", f"{unknown}/keys", {"reason": "x"}),
        ("POST", f"{unknown}/keys/0123456789ab/revoke", {"reason": "x"}),
        ("GET", unknown, None),
    ):
        answer = stack.call(method, path, body, token="anna", key="k")
        assert (answer.status, answer.json["code"]) == (404, "merchant_not_found")
    assert audit(stack) == []


def test_a_key_that_leaked_cannot_rotate_its_owner_out(stack: Stack) -> None:
    leaked = builders.MART_KEY
    thiefs = rotate(stack, leaked).json["api_key"]
    assert opens(stack, thiefs)

    for key in (leaked, thiefs, leaked):
        refused = rotate(stack, key)
        assert (refused.status, refused.json["code"]) == (409, "merchant_key_limit")

    assert opens(stack, leaked)
    assert opens(stack, thiefs)
    [own, made] = stack.call("GET", "/v1/merchant/keys", token=leaked).json["data"]
    assert (own["is_in_use"], own["made_by"]) == (True, None)
    assert (made["hint"], made["made_by"]) == (thiefs[-4:], own["key_id"])


def test_the_county_ends_the_leaked_key_and_what_it_made_and_issues_another(stack: Stack) -> None:
    leaked = builders.MART_KEY
    thiefs = rotate(stack, leaked).json["api_key"]
    for key in keys_of(stack):
        assert revoke(stack, key["key_id"]).status == 200
    assert not opens(stack, leaked)
    assert not opens(stack, thiefs)

    issued = issue(stack)

    assert issued.status == 201
    assert opens(stack, issued.json["api_key"])
    assert [k["hint"] for k in keys_of(stack)] == [issued.json["api_key"][-4:]]
    assert [row["action"] for row in audit(stack, "target_id=mch_0000000000000002")] == [
        "merchant_key_issued", "merchant_key_revoked", "merchant_key_revoked",
    ]  # fmt: skip
    for secret in (leaked, thiefs, issued.json["api_key"]):
        assert secret not in str(stack.table.items)


def test_ending_a_key_leaves_the_others_and_is_recorded_once(stack: Stack) -> None:
    second = rotate(stack, builders.SHOP_KEY).json["api_key"]
    first_id = merchant_key_hash(builders.SHOP_KEY)[:12]

    for _ in range(2):
        left = revoke(stack, first_id, SHOP).json["keys"]
        assert first_id not in [key["key_id"] for key in left]

    assert not opens(stack, builders.SHOP_KEY)
    assert opens(stack, second)
    assert opens(stack, builders.READ_KEY)
    [record] = audit(stack)
    assert set(record["before"]["key_ids"]) - set(record["after"]["key_ids"]) == {first_id}
    # With room again, the owner goes on by themselves.
    assert rotate(stack, second).status == 201


def test_a_key_of_other_scopes_takes_no_room(stack: Stack) -> None:
    assert rotate(stack, builders.SHOP_KEY).status == 201
    assert rotate(stack, builders.SHOP_KEY).json["code"] == "merchant_key_limit"
    assert opens(stack, builders.READ_KEY)


def test_a_rotation_sent_again_gives_the_same_key(stack: Stack) -> None:
    first = rotate(stack, builders.MART_KEY, "rotate-1")
    again = rotate(stack, builders.MART_KEY, "rotate-1")

    assert (first.status, again.status) == (201, 201)
    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(keys_of(stack)) == 2
    assert rotate(stack, builders.SHOP_KEY, "rotate-1").json["api_key"] != first.json["api_key"]


def test_an_issued_key_sent_again_is_the_same_and_recorded_once(stack: Stack) -> None:
    first, again = issue(stack, "issue-1"), issue(stack, "issue-1")

    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(audit(stack)) == 1
    assert issue(stack, "issue-2").json["code"] == "merchant_key_limit"


def test_a_key_that_was_ended_does_not_live_again_by_its_request(stack: Stack) -> None:
    made = rotate(stack, builders.MART_KEY, "rotate-1").json["api_key"]
    issued = merchant_key_hash(made)[:12]
    revoke(stack, issued)

    refused = rotate(stack, builders.MART_KEY, "rotate-1")

    assert (refused.status, refused.json["code"]) == (409, "merchant_key_ended")
    assert not opens(stack, made)


def test_a_revoked_key_that_is_still_remembered_makes_no_successor(stack: Stack) -> None:
    leaked = builders.MART_KEY
    assert stack.call("GET", "/v1/merchant", token=leaked).status == 200
    revoke(stack, merchant_key_hash(leaked)[:12])

    assert rotate(stack, leaked).status == 401
    assert stack.call("GET", "/v1/merchant/keys", token=leaked).status == 401
