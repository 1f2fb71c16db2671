"""A round is made, sold from at the counter, spent, taken back: over HTTP, and on the pages."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from chalicelib.core.values import SEOUL, format_time
from tests.e2e.conftest import Answer, Cloud
from tests.e2e.test_in_browser import DESK, PHONE, Screen
from tests.e2e.test_in_browser import browser as browser  # The fixture, which starts it.


class Counter:
    """Staff with a fresh token, and short words for what they do."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._token = cloud.staff_token()

    def get(self, path: str) -> Any:
        answer = self._cloud.call("GET", path, token=self._token)
        assert answer.status == 200, answer.raw
        return answer.json

    def post(self, path: str, body: Any, key: str | None = None) -> Answer:
        return self._cloud.call("POST", path, body, token=self._token, key=key)

    def open_round(self, key: str, **changes: Any) -> str:
        now = datetime.now(UTC)
        body = {
            "name": "특별 판매",
            "name_en": "Special sale",
            "opens_at": format_time(now),
            "closes_at": format_time(now + timedelta(days=3)),
            "budget_amount": 100_000_000,
            "discount_percent": 10,
        }
        made = self.post("/v1/staff/rounds", body | changes, key)
        assert made.status == 201, made.raw
        round_id: str = made.json["round_id"]
        return round_id

    def sell(self, member_id: str, round_id: str, amount: int, key: str) -> Any:
        body = {"member_id": member_id, "round_id": round_id, "amount": amount}
        sold = self.post("/v1/staff/purchases", body, key)
        assert sold.status == 201, sold.raw
        return sold.json


@pytest.fixture(scope="module")
def counter(cloud: Cloud) -> Counter:
    return Counter(cloud)


def test_from_the_round_to_the_money_back(cloud: Cloud, counter: Counter) -> None:
    round_id = counter.open_round("e2e-round")
    me = cloud.join("010-9000-0301")
    member_id = cloud.call("GET", "/v1/me", token=me).json["member_id"]
    spent = counter.sell(member_id, round_id, 10_000, "sale-1")
    unused = counter.sell(member_id, round_id, 30_000, "sale-2")
    assert (spent["price_amount"], unused["price_amount"]) == (9_000, 27_000)

    till = cloud.described["merchants"][0]["api_key"]
    code = cloud.call("POST", "/v1/me/pay-codes", {}, token=me).json["pay_code"]
    body = {"pay_code": code, "amount": 8_500, "order_id": "e2e-sale-1"}
    paid = cloud.call("POST", "/v1/redemptions", body, token=till, key="sale-pay").json
    assert [a["voucher_id"] for a in paid["allocations"]] == [spent["voucher_id"]]
    path = f"/v1/redemptions/{paid['redemption_id']}/cancels"
    part = {"amount": 500, "expected_remaining_amount": 8_500, "reason": "손님 요청"}
    canceled = cloud.call("POST", path, part, token=till, key="sale-cancel").json
    given = canceled["cancels"][0]["given_back"]
    assert (given["rule"], given["lots"][0]["voucher_id"]) == ("payment", spent["voucher_id"])

    refund = f"/v1/me/vouchers/{spent['voucher_id']}/change-refund"
    rest = cloud.call("POST", refund, token=me, key="rest")
    assert (rest.status, rest.json["refund_amount"]) == (201, 1_800)
    take_back = f"/v1/me/purchases/{unused['purchase_id']}/cancel"
    for _ in range(2):
        back = cloud.call("POST", take_back, token=me, key="back")
        assert (back.status, back.json["refund_amount"]) == (201, 27_000)
    assert back.headers["Idempotent-Replayed"] == "true"

    assert cloud.call("GET", "/v1/me/wallet", token=me).json["voucher"]["balance_amount"] == 0
    shown = cloud.call("GET", f"/v1/rounds/{round_id}").json
    assert shown["budget_amount"] == shown["sold_amount"] + shown["remaining_amount"]
    row = next(r for r in counter.get("/v1/staff/rounds")["data"] if r["round_id"] == round_id)
    assert row["state"] == "open"
    explained = counter.get(f"/v1/staff/members/{member_id}/entries/{back.json['entry_id']}")
    assert explained["link"]["is_whole"] is True
    assert [s["key"] for s in explained["settings"]] == ["purchase.cancel_days"]


def test_a_setting_is_recorded_for_a_day_to_come(cloud: Cloud, counter: Counter) -> None:
    tomorrow = datetime.now(UTC).astimezone(SEOUL).date() + timedelta(days=2)
    body = {
        "key": "purchase.month_cap",
        "effective_on": tomorrow.isoformat(),
        "value": 1_000_000,
        "source": "조례 제11조제3항",
        "notice": "강진군 고시 제2026-12호",
    }
    assert counter.post("/v1/staff/settings", body).json["code"] == "setting_needs_two_people"
    path = "/v1/staff/setting-proposals"
    proposal = counter.post(path, body, "propose").json
    own = f"{path}/{proposal['proposal_id']}/approve"
    assert counter.post(own, {}, "own").json["code"] == "approver_is_proposer"
    approved = cloud.call("POST", own, {}, token=cloud.staff_token("approver"), key="approve")
    assert approved.json["status"] == "applied"
    alone = body | {"key": "conversion.minimum", "value": 2_000}
    assert counter.post("/v1/staff/settings", alone).status == 201
    assert counter.post("/v1/staff/settings", alone).status == 409
    now = {s["key"]: s for s in counter.get("/v1/staff/settings")["data"]}
    assert now["purchase.month_cap"]["current"]["value"] == 700_000
    assert now["purchase.month_cap"]["coming"][0]["value"] == 1_000_000


