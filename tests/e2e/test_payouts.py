"""Money that is owed is handed over at one counter, and the other sees it."""

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Cloud, application
from tests.e2e.test_in_browser import DESK
from tests.e2e.test_in_browser import browser as browser  # The fixture, which starts it.
from tests.e2e.test_sales import Counter
from tests.e2e.test_two_people import logged_in


@pytest.mark.parametrize("width", [390, 1280])
def test_a_refund_is_paid_at_one_counter(browser: Browser, cloud: Cloud, width: int) -> None:
    counter = Counter(cloud)
    round_id = counter.open_round(f"e2e-payouts-{width}")
    me = cloud.join(f"010-9002-{width:04d}")
    member_id = cloud.call("GET", "/v1/me", token=me).json["member_id"]
    refunds = []
    for n in (1, 2):
        sold = counter.sell(member_id, round_id, 10_000 * n, f"payout-{width}-{n}")
        path = f"/v1/me/purchases/{sold['purchase_id']}/cancel"
        back = cloud.call("POST", path, token=me, key=f"back-{n}")
        assert back.status == 201, back.raw
        refunds.append(back.json["entry_id"])

    staff = logged_in(browser, cloud, "staff", DESK | {"width": width})
    staff.task("counter")
    staff.see("counter")
    staff.press("#refund-form [type=submit]")
    expect(staff.page.locator("#refund-member-error")).to_contain_text("회원 번호")
    staff.page.fill("#refund-member", member_id.removeprefix("mem_"))
    staff.press("#refund-form [type=submit]")
    first, second = (staff.page.locator(f"[data-refund={entry_id}]") for entry_id in refunds)
    expect(second).to_contain_text("18,000원")
    second.locator("button").click()
    expect(second.locator("button")).to_contain_text("18,000원을 건넸습니다")
    staff.shoot(f"staff-refunds-{width}")
    second.locator("button").click()
    expect(second.locator(".tag")).to_have_text("지급함")

    # At another counter meanwhile.
    elsewhere = f"/v1/staff/refunds/{refunds[0]}/payouts"
    paid = counter.post(elsewhere, {"member_id": member_id}, f"elsewhere-{width}")
    assert (paid.status, paid.json["refund_amount"]) == (201, 9_000)
    first.locator("button").click()
    first.locator("button").click()
    expect(first.locator(".error")).to_contain_text("이미 지급한 돈")
    expect(first.locator(".tag")).to_have_text("지급함")
    staff.shoot(f"staff-refunds-paid-{width}")

    staff.press("[data-do=refunds-today]")
    expect(staff.page.locator(f"[data-refund={refunds[1]}]")).to_contain_text("지급함")
    owed = counter.get(f"/v1/staff/refunds?member_id={member_id}&status=open")
    assert owed == {"data": [], "next_cursor": None}
    assert staff.complaints == []


def test_what_was_bought_is_paid_back_after_leaving(browser: Browser, cloud: Cloud) -> None:
    counter = Counter(cloud)
    round_id = counter.open_round("e2e-left")
    phone = "010-9003-4466"
    me = cloud.join(phone)
    member_id = cloud.call("GET", "/v1/me", token=me).json["member_id"]
    counter.sell(member_id, round_id, 30_000, "left-1")
    assert cloud.call("DELETE", "/v1/me?confirmed=true", token=me).status == 200

    staff = logged_in(browser, cloud, "staff", DESK | {"width": 390})
    staff.task("counter")
    staff.see("counter")
    staff.page.fill("#left-phone", phone)
    staff.page.fill("#left-birth", "19700101")
    staff.press("#left-form [type=submit]")
    expect(staff.page.locator("#left-form > .error")).to_contain_text("번호와 생년월일")
    staff.page.fill("#left-birth", application("")["birth_on"].replace("-", ""))
    staff.press("#left-form [type=submit]")
    voucher = staff.page.locator("[data-left-voucher]")
    expect(voucher).to_contain_text("27,000원")
    staff.shoot("staff-left-390")
    voucher.locator("button").click()
    voucher.locator("button").click()
    expect(voucher).to_contain_text("기록했습니다")
    staff.shoot("staff-left-recorded-390")

    [owed] = counter.get(f"/v1/staff/refunds?member_id={member_id}&status=open")["data"]
    assert (owed["kind"], owed["refund_amount"]) == ("leaving_refund", 27_000)
    path = f"/v1/staff/refunds/{owed['entry_id']}/payouts"
    own = counter.post(path, {"member_id": member_id}, "left-own")
    assert own.json["code"] == "payer_is_recorder"
