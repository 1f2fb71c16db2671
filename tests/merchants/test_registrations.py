"""Changing and cancelling a registration, and the bar that follows."""

from typing import Any

from chalicelib.settlement.wiring import SettlementWiring
from tests import builders
from tests.conftest import Answer, Stack
from tests.merchants.shopkeepers import OTHER_NUMBER, applied, apply, approved, decide
from tests.refusals import check_refused


def path(merchant_id: str) -> str:
    return f"/v1/staff/merchants/{merchant_id}/registration"


def test_a_registration_shows_its_term_and_its_papers(stack: Stack) -> None:
    shown = stack.call("GET", path(approved(stack)), token="anna").json
    assert (shown["term_begins_on"], shown["term_ends_on"]) == ("2026-11-22", "2028-11-21")
    assert (shown["business_number"], shown["owner_name"]) == ("214-86-39239", "김청자")
    assert shown["account_tail"] == "*********7891"


def test_a_seeded_shop_has_no_papers(stack: Stack) -> None:
    seeded = path("mch_0000000000000001")
    check_refused(
        stack,
        lambda h: stack.call("GET", seeded, token="anna", headers=h),
        404,
        "registration_not_found",
    )


def test_a_change_is_recorded_and_what_is_the_same_is_none(stack: Stack) -> None:
    shop = approved(stack)
    body = {"name": "가마터 한정식", "sales_class": "over_3b", "reason": "상호 변경 신청"}
    changed = stack.call("PATCH", path(shop), body, token="anna").json
    assert (changed["name"], changed["sales_class"]) == ("가마터 한정식", "over_3b")
    stack.later(seconds=1)
    stack.call("PATCH", path(shop), body, token="anna")
    rows = stack.call("GET", "/v1/staff/audit?action=merchant_changed", token="anna").json["data"]
    assert len(rows) == 1
    assert rows[0]["before"] == {
        "name": "가마터식당",
        "sales_class": "up_to_300m",
        "poster_number": 1,
    }
    shops = stack.call("GET", "/v1/merchants?q=한정식").json["data"]
    assert [row["accepts_sale_vouchers"] for row in shops] == [False]


def test_a_cancelled_registration_closes_the_shop_and_bars_its_business(stack: Stack) -> None:
    shop = approved(stack)
    body = {"breaches": ["misuse", "restricted_trade"], "reason": "실거래 없이 환전"}
    canceled = stack.call("POST", f"{path(shop)}/cancel", body, token="anna")
    assert canceled.status == 200, canceled.raw
    assert canceled.json["status"] == "closed"
    assert canceled.json["held_for"] == "registration_canceled"
    assert canceled.json["barred_until_on"] == "2027-11-22"
    check_refused(
        stack,
        lambda h: stack.call("POST", f"{path(shop)}/cancel", body, token="anna", headers=h),
        409,
        "registration_canceled",
    )
    barred = apply(stack)
    assert (barred.status, barred.json["code"]) == (409, "application_not_possible")
    stack.later(days=366)
    assert apply(stack).status == 201


def test_what_stands_in_the_way_of_a_business_is_not_told_to_strangers(stack: Stack) -> None:
    """Whoever types the number of another hears one and the same of a bar, of a shop that is
    registered, and of an application that is open."""
    shop = approved(stack)
    registered = apply(stack, owner_name="남모르")
    body = {"breaches": ["misuse"], "is_halved": False, "reason": "결제 거부"}
    stack.call("POST", f"{path(shop)}/cancel", body, token="anna")
    barred = apply(stack, owner_name="남모르")
    applied(stack, business_number=OTHER_NUMBER)
    is_open = apply(stack, business_number=OTHER_NUMBER, owner_name="남모르")

    answers = [each.json | {"request_id": ""} for each in (registered, barred, is_open)]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["code"] == "application_not_possible"
    seen = stack.call("GET", path(shop), token="anna").json
    assert seen["barred_until_on"] == "2027-05-22"