def test_a_member_sees_and_takes_back_what_was_bought(
    browser: Browser, cloud: Cloud, counter: Counter
) -> None:
    round_id = counter.open_round("e2e-round-page")
    me = cloud.join("010-9000-0302")
    member_id = cloud.call("GET", "/v1/me", token=me).json["member_id"]
    assert cloud.call("POST", "/v1/me/conversions", {"mileage": 2_000}, token=me, key="c").status
    counter.sell(member_id, round_id, 10_000, "page-1")
    till = cloud.described["merchants"][0]["api_key"]
    code = cloud.call("POST", "/v1/me/pay-codes", {}, token=me).json["pay_code"]
    body = {"pay_code": code, "amount": 11_000, "order_id": "e2e-sale-2"}
    assert cloud.call("POST", "/v1/redemptions", body, token=till, key="page-pay").status == 201
    counter.sell(member_id, round_id, 30_000, "page-2")

    wallet = Screen(browser, cloud, PHONE)
    wallet.open("/wallet")
    wallet.see("phone")
    wallet.page.fill("[name=phone]", "01090000302")
    wallet.submit("phone")
    wallet.see("code")
    wallet.page.fill("[name=code]", cloud.sms_code("+821090000302"))
    wallet.see("birth")
    wallet.page.fill("#birth_on", "19900131")
    wallet.submit("birth")
    wallet.see("home")
    lots = wallet.page.locator("[data-lots]")
    expect(lots).to_contain_text("돈을 내고 산 상품권")
    wallet.shoot("wallet-lots")
    wallet.press("[data-lots] button:has-text('구매 취소')")
    wallet.see("take-back")
    expect(wallet.page.locator("[data-screen=take-back]")).to_contain_text("27,000원")
    wallet.shoot("wallet-take-back")
    wallet.submit("take-back")
    wallet.see("taken-back")
    expect(wallet.page.locator("[data-screen=taken-back]")).to_contain_text("27,000원")
    wallet.shoot("wallet-taken-back")
    wallet.press("[data-screen=taken-back] [data-do=home]")
    wallet.see("home")
    expect(lots).not_to_contain_text("30,000원")
    wallet.press("[data-lots] button:has-text('잔액 환불')")
    wallet.see("take-back")
    wallet.shoot("wallet-change-refund")
    wallet.submit("take-back")
    wallet.see("taken-back")
    expect(wallet.page.locator("[data-screen=taken-back]")).to_contain_text("900원")
    wallet.page.set_viewport_size({"width": 1280, "height": 800})
    wallet.shoot("wallet-taken-back-1280")
    assert wallet.complaints == []


@pytest.mark.parametrize("width", [390, 1280])
def test_a_shop_is_told_that_what_it_gave_back_has_expired(
    browser: Browser, cloud: Cloud, width: int
) -> None:
    """The shop opens the payment on the vouchers' last day and cancels it after midnight."""
    phone = f"010-9001-{width:04d}"
    me = cloud.join(phone)
    converted = cloud.call("POST", "/v1/me/conversions", {"mileage": 3_000}, token=me, key="c").json
    last_day = date.fromisoformat(converted["expires_on"])
    before = datetime.combine(last_day, time(23, 45 if width == 390 else 50), SEOUL)
    late = {"X-Simulated-Now": format_time(before)}
    proof = cloud.call(
        "POST", "/v1/verifications", {"phone": phone, "purpose": "login"}, headers=late
    ).json
    code = {"code": cloud.sms_code("+82" + phone.replace("-", "")[1:])}
    path = f"/v1/verifications/{proof['verification_id']}/confirm"
    token = cloud.call("POST", path, code, headers=late).json
    session = cloud.call("POST", "/v1/sessions", {
        "verification_token": token["verification_token"], "birth_on": "1990-01-31",
    }, headers=late).json  # fmt: skip
    pay = {"merchant_code": cloud.described["merchants"][0]["merchant_code"], "amount": 2_000}
    paid = cloud.call(
        "POST", "/v1/me/payments", pay, token=session["access_token"], key="late", headers=late
    )
    assert paid.status == 201, paid.raw

    shop = Screen(browser, cloud, PHONE | {"width": width})
    shop.page.clock.set_fixed_time(before)
    shop.page.set_extra_http_headers(late)
    shop.open("/merchant")
    shop.see("login")
    shop.press("details.by-key summary")
    shop.page.fill("#api_key", cloud.described["merchants"][0]["api_key"])
    shop.page.click("#key-form [type=submit]")
    shop.see("till")
    shop.press(".bottomnav [data-do=history]")
    shop.see("history")
    shop.press("[data-sales] button")
    shop.see("sale")
    after = format_time(before + timedelta(minutes=20))
    shop.page.set_extra_http_headers({"X-Simulated-Now": after})
    shop.press("[data-screen=sale] [data-quick] button")
    shop.submit("sale")
    shop.press("[data-confirm] [value=yes]")
    note = shop.page.locator("[data-fill=cancel-note]")
    expect(note).to_contain_text("유효기간이 끝나서")
    shop.shoot(f"shop-canceled-expired-{width}")
    assert shop.complaints == []


