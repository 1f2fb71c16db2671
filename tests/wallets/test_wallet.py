"""A member's wallet: conversions and their refusals, what is shown, and the lists page by page."""

from datetime import date
from typing import Any

import pytest

from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.ledger_checks import check_chain
from tests.paying.test_paying import fresh_code
from tests.refusals import check_refused


@pytest.fixture
def member(stack: Stack) -> Member:
    return stack.member()


def convert(stack: Stack, member: Member, mileage: int, headers: Any = None) -> Answer:
    body = {"mileage": mileage}
    return stack.call(
        "POST", "/v1/me/conversions", body, token=member.token, key="k", headers=headers
    )


def set_rule(stack: Stack, key: str, value: int | None) -> None:
    version = SettingVersion(key, date(2026, 6, 1), value, "시험")
    CountyStore(stack.table).put_setting(builders.COUNTY, version)


@pytest.mark.parametrize(
    ("mileage", "code"),
    [
        (0, "conversion_below_minimum"),
        (-1000, "conversion_below_minimum"),
        (999, "conversion_below_minimum"),
        (1001, "conversion_not_a_multiple"),
        (6000, "insufficient_mileage"),
        (10**30, "insufficient_mileage"),
    ],
)
def test_a_conversion_is_refused(stack: Stack, member: Member, mileage: int, code: str) -> None:
    problem = check_refused(stack, lambda h: convert(stack, member, mileage, h), 422, code)

    assert problem.get("balance", problem.get("limit")) in (5000, 1000)


def test_a_conversion_above_the_holding_cap_tells_the_figures(stack: Stack, member: Member) -> None:
    set_rule(stack, "voucher.holding_cap", 3500)
    stack.later(days=1)  # A day's rules are remembered for a minute.
    member.convert(3000)

    problem = check_refused(
        stack, lambda h: convert(stack, member, 1000, h), 422, "holding_cap_exceeded"
    )
    assert (problem["limit"], problem["used"], problem["remaining"]) == (3500, 3000, 500)


def test_a_conversion_turns_one_point_into_one_won_for_five_years(
    stack: Stack, member: Member
) -> None:
    answer = member.convert(2000)

    assert answer.status == 201
    assert answer.json["mileage_amount"] == answer.json["voucher_amount"] == 2000
    assert answer.json["expires_on"] == "2031-11-22"
    wallet = member.wallet()
    assert wallet["mileage"]["balance"] == 3000
    assert wallet["voucher"] == {
        "balance_amount": 2000,
        "lots": [
            {
                "voucher_id": answer.json["voucher_id"],
                "kind": "policy",
                "source": "conversion",
                "face_amount": 2000,
                "remaining_amount": 2000,
                "expires_on": "2031-11-22",
                "purchase": None,
            }
        ],
    }


def test_the_purchase_limits_end_with_seouls_month_and_year(stack: Stack, member: Member) -> None:
    limits = member.wallet()["purchase_limits"]

    assert limits["month"] == {
        "limit": 700_000,
        "used": 0,
        "remaining": 700_000,
        "resets_at": "2026-11-30T15:00:00.000Z",
    }
    assert limits["year"]["limit"] is None
    assert limits["year"]["resets_at"] == "2026-12-31T15:00:00.000Z"


def test_the_profile_is_the_persons_own(stack: Stack, member: Member) -> None:
    me = stack.call("GET", "/v1/me", token=member.token).json

    assert (me["name"], me["phone"], me["birth_on"]) == ("홍길동", "+821012345678", "1980-05-05")
    assert (me["county_name"], me["region_code"]) == ("강진군", "11110")


def collect(stack: Stack, path: str, token: str | None, limit: int) -> list[Any]:
    found: list[Any] = []
    cursor = ""
    for _ in range(100):
        page = stack.call("GET", f"{path}limit={limit}{cursor}", token=token).json
        assert len(page["data"]) <= limit
        found += page["data"]
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"
    raise AssertionError("the list does not end")