def test_a_bar_also_stops_an_application_that_was_open_before(stack: Stack) -> None:
    shop = approved(stack)
    open_one = applied(stack, kind="temporary", event={"name": "갈대축제", "ends_on": "2026-12-01"})
    body = {"breaches": ["misuse"], "is_halved": True, "reason": "결제 거부"}
    canceled = stack.call("POST", f"{path(shop)}/cancel", body, token="anna").json
    assert canceled["barred_until_on"] == "2027-02-22"
    refused = decide(stack, open_one)
    assert (refused.status, refused.json["code"]) == (422, "registration_banned")
    assert decide(stack, open_one, "refuse").status == 200


def test_a_closed_shop_is_in_nobodys_way(stack: Stack) -> None:
    shop = approved(stack)
    assert apply(stack).json["code"] == "application_not_possible"
    close = {"status": "closed", "reason": "폐업 신고"}
    assert (
        stack.call("PUT", f"/v1/staff/merchants/{shop}/status", close, token="anna").status == 200
    )
    assert apply(stack).status == 201


def test_another_outlet_of_the_same_business_is_another_shop(stack: Stack) -> None:
    first = approved(stack)
    second = approved(stack, outlet="마량점")
    assert first != second
    names = [row["name"] for row in stack.call("GET", "/v1/merchants?q=가마터").json["data"]]
    assert sorted(names) == ["가마터식당", "가마터식당 마량점"]


def with_account(stack: Stack, shop: str, number: str, holder: str) -> Answer:
    stack.later(seconds=1)
    account = {"bank_code": "011", "number": number, "holder": holder}
    body = {"account": account, "reason": "계좌 변경"}
    return stack.call("PATCH", path(shop), body, token="anna")


def test_an_account_that_one_person_changed_is_paid_once_another_released_it(stack: Stack) -> None:
    shop = approved(stack)
    stack.adapters.account_holders.names["3022222222222"] = "박매니저"
    changed = with_account(stack, shop, "302-2222-2222-22", "박매니저").json
    assert (changed["held_for"], changed["holder_differs"]) == ("account_changed", True)
    verified = stack.call("POST", f"{path(shop)}/verify-account", token="anna").json
    assert (verified["account_state"], verified["held_for"]) == ("verified", "account_changed")
    payees = stack.wired(SettlementWiring).payees
    assert payees.accounts(builders.COUNTY, {shop}) == {}

    def release(by: str, headers: Any = None) -> Answer:
        body = {"version": verified["version"], "reason": "통장 사본 확인"}
        url = f"{path(shop)}/release-account"
        return stack.call("POST", url, body, token=by, headers=headers)

    check_refused(stack, lambda h: release("anna", h), 403, "account_changer_releases")
    stack.later(seconds=1)
    assert release("bora").json["held_for"] is None
    assert payees.accounts(builders.COUNTY, {shop})
    assert release("bora").status == 200


def test_an_account_that_was_written_after_it_was_seen_is_not_released(stack: Stack) -> None:
    shop = approved(stack)
    with_account(stack, shop, "302-1111-1111-11", "김청자")
    seen = stack.call("GET", path(shop), token="bora").json
    with_account(stack, shop, "302-2222-2222-22", "김청자")

    def release(version: int, headers: Any = None) -> Answer:
        body = {"version": version, "reason": "통장 사본 확인"}
        url = f"{path(shop)}/release-account"
        return stack.call("POST", url, body, token="bora", headers=headers)

    check_refused(stack, lambda h: release(seen["version"], h), 409, "version_conflict")
    now = stack.call("GET", path(shop), token="bora").json
    assert now["held_for"] == "account_changed"
    assert stack.wired(SettlementWiring).payees.accounts(builders.COUNTY, {shop}) == {}
    stack.later(seconds=1)
    assert release(now["version"]).json["held_for"] is None


def test_the_record_tells_one_account_from_another_and_shows_none(stack: Stack) -> None:
    shop = approved(stack)
    with_account(stack, shop, "302-1111-1111-11", "김청자")
    with_account(stack, shop, "302-2222-2222-22", "김청자")
    with_account(stack, shop, "302-1111-1111-11", "김청자")
    answer = stack.call("GET", "/v1/staff/audit?action=merchant_changed", token="anna")
    back, there, first = answer.json["data"]
    assert back["after"]["account"] == there["before"]["account"] == first["after"]["account"]
    assert there["after"]["account"] != first["after"]["account"]
    assert "30211111" not in answer.raw.decode()
