"""The whole path of one visitor, over the real app."""

from tests import builders
from tests.conftest import Stack


def test_a_visitor_joins_converts_pays_and_is_paid_back(stack: Stack) -> None:
    token = stack.prove_phone("010-1234-5678")
    queued = stack.apply_with(token)
    assert queued.status == 202
    signup_id = queued.json["signup_id"]
    assert stack.call("GET", f"/v1/signups/{signup_id}").json["status"] == "queued"

    stack.deliver()

    status = stack.call("GET", f"/v1/signups/{signup_id}").json
    assert (status["status"], status["granted_mileage"]) == ("completed", 5000)
    session = stack.call("POST", "/v1/sessions", {"verification_token": token}).json
    assert session["member_id"] == status["member_id"]
    me = session["access_token"]
    assert stack.call("GET", "/v1/me", token=me).json["name"] == "홍길동"

    converted = stack.call(
        "POST", "/v1/me/conversions", {"mileage": 3000}, token=me, key="convert-1"
    )
    assert converted.status == 201
    assert converted.json["voucher_amount"] == 3000
    assert converted.json["expires_on"] == "2031-11-22"

    code = stack.call("POST", "/v1/me/pay-codes", {}, token=me).json["pay_code"]
    paid = stack.redeem(code, 1200, order_id="order-1")
    assert paid.status == 201
    assert paid.json["member_name_masked"] == "홍*동"
    assert paid.json["remaining_balance_amount"] == 1800

    cancel = stack.call(
        "POST",
        f"/v1/redemptions/{paid.json['redemption_id']}/cancels",
        {"amount": 200, "expected_remaining_amount": 1200, "reason": "손님 요청"},
        token=builders.SHOP_KEY,
        key="cancel-1",
    )
    assert cancel.status == 201, cancel.raw
    assert cancel.json["status"] == "partially_canceled"
    assert cancel.json["remaining_amount"] == 1000

    wallet = stack.call("GET", "/v1/me/wallet", token=me).json
    assert wallet["mileage"]["balance"] == 2000
    assert wallet["voucher"]["balance_amount"] == 2000
    entries = stack.call("GET", "/v1/me/entries?limit=3", token=me).json
    assert [e["kind"] for e in entries["data"]] == ["cancellation", "redemption", "conversion"]
    rest = stack.call("GET", f"/v1/me/entries?cursor={entries['next_cursor']}", token=me).json
    assert [e["kind"] for e in rest["data"]] == ["signup"]
    assert rest["next_cursor"] is None