@pytest.mark.parametrize("width", [390, 1280])
def test_staff_sell_at_the_counter_and_see_the_settings(
    browser: Browser, cloud: Cloud, width: int
) -> None:
    me = cloud.join(f"010-9000-{width:04d}")
    member_id = cloud.call("GET", "/v1/me", token=me).json["member_id"]
    staff = Screen(browser, cloud, DESK | {"width": width})
    staff.log_in("staff")

    staff.task("rounds")
    staff.see("rounds")
    now = datetime.now(UTC).astimezone(SEOUL)
    name = f"화면 판매 {width}"
    staff.page.fill("#round-name", name)
    staff.page.fill("#round-name-en", f"Page sale {width}")
    staff.page.fill("#round-opens", now.strftime("%Y-%m-%dT%H:%M"))
    staff.page.fill("#round-closes", (now + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M"))
    staff.page.fill("#round-budget", "50000000")
    staff.page.fill("#round-discount", "11")
    staff.submit("rounds")
    expect(staff.page.locator("#round-form [data-check]")).to_contain_text("50,000,000원")
    staff.submit("rounds")
    expect(staff.page.locator("#round-discount-error")).to_contain_text("10퍼센트")
    staff.page.fill("#round-discount", "10")
    staff.submit("rounds")
    staff.shoot(f"staff-round-check-{width}")
    staff.submit("rounds")
    expect(staff.page.locator("[data-rounds]")).to_contain_text(name)
    staff.shoot(f"staff-rounds-{width}")

    staff.task("counter")
    staff.see("counter")
    staff.page.wait_for_selector("#counter-form:not([hidden])")
    staff.page.select_option("#counter-round", index=0)
    staff.page.fill("#counter-member", member_id.removeprefix("mem_"))
    staff.page.fill("#counter-amount", "50000")
    staff.page.fill("#counter-receipt", f"e2e-{width}")
    staff.submit("counter")
    expect(staff.page.locator("#counter-form [data-check]")).to_contain_text("45,000원")
    expect(staff.page.locator("#counter-form [data-check]")).to_contain_text("김*험")
    staff.shoot(f"staff-counter-check-{width}")
    staff.submit("counter")
    expect(staff.page.locator("[data-sold]")).to_contain_text("45,000원")
    expect(staff.page.locator("[data-counter-sales]")).to_contain_text(f"E2E-{width}")
    staff.shoot(f"staff-counter-sold-{width}")
    wallet = cloud.call("GET", "/v1/me/wallet", token=me).json
    assert wallet["voucher"]["balance_amount"] == 50_000

    staff.task("settings")
    staff.see("settings")
    expect(staff.page.locator("[data-settings]")).to_contain_text("한 사람의 월 구매 한도")
    later = (now.date() + timedelta(days=30)).isoformat()
    key = "mileage.signup" if width == 390 else "conversion.minimum"
    staff.page.select_option("#setting-key", key)
    staff.page.fill("#setting-value", "6000")
    staff.page.fill("#setting-day", later)
    staff.page.fill("#setting-source", "조례 제6조의2제3항")
    staff.page.fill("#setting-notice", "강진군 공고 제2026-9호")
    staff.submit("settings")
    expect(staff.page.locator("#setting-form [data-check]")).to_contain_text("6,000점")
    staff.submit("settings")
    if key == "mileage.signup":
        proposals = staff.page.locator("[data-setting-proposals]")
        expect(proposals).to_contain_text("5,000,000점 → 6,000,000점")
        proposals.locator("tbody button").first.click()
        staff.see("setting-proposal")
        expect(staff.page.locator("[data-screen=setting-proposal] [data-waiting]")).to_be_visible()
        staff.shoot(f"staff-setting-proposal-{width}")
        staff.press("[data-screen=setting-proposal] [data-do=settings]")
    else:
        staff.see("setting")
        expect(staff.page.locator("[data-versions]")).to_contain_text("강진군 공고 제2026-9호")
        staff.shoot(f"staff-setting-{width}")
        staff.press("[data-screen=setting] [data-do=settings]")
    staff.see("settings")
    staff.shoot(f"staff-settings-{width}")
    assert staff.complaints == []
