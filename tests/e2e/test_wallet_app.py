"""The wallet as an app of its own, in a real browser: installable, and there without a net.

The app runs in memory (tests/screens/served.py), so that it can be taken away whole.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from infra.localcloud.browser import needed as find_browser
from tests.conftest import Stack
from tests.screens.served import a_stack, served
from tests.screens.shoot import QUIET
from tests.screens.view import Kept
from tests.screens.views import furnish

PHONE = {"width": 390, "height": 844}
CONTROLLED = """new Promise((resolve) => {
  const { serviceWorker } = navigator;
  if (serviceWorker.controller) resolve(true);
  serviceWorker.addEventListener("controllerchange", () => resolve(true));
})"""
CACHED = """(async () => {
  const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const kept = await Promise.all(caches_.map((cache) => cache.keys()));
  return kept.flat().map(({ url }) => url);
})()"""


@dataclass
class Phone:
    """A member's phone: `payer` has vouchers and has paid; `go_offline` takes server and net, of
    which such a phone has its own."""

    context: BrowserContext
    address: str
    net: ExitStack = field(default_factory=ExitStack)

    def open(self, path: str = "/wallet") -> Page:
        page = self.context.new_page()
        page.goto(self.address + path)
        return page

    def go_offline(self) -> None:
        self.net.close()
        self.context.set_offline(True)

    def say_offline(self) -> None:
        """A page that is opened offline is not told by the browser of tests: only of the change."""
        self.context.set_offline(False)
        self.context.set_offline(True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=find_browser(), args=list(QUIET))
        yield launched
        launched.close()


@dataclass(frozen=True)
class County:
    """Furnished once: that takes longer than most of what is looked at in it."""

    stack: Stack
    payer: Kept
    address: str


@pytest.fixture(scope="module")
def county() -> Iterator[County]:
    stack = a_stack()
    payer = furnish(stack)["payer"]
    with served(stack) as address:
        yield County(stack, payer, address)


@pytest.fixture
def untouched(county: County) -> Iterator[None]:
    """What a test does is undone after it."""
    before = county.stack.table.copy_of_items()
    yield
    county.stack.table.items = before


def a_context(browser: Browser, county: County) -> BrowserContext:
    context = browser.new_context(viewport=PHONE, locale="ko-KR")  # type: ignore[arg-type]
    context.clock.install(time=county.stack.now)
    logged_in = f"localStorage.setItem('onmin.session', {county.payer.device['onmin.session']!r})"
    context.add_init_script(f"try {{ {logged_in} }} catch {{}}")
    return context


@pytest.fixture
def phone(browser: Browser, county: County, untouched: None) -> Iterator[Phone]:
    """A new phone on a net of its own."""
    with ExitStack() as net:
        address = net.enter_context(served(county.stack))
        context = a_context(browser, county)
        yield Phone(context, address, net)
        context.close()


@pytest.fixture(scope="module")
def used_phone(browser: Browser, county: County) -> Iterator[Phone]:
    """One whose tabs share what the browser has kept, as on any phone that is used."""
    context = a_context(browser, county)
    context.add_init_script(TAPS)
    yield Phone(context, county.address)
    context.close()


@pytest.fixture
def tab(used_phone: Phone, untouched: None) -> Iterator[Page]:
    page = used_phone.open()
    see(page, "home")
    yield page
    page.close()


TAPS = """addEventListener("click", (event) => {
  if (event.isTrusted) globalThis.taps = (globalThis.taps ?? 0) + 1;
}, true)"""
JOURNEYS = {
    "a pay code": (1, ["[data-screen=home] [data-do=code]"], "paycode"),
    "the history": (1, [".bottomnav [data-do=history]"], "history"),
    "a receipt": (1, ["[data-entries=latest] button"], "receipt"),
    "its proof": (2, ["[data-entries=latest] button", "[data-do=prove-receipt]"], "proof"),
    "a shop": (2, [".bottomnav [data-do=shops]", "[data-shops] button"], "shop"),
    "the card's code": (1, ["[data-screen=home] summary:has-text('온군민증')"], "home"),
    "vouchers for all mileage": (
        3,
        [
            "[data-do=convert] >> nth=0",
            "[data-quick] button >> nth=-1",
            "[data-screen=convert] [type=submit]",
        ],
        "converted",
    ),
    "my data, to change": (2, [".bottomnav [data-do=mine]", "[data-do=edit-mine]"], "mine-edit"),
}
"""How many taps it takes from the open wallet, which they are, and where they lead."""


def see(page: Page, screen: str) -> None:
    page.wait_for_selector(f"[data-screen={screen}]:not([hidden])", timeout=20_000)


def test_the_wallet_can_be_installed_and_its_worker_controls_it(phone: Phone) -> None:
    page = phone.open()
    see(page, "home")
    assert page.evaluate(CONTROLLED)
    devtools = phone.context.new_cdp_session(page)
    told = devtools.send("Page.getAppManifest")
    assert told["errors"] == []
    manifest = json.loads(told["data"])
    assert (manifest["name"], manifest["start_url"]) == ("강진품애 온 군민", "wallet")
    problems: list[Any] = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A browser of tests keeps nothing after it, in which nothing can be installed.
    assert [one["errorId"] for one in problems] in ([], ["in-incognito"])


def test_a_cold_start_without_a_net_has_card_balance_and_the_code_that_was_fetched(
    phone: Phone,
) -> None:
    page = phone.open()
    see(page, "home")
    assert page.evaluate(CONTROLLED)
    page.click("[data-screen=home] [data-do=code]")
    page.wait_for_selector("[data-qr] img")
    page.close()

    phone.go_offline()
    page = phone.open()
    see(page, "home")
    phone.say_offline()
    expect(page.locator("[data-fill=voucher]").first).to_have_text("1,200원")
    expect(page.locator("#offline")).to_be_visible()
    expect(page.locator("[data-fill=seen-at]")).to_contain_text("마지막으로 확인한 때")
    page.click("summary:has-text('온군민증')")
    expect(page.locator("[data-card-code] svg")).to_be_visible()
    expect(page.locator("[data-entries=latest] li")).to_have_count(3)

    page.click("[data-screen=home] [data-do=code]")
    expect(page.locator("[data-qr] img")).to_be_visible()
    expect(page.locator("[data-fill=code-note]")).to_contain_text("인터넷이 끊겼지만")
    page.click("[data-screen=paycode] [data-do=home] >> visible=true")
    page.click(".bottomnav [data-do=history]")
    expect(page.locator("[data-entries=all] .entry")).to_have_count(3)
    expect(page.locator("[data-fill=history-note]")).to_contain_text("마지막으로 본 내역")


def test_a_code_whose_time_is_over_is_not_shown_without_a_net(phone: Phone) -> None:
    page = phone.open()
    see(page, "home")
    assert page.evaluate(CONTROLLED)
    page.click("[data-screen=home] [data-do=code]")
    page.wait_for_selector("[data-qr] img")
    page.close()
    phone.go_offline()
    phone.context.clock.fast_forward(timedelta(minutes=4).total_seconds() * 1000)
    page = phone.open("/wallet/pay")
    see(page, "paycode")
    expect(page.locator("[data-no-code]")).to_be_visible()
    expect(page.locator("[data-do=new-code]")).to_be_visible()
    assert page.evaluate("localStorage.getItem('onmin.seen').includes('010')") is False


@pytest.mark.parametrize("journey", JOURNEYS)
def test_nothing_is_many_taps_away(tab: Page, journey: str) -> None:
    taps, ways, end = JOURNEYS[journey]
    for way in ways:
        tab.click(way)
    see(tab, end)
    assert tab.evaluate("globalThis.taps") == taps


def test_a_pay_code_is_no_tap_away_from_the_shortcut_of_the_installed_app(
    tab: Page, used_phone: Phone
) -> None:
    tab.goto(used_phone.address + "/wallet/pay")
    expect(tab.locator("[data-qr] img")).to_be_visible()


def test_every_view_is_reached_by_the_keyboard_alone_in_the_order_of_the_screen(tab: Page) -> None:
    names = []
    for _ in range(30):
        tab.keyboard.press("Tab")
        names.append(tab.evaluate("document.activeElement.dataset.do ?? ''"))
        if names[-1] == "mine":
            break
    order = [
        name
        for name in names
        if name in ("code", "scan", "convert", "home", "shops", "history", "mine")
    ]
    assert order == ["code", "scan", "convert", "history", "home", "shops", "history", "mine"]
    tab.keyboard.press("Enter")
    see(tab, "mine")


def test_logging_out_forgets_what_was_kept_for_a_start_without_a_net(phone: Phone) -> None:
    page = phone.open()
    see(page, "home")
    page.click(".bottomnav [data-do=mine]")
    see(page, "mine")
    page.click("[data-do=logout]")
    page.wait_for_selector("[data-screen=home]", state="hidden")
    page.wait_for_timeout(300)
    names = page.evaluate("Object.keys(localStorage)")
    assert set(names) <= {"onmin.session"}  # Which this test's browser is given again.
    kept = page.evaluate(CACHED)
    assert [one for one in kept if "/v1/" in one] == []
