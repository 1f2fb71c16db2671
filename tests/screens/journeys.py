"""Journeys as people take them, with their taps and keys counted: the table in docs/journeys.md.

A journey is a function over a `Walk`, listed in `JOURNEYS`; its row in the table says what it
takes.
"""

from collections.abc import Callable
from datetime import timedelta

from chalicelib.core.values import seoul_date
from chalicelib.sales.store import RoundStore
from chalicelib.sales.wiring import SalesWiring
from tests import builders
from tests.buying import rush
from tests.conftest import Member, Stack
from tests.screens.outside import (
    buy_by_card,
    keep_uploads,
    play_provider,
    put_on_sale,
    work_payment,
)
from tests.screens.walk import Walk
from tests.trips import journeys as trips

THOUSAND = 12
"""Where on the till's keypad the key for three zeros is."""


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
    _open_wallet(walk, "01020003004")


def show_pay_code(walk: Walk) -> None:
    """A member at the counter, from the open wallet until the shop can scan."""
    walk.stack.member("010-2000-3005", vouchers=4000)
    _open_wallet(walk, "01020003005")
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


def buy_vouchers(walk: Walk) -> None:
    """50,000 won of vouchers for 45,000 by card, from the open wallet until they are in it. What
    the provider's own window asks for is not counted: it is not ours."""
    walk.stack.member("010-2000-3007")
    put_on_sale(walk.stack)
    _open_wallet(walk, "01020003007")
    walk.begin()
    walk.tap("[data-screen=home] [data-do=buy]")
    walk.see("buy")
    walk.tap("[data-rounds] button")
    walk.see("buy-amount")
    walk.tap("[name=amount][value='50000']")
    walk.submit()
    walk.page.wait_for_selector("[data-screen=buy-amount] [data-check]:not([hidden])")
    walk.submit()
    walk.see("buy-queue")
    rush.serve(walk.stack)
    walk.see("buy-pay")
    play_provider(walk.page, walk.stack)
    walk.tap("[data-pay-link]")
    walk.see("pay")
    walk.submit()
    walk.see("waiting")
    work_payment(walk.stack)
    walk.see("done")


def give_back_bought(walk: Walk) -> None:
    """Who bought by card and wants the money again, from the open wallet until it is on its way."""
    buyer = walk.stack.member("010-2000-3008")
    put_on_sale(walk.stack)
    buy_by_card(walk.stack, buyer)
    _open_wallet(walk, "01020003008")
    walk.begin()
    walk.tap("[data-screen=home] [data-do=buy]")
    walk.see("buy")
    walk.tap("[data-purchases] button")
    walk.see("buy-done")
    walk.tap("[data-screen=buy-done] [data-do=buy-cancel]")
    walk.page.wait_for_selector("[data-buy-cancel][open]")
    walk.tap("[data-buy-cancel] [type=submit]")
    walk.see("buy-over")


def apply_for_trip(walk: Walk) -> None:
    """A half-price trip of two days for one, from the open wallet until it is asked for."""
    walk.stack.member("010-2000-3009")
    _open_wallet(walk, "01020003009")
    walk.begin()
    walk.tap("[data-screen=home] [data-do=trips]")
    walk.see("trips")
    walk.tap("[data-do=apply-for-trip]")
    walk.see("trip-apply")
    first = seoul_date(walk.stack.now) + timedelta(days=3)
    walk.pick("#trip-starts", first)
    walk.pick("#trip-ends", first + timedelta(days=1))
    walk.submit()
    walk.page.wait_for_selector("#trip-form [data-check]:not([hidden])")
    walk.submit()
    walk.see("trip")


def claim_trip(walk: Walk) -> None:
    """Two photos and what was paid with vouchers, from the open wallet until it is claimed."""
    traveller = _with_bought_vouchers(walk.stack, "010-2000-3010")
    trips.approved(traveller)
    walk.stack.later(days=2)
    walk.page.clock.set_system_time(walk.stack.now)
    assert walk.stack.redeem(traveller.pay_code(), 30_000).status == 201
    keep_uploads(walk.page, walk.stack)
    _open_wallet(walk, "01020003010")
    walk.begin()
    walk.tap("[data-screen=home] [data-do=trips]")
    walk.see("trips")
    walk.tap("[data-trips] button")
    walk.see("trip")
    walk.tap("[data-do=claim-trip]")
    walk.see("trip-claim")
    walk.page.wait_for_selector("[data-own-payments] input")
    walk.take_photos("#claim-photos", 2)
    walk.submit()
    walk.page.wait_for_selector("#claim-form [data-check]:not([hidden])")
    walk.submit()
    walk.see("trip")


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


def _open_wallet(walk: Walk, phone: str) -> None:
    walk.stack.later(minutes=5)
    walk.open("/wallet")
    _prove_phone(walk, phone)
    walk.see("birth")
    walk.type("#birth_on", "19800505")
    walk.submit()
    walk.see("home")


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
    "Buy vouchers online by card": buy_vouchers,
    "Give bought vouchers back": give_back_bought,
    "Apply for a half-price trip": apply_for_trip,
    "Claim a half-price trip": claim_trip,
}
