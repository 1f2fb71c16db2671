"""Journeys as people take them, with their taps and keys counted: the table in docs/journeys.md.

A journey is a function over a `Walk`, listed in `JOURNEYS`; its row in the table says what it
takes.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.conftest import Stack

TAP_SECONDS = 1.3
KEY_SECONDS = 0.3
SCREEN_SECONDS = 1.4
"""Of the keystroke-level model (Card, Moran, Newell 1980), for a finger: to point and touch 1.1 s
and 0.2 s; a key of the on-screen keyboard; to take in a screen. Without what the line takes."""


@dataclass
class Walk:
    """One person with one phone. A choice of a list is two taps: open it, take one."""

    page: Page
    stack: Stack
    taps: int = 0
    keys: int = 0
    screens: list[str] = field(default_factory=list)

    @property
    def seconds(self) -> int:
        spent = TAP_SECONDS * self.taps + KEY_SECONDS * self.keys
        return round(spent + SCREEN_SECONDS * len(self.screens))

    def open(self, path: str) -> None:
        self.page.goto(path)

    def see(self, screen: str) -> None:
        self.page.wait_for_selector(f"[data-screen={screen}]:not([hidden])", timeout=20_000)
        self.screens.append(screen)

    def tap(self, selector: str) -> None:
        self.page.click(selector)
        self.taps += 1

    def submit(self) -> None:
        self.tap(f"[data-screen={self.screens[-1]}] [type=submit]")

    def type(self, selector: str, text: str) -> None:
        """Into a field that is touched first, unless the page has put the cursor there."""
        if not self.page.evaluate("one => document.activeElement?.matches(one)", selector):
            self.tap(selector)
        self.page.keyboard.type(text)
        self.keys += len(text)

    def choose(self, selector: str, value: str) -> None:
        self.page.select_option(selector, value)
        self.taps += 2

    def code(self) -> str:
        """The six digits of the text message that came last."""
        found = re.search(r"\d{6}", self.stack.messages.sent[-1][1])
        assert found is not None
        return found[0]


def join(walk: Walk) -> None:
    """A visitor at a booth, until the card is there."""
    _as_far_as_person(walk, "01020003000")
    _say_who(walk, "김영순", "19580307")
    _say_where(walk)
    _get_card(walk)


def join_as_child(walk: Walk) -> None:
    """A child of ten with a parent beside it."""
    _as_far_as_person(walk, "01020003001")
    _say_who(walk, "김하늘", "20160505")
    walk.see("guardian")
    walk.type("#guardian-name", "김영순")
    walk.type("#guardian-phone", "01020003002")
    walk.tap("#guardian-agrees")
    walk.submit()
    walk.see("guardian-code")
    walk.type("#guardian-code", walk.code())
    _say_where(walk)
    _get_card(walk)


def join_as_member(walk: Walk) -> None:
    """Who forgot that they had joined: until they are told, with their wallet open."""
    walk.stack.member("010-2000-3003")
    walk.stack.later(minutes=5)
    _as_far_as_person(walk, "01020003003")
    _say_who(walk, "홍길동", "19800505")
    walk.see("card")


def log_in(walk: Walk) -> None:
    """A member on a new phone, until the wallet is open."""
    walk.stack.member("010-2000-3004")
    walk.stack.later(minutes=5)
    walk.open("/wallet")
    _prove_phone(walk, "01020003004")
    walk.see("birth")
    walk.type("#birth_on", "19800505")
    walk.submit()
    walk.see("home")


def _as_far_as_person(walk: Walk, phone: str) -> None:
    walk.open("/j/celadon-a")
    walk.see("agree")
    walk.tap("#agree-all")
    walk.submit()
    _prove_phone(walk, phone)


def _prove_phone(walk: Walk, phone: str) -> None:
    walk.see("phone")
    walk.type("#phone", phone)
    walk.submit()
    walk.see("code")
    walk.type("#code", walk.code())


def _say_who(walk: Walk, name: str, birth: str) -> None:
    walk.see("person")
    walk.type("#name", name)
    walk.type("#birth_on", birth)
    walk.submit()


def _say_where(walk: Walk) -> None:
    walk.see("region")
    walk.choose("#province", "11")
    walk.choose("#region_code", "11110")
    walk.tap("[value=expatriate]")
    walk.submit()


def _get_card(walk: Walk) -> None:
    walk.page.wait_for_function("document.querySelector('[data-screen=waiting]:not([hidden])')")
    while not walk.stack.queue.sent:
        walk.page.wait_for_timeout(20)
    walk.stack.deliver()
    walk.see("card")


JOURNEYS: dict[str, Callable[[Walk], None]] = {
    "Join at a booth": join,
    "Join as a child, with a guardian": join_as_child,
    "Be told that one is a member": join_as_member,
    "Log in on a new phone": log_in,
}
