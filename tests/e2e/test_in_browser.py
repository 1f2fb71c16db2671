"""One person's whole path in a real browser at phone width, and the staff's on a desk.

Screenshots are left in build/screens/ for people to look at.
"""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from chalicelib.core.values import SEOUL, format_time
from infra.localcloud.browser import needed as find_browser
from infra.localcloud.seeded_accounts import app_code
from tests.e2e.conftest import Cloud

SCREENS = Path(__file__).resolve().parents[2] / "build" / "screens"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Tabs of one county share a process, and with it the scripts that it has compiled.
    "--process-per-site",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=find_browser(), args=QUIET)
        yield launched
        launched.close()


class Screen:
    """A page of ours: which screen it shows, and whether it stays within its rules."""

    def __init__(self, browser: Browser, cloud: Cloud, size: dict[str, int]) -> None:
        self.complaints: list[str] = []
        context = browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            locale="ko-KR",
            has_touch=size == PHONE,
        )
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(error.message))
        self.page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text)
                if "Content Security Policy" in message.text
                else None
            ),
        )
        self._cloud = cloud

    def log_in(self, account: str) -> None:
        """A seeded member of staff at the desk: the password, and the code of the app."""
        self.open("/staff")
        self.see("login")
        for field in ("username", "password"):
            self.page.fill(f"#{field}", self._cloud.described[account][field])
        self.submit("login")
        self.see("code")
        self.page.fill("#code", app_code(self._cloud.stack.home, account))
        self.submit("code")
        self.see("today")

    def open(self, path: str) -> None:
        self.page.goto(self._cloud.base_url + path)

    def see(self, name: str) -> None:
        selector = f"[data-screen={name}]:not([hidden])"
        self.page.wait_for_selector(selector, timeout=60_000)

    def press(self, selector: str) -> None:
        self.page.click(selector)

    def task(self, name: str) -> None:
        """By the desk's navigation, which a phone has behind a button."""
        menu = self.page.locator(".desknav [data-do=menu]")
        if menu.is_visible():
            menu.click()
        self.press(f".desknav [data-do={name}]")

    def submit(self, name: str) -> None:
        self.page.click(f"[data-screen={name}] [type=submit]:visible")

    def shoot(self, name: str) -> None:
        """Leave a picture; nothing may stick out sideways."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENS / f"{name}.png", full_page=True)
        overhang = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overhang <= 0, f"{name} is {overhang} px too wide"


def test_a_visitor_joins_and_pays_and_the_shop_takes_some_back(
    browser: Browser, cloud: Cloud
) -> None:
    visitor = Screen(browser, cloud, PHONE)
    join(visitor, cloud, "01090001001")
    _convert(visitor)
    digits = _show_typed_code(visitor)

    shop = Screen(browser, cloud, PHONE)
    shop.open("/merchant")
    shop.see("login")
    shop.press("details.by-key summary")
    shop.page.fill("#api_key", cloud.described["merchants"][0]["api_key"])
    shop.page.click("#key-form [type=submit]")
    shop.see("till")
    shop.page.keyboard.type("1200")
    shop.press("[data-do=ask-code]")
    shop.see("code")
    shop.page.fill("#pay_code", digits)
    shop.submit("code")
    shop.see("approved")
    expect(shop.page.locator("[data-screen=approved]")).to_contain_text("1,200")
    expect(shop.page.locator("[data-screen=approved]")).to_contain_text("김*순")
    shop.shoot("shop-approved")

    visitor.see("paid")
    visitor.shoot("visitor-paid")
    visitor.press("[data-screen=paid] [data-do=home]")
    visitor.see("home")
    visitor.press("[data-do=mine]")
    visitor.see("mine")
    expect(visitor.page.locator("[data-mine]")).to_contain_text("김영순")
    visitor.press("[data-do=ask-leave]")
    expect(visitor.page.locator("[data-left]")).to_contain_text("1,800원")
    visitor.shoot("visitor-mine")

    shop.press(".bottomnav [data-do=history]")
    shop.press("[data-sales] button")
    shop.see("sale")
    shop.page.fill("#cancel_amount", "200")
    shop.submit("sale")
    expect(shop.page.locator("[data-confirm]")).to_contain_text("200원")
    shop.press("[data-confirm] [value=yes]")
    expect(shop.page.locator("[data-fill=cancel-note]")).to_contain_text("200원")
    expect(shop.page.locator("[data-screen=sale]")).to_contain_text("1,000원")
    shop.shoot("shop-canceled")
    assert (visitor.complaints, shop.complaints) == ([], [])


def test_a_number_of_somebody_else_is_told_what_to_do(browser: Browser, cloud: Cloud) -> None:
    phone = "01053147721"
    earlier = datetime.now(UTC) - timedelta(minutes=2)
    cloud.join("010-5314-7721", {"X-Simulated-Now": format_time(earlier)})
    visitor = Screen(browser, cloud, PHONE)
    _fill_in(visitor, cloud, phone)
    visitor.submit("region")
    visitor.see("stopped")
    expect(visitor.page.locator("[data-fill=stopped-text]")).to_contain_text("군청 창구")
    visitor.shoot("join-phone-in-use")
    assert visitor.complaints == []


def test_staff_read_and_run_reports_on_a_desk(browser: Browser, cloud: Cloud) -> None:
    staff = Screen(browser, cloud, DESK)
    staff.log_in("staff")
    staff.page.wait_for_selector(".tile")
    staff.shoot("staff-today")
    staff.task("campaigns")
    staff.page.wait_for_selector("[data-campaigns] tbody button >> nth=0")
    staff.press("[data-campaigns] tbody button >> nth=0")
    staff.see("campaign")
    staff.press("[data-campaign-places] tbody button")
    staff.see("poster")
    staff.page.wait_for_selector("[data-screen=poster] img")
    staff.shoot("staff-poster")
    staff.task("reports")
    staff.see("reports")
    yesterday = (datetime.now(UTC).astimezone(SEOUL) - timedelta(days=1)).date()
    staff.page.fill("#period", yesterday.isoformat())
    staff.page.click("#run-form [type=submit]")
    made = staff.page.locator("[data-reports] tbody button").first
    # The page looks again by itself, ever more seldom; whoever opens the task anew need not wait.
    deadline = time.monotonic() + 120
    while not made.is_visible() and time.monotonic() < deadline:
        staff.page.wait_for_timeout(1000)
        staff.task("reports")
    made.click()
    staff.see("report")
    staff.shoot("staff-report")
    assert staff.complaints == []


@pytest.mark.parametrize(
    "path", ["/", "/j/celadon", "/wallet", "/merchant", "/staff", "/verify", "/docs"]
)
def test_every_page_opens_at_every_width(browser: Browser, cloud: Cloud, path: str) -> None:
    screen = Screen(browser, cloud, {"width": 320, "height": 844})
    screen.open(path)
    screen.page.wait_for_load_state("networkidle")
    for width in (320, 1280):
        screen.page.set_viewport_size({"width": width, "height": 844})
        screen.shoot(f"page{path.replace('/', '-')}-{width}")
    assert screen.complaints == []


def test_a_wrong_shop_key_is_told_at_its_field(browser: Browser, cloud: Cloud) -> None:
    shop = Screen(browser, cloud, PHONE)
    shop.open("/merchant")
    shop.see("login")
    shop.press("details.by-key summary")
    shop.page.fill("#api_key", "mk_test_wrong")
    shop.page.click("#key-form [type=submit]")
    expect(shop.page.locator("#key-error")).to_contain_text("가맹점 키가 맞지 않습니다")


def test_an_unknown_campaign_says_so(browser: Browser, cloud: Cloud) -> None:
    screen = Screen(browser, cloud, PHONE)
    screen.open("/j/nobody-knows")
    expect(screen.page.locator("body")).to_contain_text("없", timeout=15_000)
    screen.shoot("join-unknown")


def join(visitor: Screen, cloud: Cloud, phone: str) -> None:
    _fill_in(visitor, cloud, phone)
    visitor.shoot("join-region")
    visitor.submit("region")
    visitor.see("card")
    expect(visitor.page.locator("[data-screen=card]")).to_contain_text("김영순")
    expect(visitor.page.locator("[data-screen=card]")).to_contain_text("5,000")
    visitor.shoot("join-card")


def _fill_in(visitor: Screen, cloud: Cloud, phone: str) -> None:
    visitor.open("/j/celadon-a")
    visitor.see("agree")
    visitor.page.check("[name=terms]")
    visitor.page.check("[name=privacy]")
    visitor.submit("agree")
    visitor.see("phone")
    prove_phone(visitor, cloud, phone)
    visitor.see("person")
    visitor.page.fill("#name", "김영순")
    visitor.page.fill("#birth_on", "19580307")
    visitor.submit("person")
    visitor.see("region")
    visitor.page.select_option("#province", "11")
    visitor.page.select_option("#region_code", "11110")
    visitor.page.check("[value=expatriate]")


def prove_phone(visitor: Screen, cloud: Cloud, phone: str) -> None:
    visitor.page.fill("[name=phone]", phone)
    visitor.submit("phone")
    visitor.see("code")
    # The whole message, as one pastes it.
    visitor.page.fill("[name=code]", cloud.sms("+82" + phone[1:]))


def _convert(visitor: Screen) -> None:
    visitor.press("[data-screen=card] a.button")
    visitor.see("home")
    visitor.press("[data-do=convert]")
    visitor.see("convert")
    visitor.page.fill("#mileage", "3000")
    visitor.submit("convert")
    visitor.see("converted")
    visitor.press("[data-screen=converted] [data-do=home]")
    visitor.see("home")
    visitor.shoot("wallet-home")


def _show_typed_code(visitor: Screen) -> str:
    visitor.press("[data-do=code]")
    visitor.see("paycode")
    visitor.page.wait_for_selector("[data-qr] img")
    visitor.shoot("wallet-code")
    visitor.press("[data-do=typed]")
    digits = visitor.page.locator("[data-fill=typed]")
    expect(digits).to_have_text(re.compile(r"\d{3} \d{3} \d{3}"), timeout=20_000)
    return digits.text_content() or ""
