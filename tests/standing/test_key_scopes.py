"""What a till's key may do, as staff choose it: when it is made, and later."""

from chalicelib.merchants.merchant_keys import merchant_key_hash
from chalicelib.merchants.wiring import MerchantsWiring
from tests import builders
from tests.conftest import Answer, Stack
from tests.standing.test_merchants import MART, SHOP, audit, opens, revoke, rotate, then_a_second


def set_scopes(stack: Stack, key: str, *scopes: str, path: str = SHOP) -> Answer:
    body = {"scopes": list(scopes), "reason": "단말기 교체"}
    key_id = merchant_key_hash(key)[:12]
    sent = stack.call("PUT", f"{path}/keys/{key_id}/scopes", body, token="anna")
    return then_a_second(stack, sent)


def refused_to_pay(stack: Stack, key: str) -> str | None:
    """For a process that remembers nothing."""
    stack.wired(MerchantsWiring).merchants.known.forget((builders.COUNTY, merchant_key_hash(key)))
    stack.later(seconds=60)
    member = stack.member(vouchers=1000)
    answer = stack.redeem(member.pay_code(), 500, token=key)
    return None if answer.status == 201 else answer.json["code"]


def test_a_key_is_issued_with_what_it_is_for_and_no_more(stack: Stack) -> None:
    body = {"reason": "장부 프로그램", "scopes": ["read"]}
    made = stack.call("POST", f"{MART}/keys", body, token="anna", key="for-books")
    again = stack.call("POST", f"{MART}/keys", body, token="anna", key="for-books")
    other = body | {"scopes": ["use"]}
    reused = stack.call("POST", f"{MART}/keys", other, token="anna", key="for-books")

    assert made.status == 201, made.raw
    assert again.json["api_key"] == made.json["api_key"]
    assert (reused.status, reused.json["code"]) == (422, "idempotency_key_reused")
    assert [key["scopes"] for key in made.json["keys"]] == [["read", "use", "cancel"], ["read"]]
    assert opens(stack, made.json["api_key"])
    assert refused_to_pay(stack, made.json["api_key"]) == "not_allowed"
    [record] = audit(stack)
    assert record["after"]["scopes"] == ["read"]


def test_what_a_key_may_do_is_changed_and_the_others_stay(stack: Stack) -> None:
    second = rotate(stack, builders.SHOP_KEY).json["api_key"]

    for _ in range(2):
        changed = set_scopes(stack, builders.SHOP_KEY, "cancel", "read")
        assert changed.status == 200, changed.raw

    assert refused_to_pay(stack, builders.SHOP_KEY) == "not_allowed"
    assert refused_to_pay(stack, second) is None
    assert opens(stack, builders.SHOP_KEY)
    [record] = audit(stack)
    assert record["action"] == "merchant_key_changed"
    assert record["before"]["scopes"] == ["read", "use", "cancel"]
    assert record["after"]["scopes"] == ["read", "cancel"]
    # Given back, it pays again.
    set_scopes(stack, builders.SHOP_KEY, "read", "use", "cancel")
    assert refused_to_pay(stack, builders.SHOP_KEY) is None


def test_a_key_that_may_pay_no_more_makes_no_successor_that_may(stack: Stack) -> None:
    assert stack.call("GET", "/v1/merchant", token=builders.SHOP_KEY).status == 200
    set_scopes(stack, builders.SHOP_KEY, "read")

    assert rotate(stack, builders.SHOP_KEY).status == 403


def test_two_keys_of_the_same_scopes_are_all_there_can_be(stack: Stack) -> None:
    rotate(stack, builders.SHOP_KEY)

    third = set_scopes(stack, builders.READ_KEY, "read", "use", "cancel")

    assert (third.status, third.json["code"]) == (409, "merchant_key_limit")


def test_a_key_that_ended_has_nothing_to_change(stack: Stack) -> None:
    revoke(stack, merchant_key_hash(builders.SHOP_KEY)[:12], SHOP)

    gone = set_scopes(stack, builders.SHOP_KEY, "read")

    assert (gone.status, gone.json["code"]) == (404, "merchant_key_not_found")
