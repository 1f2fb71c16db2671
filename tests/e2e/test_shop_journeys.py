"""A shopkeeper at the phone, in a browser over the app in memory: how many taps each thing is."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib.core import qr
from chalicelib.sales.store import RoundStore
from chalicelib.sales.wiring import SalesWiring
from tests import builders
from tests.conftest import Member, Stack
from tests.e2e.test_devices_in_browser import CAMERA
from tests.e2e.test_in_browser import PHONE
from tests.e2e.test_in_browser import browser as browser  # One for the module.
from tests.screens.served import a_stack, served
from tests.shops.phones import OWNER_PIN, forget, invite

LOUD = """window.felt = []; navigator.vibrate = (pattern) => window.felt.push(pattern);"""


@dataclass
class Shop:
    """A shopkeeper's thumb: each press is counted."""

    page: Page
    address: str
    taps: int = 0
    complaints: list[str] = field(default_factory=list)

    def tap(self, selector: str) -> None:
        self.page.click(selector)
        self.taps += 1

    def see(self, name: str) -> None:
        selector = f"[data-screen={name}]:not([hidden])"
        self.page.wait_for_selector(selector, timeout=20_000)

    def key(self, words: str) -> None:
        self.tap(f".keypad button:text-is('{words}')")

    def counted(self) -> int:
        taps, self.taps = self.taps, 0
        return taps


@pytest.fixture(scope="module")
def stack() -> Stack:
    return a_stack()


@pytest.fixture(scope="module")
def address(stack: Stack) -> Iterator[str]:
    with served(stack) as address:
        yield address


@pytest.fixture(scope="module")
def customer(stack: Stack) -> Member:
    member = stack.member("010-7777-8888")
    RoundStore(stack.table).create(builders.a_round())
    with stack.adapters.clock.simulated(stack.now):
        stack.wired(SalesWiring).purchases.buy(
            builders.COUNTY, member.member_id, round_id=builders.a_round().round_id,
            amount=100_000, idempotency_key="first",
        )  # fmt: skip
    return member


@pytest.fixture
def shop(browser: Browser, stack: Stack, address: str) -> Iterator[Shop]:
    """A new phone, at which the owner works, in by the county's invitation."""
    context = browser.new_context(viewport=PHONE, locale="ko-KR", has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.clock.install(time=stack.now)
    page.add_init_script(LOUD)
    made = Shop(page, address)
    page.on("pageerror", lambda error: made.complaints.append(error.message))
    come_in(made, stack)
    made.counted()
    yield made
    assert made.complaints == []
    context.close()


def come_in(shop: Shop, stack: Stack) -> None:
    shop.page.goto(f"{shop.address}/merchant")
    shop.see("login")
    shop.page.fill("[name=invitation]", invite(stack).json["code"])
    shop.tap("#code-form [type=submit]")
    shop.see("invited")
    expect(shop.page.locator("[data-fill=invited-shop]")).to_have_text("청자식당")
    shop.page.fill("[name=owner_name]", "김사장")
    for name in ("pin", "again"):
        shop.page.fill(f"[data-screen=invited] [name={name}]", OWNER_PIN)
    shop.tap("[data-screen=invited] [type=submit]")
    shop.see("till")


def pay(shop: Shop, customer: Member) -> None:
    """12,000 won, the camera reading what the customer shows."""
    shop.page.evaluate(CAMERA, [qr.svg(customer.pay_code())])
    for words in ("1", "2", "천"):
        shop.key(words)
    shop.tap("[data-do=ask-code]")
    shop.see("approved")


def test_twelve_thousand_won_are_four_taps(shop: Shop, customer: Member) -> None:
    pay(shop, customer)

    assert shop.counted() == 4
    expect(shop.page.locator("[data-screen=approved]")).to_contain_text("12,000원")
    assert shop.page.evaluate("window.felt") == [200]
    shop.tap("[data-screen=approved] [data-do=next]")
    shop.see("till")


def test_a_code_that_is_none_is_passed_over_until_the_right_one_comes(
    shop: Shop, customer: Member
) -> None:
    shop.page.evaluate(CAMERA, [qr.svg("https://onmin.example/wallet?pay=M0001")])
    shop.page.keyboard.type("3000")
    shop.tap("[data-do=ask-code]")
    expect(shop.page.locator("[data-fill=not-a-code]")).to_contain_text("결제 코드가 아닙니다")
    shop.see("code")


def test_a_whole_cancel_is_five_taps(shop: Shop, customer: Member) -> None:
    pay(shop, customer)
    shop.counted()

    shop.tap(".bottomnav [data-do=history]")
    shop.tap("[data-sales] button >> nth=0")
    shop.tap("[data-screen=sale] [data-quick] button")
    shop.tap("[data-screen=sale] [type=submit]")
    expect(shop.page.locator("[data-confirm]")).to_contain_text("12,000원")
    shop.tap("[data-confirm] [value=yes]")

    expect(shop.page.locator("[data-fill=cancel-note]")).to_contain_text("12,000원을 취소했습니다")
    assert shop.counted() == 5


def test_yesterdays_payment_is_three_taps_and_has_an_address(
    shop: Shop, stack: Stack, customer: Member
) -> None:
    pay(shop, customer)
    stack.later(days=1)
    shop.page.clock.set_system_time(stack.now)
    shop.page.goto(f"{shop.address}/merchant")
    shop.page.reload()
    shop.see("who")
    shop.page.fill("#pin", OWNER_PIN)
    shop.see("till")
    shop.counted()

    shop.tap(".bottomnav [data-do=history]")
    shop.tap("[data-span=yesterday]")
    expect(shop.page.locator("[data-fill=span-total]")).not_to_have_text("0원")
    shop.tap("[data-sales] button >> nth=0")

    shop.see("sale")
    assert shop.counted() == 3
    assert "#payment/rdm_" in shop.page.url
    shop.page.reload()
    shop.see("sale")
    expect(shop.page.locator("[data-facts]")).to_contain_text("12,000원")


def test_a_payment_by_keyboard_and_scanner_alone(shop: Shop, customer: Member) -> None:
    code = customer.stack.logged_in(customer).pay_code()
    shop.page.keyboard.type("12000")
    shop.page.keyboard.press("Enter")
    shop.see("code")
    shop.page.keyboard.type(code)
    shop.page.keyboard.press("Enter")
    shop.see("approved")
    shop.page.keyboard.press("7")
    shop.see("till")
    expect(shop.page.locator("[data-screen=till] output")).to_have_text("7")


def test_a_phone_that_was_closed_says_so(shop: Shop, stack: Stack) -> None:
    path = f"/v1/staff/merchants/{builders.a_merchant().merchant_id}/devices"
    for device in stack.call("GET", path, token="anna").json["data"]:
        body = {"reason": "분실"}
        stack.call("POST", f"{path}/{device['device_id']}/close", body, token="anna")
    forget(stack)
    shop.tap(".bottomnav [data-do=history]")

    shop.see("login")
    expect(shop.page.locator("#invitation-error")).to_contain_text("이 기기는 끊겼습니다")