def test_lists_give_everything_once_whatever_the_page(stack: Stack, member: Member) -> None:
    member.convert(5000)
    for n in range(9):
        paid = stack.redeem(fresh_code(member), 100).json
        if n % 3 == 0:
            path = f"/v1/redemptions/{paid['redemption_id']}/cancels"
            body = {"expected_remaining_amount": 100, "reason": "x"}
            assert stack.call("POST", path, body, token=builders.SHOP_KEY, key="new").status == 201
    chain = check_chain(stack.table, member.member_id)
    entry_ids = [e.entry_id for e in reversed(chain)]
    redemption_ids = [e.redemption_id for e in reversed(chain) if e.kind == "redemption"]

    for limit in (1, 2, 3, 7, 9, 14, 100):
        entries = collect(stack, "/v1/me/entries?", member.token, limit)
        assert [e["entry_id"] for e in entries] == entry_ids
        payments = collect(stack, "/v1/redemptions?", builders.SHOP_KEY, limit)
        assert [p["redemption_id"] for p in payments] == redemption_ids
        assert [p["status"] for p in payments].count("canceled") == 3
        shops = collect(stack, "/v1/merchants?", None, limit)
        assert [s["merchant_code"] for s in shops] == ["M0001", "M0002"]


def test_a_days_payments_and_an_orders_are_found(stack: Stack, member: Member) -> None:
    member.convert(5000)
    stack.redeem(fresh_code(member), 100, order_id="order-a")
    stack.later(days=1)
    stack.redeem(fresh_code(member), 200, order_id="order-b")

    def orders(query: str) -> list[str]:
        answer = stack.call("GET", f"/v1/redemptions?{query}", token=builders.SHOP_KEY)
        return [row["order_id"] for row in answer.json["data"]]

    assert orders("") == ["order-b"]
    assert orders("on=2026-11-22") == ["order-a"]
    assert orders("order_id=order-a") == ["order-a"]
    assert orders("order_id=order-a&on=2026-11-23") == []
    assert orders("order_id=order-c") == []


def test_the_directory_filters_by_category_and_words(stack: Stack) -> None:
    def shops(query: str) -> list[str]:
        return [
            s["merchant_code"] for s in stack.call("GET", f"/v1/merchants?{query}").json["data"]
        ]

    assert shops("category=%EB%A7%88%ED%8A%B8&limit=1") == ["M0002"]
    assert shops("q=%EC%B2%AD%EC%9E%90&limit=1") == ["M0001"]
    assert shops("q=%EC%97%86%EB%8A%94") == []


def test_a_cursor_is_good_for_its_own_list_alone(stack: Stack, member: Member) -> None:
    other = stack.member("010-8765-4321")
    member.convert(5000)
    for _ in range(2):
        stack.redeem(fresh_code(member), 100)
    own = stack.call("GET", "/v1/me/entries?limit=1", token=member.token).json["next_cursor"]
    shops = stack.call("GET", "/v1/redemptions?limit=1", token=builders.SHOP_KEY).json[
        "next_cursor"
    ]
    assert own
    assert shops
    cases = [
        ("/v1/me/entries?", other.token, own),
        ("/v1/me/entries?", member.token, shops),
        ("/v1/redemptions?", builders.SHOP_KEY, own),
        ("/v1/redemptions?", builders.MART_KEY, shops),
        ("/v1/redemptions?on=2026-11-21&", builders.SHOP_KEY, shops),
        ("/v1/merchants?", None, own),
    ]
    forged = (own[:-2] + "AA", "x", "e30", "é".encode().hex(), own * 2, "%00", "%ED%95%9C")
    cases += [("/v1/me/entries?", member.token, text) for text in forged]

    for path, token, cursor in cases:
        check_refused(
            stack,
            lambda h, p=path, t=token, c=cursor: stack.call(
                "GET", f"{p}cursor={c}", token=t, headers=h
            ),
            400,
            "cursor_invalid",
            "cursor",
        )


def test_a_shop_over_the_sales_cap_takes_policy_vouchers(stack: Stack, member: Member) -> None:
    member.convert(1000)

    assert stack.redeem(fresh_code(member), 400, token=builders.MART_KEY).status == 201


def test_a_payment_at_an_unknown_standing_qr_is_not_found(stack: Stack, member: Member) -> None:
    def send(headers: Any) -> Answer:
        body = {"merchant_code": "M9999", "amount": 100}
        return stack.call(
            "POST", "/v1/me/payments", body, token=member.token, key="k", headers=headers
        )

    check_refused(stack, send, 404, "merchant_not_found")
