"""Journeys as people take them, with their taps and keys counted: the table in docs/journeys.md.

A journey is a function over a `Walk`, listed in `JOURNEYS`; its row in the table says what it
takes.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page

from chalicelib.sales.store import RoundStore
from chalicelib.sales.wiring import SalesWiring
from tests import builders
from tests.conftest import Member, Stack

THOUSAND = 12
"""Where on the till's keypad the key for three zeros is."""
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

    def begin(self) -> None:
        """Of what was done so far nothing counts: it was done once, on another day."""
        self.taps = self.keys = 0
        del self.screens[:-1]

    def see(self, screen: str) -> None:
        self.page.wait_for_selector(f"[data-screen={screen}]:not([hidden])", timeout=20_000)
        self.screens.append(screen)

    def tap(self, selector: str) -> None:
        self.page.click(selector)
        self.taps += 1

    def submit(self) -> None:
        self.tap(f"[data-screen={self.screens[-1]}] [type=submit]:visible")

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


def show_pay_code(walk: Walk) -> None:
    """A member at the counter, from the open wallet until the shop can scan."""
    walk.stack.member("010-2000-3005", vouchers=4000)
    walk.stack.later(minutes=5)
    walk.open("/wallet")
    _prove_phone(walk, "01020003005")
    walk.see("birth")
    walk.type("#birth_on", "19800505")
    walk.submit()
    walk.see("home")
    walk.begin()
    walk.tap("[data-screen=home] [data-do=code]")
    walk.see("paycode")
    walk.page.wait_for_selector("[data-qr] img")


def take_payment(walk: Walk) -> None:
    """A shop takes 12,000 won by its scanner, whose keys are not the shopkeeper's, until it is
    approved."""
    code = _with_bought_vouchers(walk.stack, "010-2000-3006").pay_code()
    key = builders.SHOP_KEY
    walk.page.add_init_script(f"localStorage.setItem('onmin.merchant-key', {key!r})")
    walk.open("/merchant")
    walk.see("till")
    walk.begin()
    for place in (1, 2, THOUSAND):
        walk.tap(f".keypad button:nth-child({place})")
    walk.tap("[data-screen=till] [data-do=ask-code]")
    walk.see("code")
    walk.page.keyboard.type(code)
    walk.page.keyboard.press("Enter")
    walk.see("approved")
    assert "12,000원" in walk.page.inner_text("[data-screen=approved]")


def _with_bought_vouchers(stack: Stack, phone: str) -> Member:
    member = stack.member(phone)
    a_round = builders.a_round()
    RoundStore(stack.table).create(a_round)
    with stack.adapters.clock.simulated(stack.now):
        stack.wired(SalesWiring).purchases.buy(
            builders.COUNTY,
            member.member_id,
            round_id=a_round.round_id,
            amount=100_000,
            idempotency_key="first",
        )
    return member


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
    "Show the pay code": show_pay_code,
    "Take 12,000 won at a till": take_payment,
}
