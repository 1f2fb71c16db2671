"""What a journey takes is what the table says; and the main ones without a mouse or eyes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.screens.journeys import JOURNEYS
from tests.screens.served import a_stack, served
from tests.screens.walk import Walk

TABLE = Path(__file__).resolve().parents[2] / "docs" / "journeys.md"


def told() -> dict[str, tuple[int, int, int]]:
    """By the journey's name: taps, keys and seconds of now."""
    rows = re.findall(
        r"^\| ([^|]+?) \|[^|]*\| (\d+) \| (\d+) \| (\d+) s \|", TABLE.read_text(), re.MULTILINE
    )
    return {name: (int(taps), int(keys), int(seconds)) for name, taps, keys, seconds in rows}


@contextmanager
def walking(browser: Browser, kind: type["Walk"] = Walk, width: int = 390) -> Iterator[Walk]:
    """Somebody in a county of their own, whose clock stands at an autumn noon."""
    stack = a_stack()
    with served(stack) as address:
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            locale="ko-KR",
            has_touch=width == 390,
            base_url=address,
        )
        page = context.new_page()
        page.clock.install(time=stack.now.timestamp())
        yield kind(page, stack)
        context.close()


def test_the_table_has_every_journey_and_no_other() -> None:
    assert set(told()) == set(JOURNEYS)


@pytest.mark.parametrize("name", JOURNEYS)
def test_a_journey_takes_the_taps_that_the_table_says(browser: Browser, name: str) -> None:
    with walking(browser) as walk:
        JOURNEYS[name](walk)
    assert told()[name] == (walk.taps, walk.keys, walk.seconds)


class Keyboard(Walk):
    """Nothing but keys: one comes to a control by Tab, presses by Space or Enter, and chooses by
    arrows."""

    def seen(self, selector: str) -> Locator:
        """Waited for, as a click does: what is asked for may still be on its way."""
        found = self.page.locator(selector).filter(visible=True).first
        found.wait_for()
        return found

    def reach(self, selector: str) -> None:
        self.seen(selector)
        # What is hidden has no focus, and a page's own selectors know no such word.
        told = selector.removesuffix(":visible")
        for _ in range(40):
            if self.page.evaluate("one => document.activeElement?.matches(one)", told):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no way to {selector} by Tab")

    def tap(self, selector: str) -> None:
        self.taps += 1
        kind, name = self.seen(selector).evaluate("one => [one.type, one.name]")
        if kind == "radio":
            # Of radio buttons one is come to by Tab, the others by arrows.
            self.reach(f"[name={name}]")
            self.press_until(f"{selector}:checked", "ArrowDown")
            return
        self.reach(selector)
        # A link has no type.
        if kind in ("checkbox", "submit", "button", ""):
            self.page.keyboard.press("Space" if kind == "checkbox" else "Enter")

    def press_until(self, selector: str, key: str) -> None:
        for _ in range(40):
            if self.page.query_selector(selector):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"no way to {selector} by {key}")

    def pick(self, selector: str, on: date) -> None:
        self.reach(selector)
        self.page.keyboard.type(f"{on:%m%d%Y}")
        assert self.page.input_value(selector) == on.isoformat()

    def take_photos(self, selector: str, count: int) -> None:
        # The album is the phone's own; that one comes to its button is what is ours.
        self.reach(selector)
        super().take_photos(selector, count)

    def choose(self, selector: str, value: str) -> None:
        self.reach(selector)
        self.press_until(f'{selector} > option[value="{value}"]:checked', "ArrowDown")


@pytest.mark.parametrize("name", JOURNEYS)
def test_a_journey_goes_by_the_keyboard_alone(browser: Browser, name: str) -> None:
    with walking(browser, Keyboard, width=1280) as walk:
        JOURNEYS[name](walk)


NAMES = {
    "Join at a booth": {
        "agree": ["모두 동의합니다 필수 2개와 선택 1개", "동의하고 다음으로"],
        "phone": ["휴대전화 번호", "인증번호 받기"],
        "code": ["인증번호", "확인"],
        "person": ["이름", "생년월일 여덟 자리", "다음"],
        "region": ["시·도", "가입하기"],
    },
    "Show the pay code": {
        "home": ["결제 코드 보여 주기", "상품권으로 바꾸기", "내역"],
        "paycode": ["숫자로 불러 주기", "닫기"],
    },
    "Take 12,000 won at a till": {
        "till": ["1", "천", "한 글자 지우기", "모두 지우기", "손님 코드 찍기"],
        "code": ["또는 손님이 부르는 숫자 아홉 자리", "결제", "금액 고치기"],
        "approved": ["다음 손님"],
    },
}
"""By journey and screen, some of what one must hear there: names in the browser's own
accessibility tree."""


@dataclass
class Listening(Walk):
    heard: dict[str, list[str]] = field(default_factory=dict)

    def see(self, screen: str) -> None:
        super().see(screen)
        self.heard[screen] = spoken(self.page)


@pytest.mark.parametrize("name", NAMES)
def test_a_screen_reader_says_what_each_control_is(browser: Browser, name: str) -> None:
    with walking(browser, Listening) as walk:
        JOURNEYS[name](walk)
    assert isinstance(walk, Listening)
    for screen, names in NAMES[name].items():
        assert [one for one in names if one not in walk.heard[screen]] == []
        assert "" not in walk.heard[screen], f"something on {screen} has no name"


def spoken(page: Page) -> list[str]:
    """The name of everything that can be focused."""
    line = page.context.new_cdp_session(page)
    line.send("Accessibility.enable")
    nodes = line.send("Accessibility.getFullAXTree")["nodes"]
    line.detach()
    roles = {"button", "textbox", "checkbox", "radio", "combobox", "link"}
    return [
        node.get("name", {}).get("value", "").strip()
        for node in nodes
        if not node.get("ignored") and node.get("role", {}).get("value") in roles
    ]
