"""A payment at the standing QR, where nobody but the customer's phone is: the shop's page tells."""

from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Cloud
from tests.e2e.test_in_browser import PHONE, Screen
from tests.e2e.test_in_browser import browser as browser  # The fixture: Chromium.


def test_the_shop_sees_each_payment_once_and_hears_it_after_a_touch(
    browser: Browser, cloud: Cloud
) -> None:
    token = cloud.join("010-9000-4477")
    cloud.call("POST", "/v1/me/conversions", {"mileage": 3000}, token=token, key="convert-qr")
    described = cloud.described["merchants"][0]

    shop = Screen(browser, cloud, PHONE)
    shop.open("/merchant")
    shop.see("login")
    # A key that is kept from another day: nobody has touched the page yet.
    shop.page.evaluate(
        "key => localStorage.setItem('onmin.merchant-key', key)", described["api_key"]
    )
    shop.page.reload()
    shop.see("till")
    silent = shop.page.locator("[data-screen=till] [data-silent]")
    expect(silent).to_be_visible()

    body = {"merchant_code": described["merchant_code"], "amount": 1370}
    paid = cloud.call("POST", "/v1/me/payments", body, token=token, key="pay-qr")
    assert paid.status == 201, paid.raw
    arrivals = shop.page.locator("[data-arrivals]")
    expect(arrivals).to_contain_text("1,370원 받았습니다", timeout=20_000)
    shop.shoot("shop-arrived")
    shop.press("[data-arrivals] button")
    expect(arrivals).to_be_hidden()
    expect(silent).to_be_hidden()

    with shop.page.expect_response(lambda answer: "/v1/redemptions" in answer.url):
        shop.page.reload()
    shop.see("till")
    expect(arrivals).to_be_hidden()
    assert shop.complaints == []
