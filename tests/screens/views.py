"""The views that a gallery shows, and how a browser comes to each of them."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests import builders
from tests.conftest import Member, Stack


@dataclass(frozen=True)
class Kept:
    """What the browser had stored before: a member's session, a shop's key, a log-in of staff."""

    device: dict[str, str]
    tab: dict[str, str]


@dataclass(frozen=True)
class View:
    """`who`: as whom the page is opened; `steps` lead on from there."""

    name: str
    path: str
    who: str = "nobody"
    steps: Callable[[Page], None] = lambda page: None


def furnish(stack: Stack) -> dict[str, Kept]:
    """Fills the county: a member who has paid, one who has only joined, a shop with sales."""
    payer = stack.member("010-1111-2222", vouchers=4000)
    for amount in (1200, 800):
        paid = stack.redeem(payer.pay_code(), amount)
        assert paid.status == 201, paid.raw
        stack.later(minutes=7)
    newcomer = stack.member("010-3333-4444")
    stack.later(minutes=7)
    return {
        "joiner": _joining(stack, "010-5555-6666"),
        "joined": _joining(stack, newcomer.phone),
        "nobody": Kept({}, {}),
        "payer": _member(stack, payer),
        "newcomer": _member(stack, newcomer),
        "shop": Kept({"onmin.merchant-key": builders.SHOP_KEY}, {}),
        "staff": Kept({}, {"onmin.staff": json.dumps(_staff())}),
    }


def _member(stack: Stack, member: Member) -> Kept:
    session = stack.log_in(stack.prove_phone(member.phone, "login"), birth_on="1980-05-05").json
    return Kept({"onmin.session": json.dumps(session)}, {})


def _joining(stack: Stack, phone: str) -> Kept:
    """Somebody who has agreed and proved this number."""
    draft = {
        "phone": {"phone": phone.replace("-", "")},
        "consents": {"terms": True, "privacy": True, "marketing": False},
        "token": stack.prove_phone(phone),
    }
    return Kept({}, {"onmin.join.celadon-a": json.dumps(draft)})


def _staff() -> dict[str, object]:
    # Nobody reads the signature here; the page looks only at what the middle part claims.
    claims = "eyJjb2duaXRvOmdyb3VwcyI6W119"
    return {
        "idToken": f"x.{claims}.x",
        "accessToken": f"x.{claims}.x",
        "refreshToken": "x",
        "expiresAt": 4102444800000,
    }


def _see(page: Page, screen: str) -> None:
    page.wait_for_selector(f"[data-screen={screen}]:not([hidden])", timeout=10_000)


def _join_agree(page: Page) -> None:
    _see(page, "agree")


def _join_phone(page: Page) -> None:
    _see(page, "agree")
    page.check("[name=terms]")
    page.check("[name=privacy]")
    page.click("[data-screen=agree] [type=submit]")
    _see(page, "phone")


def _join_missing(page: Page) -> None:
    _see(page, "agree")
    page.click("[data-screen=agree] [type=submit]")


def _join_person(page: Page) -> None:
    _see(page, "person")


def _fill_person(page: Page, name: str, birth: str) -> None:
    _see(page, "person")
    page.fill("#name", name)
    page.fill("#birth_on", birth)
    page.click("[data-screen=person] [type=submit]")


def _join_region(page: Page) -> None:
    _fill_person(page, "홍길동", "19800505")
    _see(page, "region")
    page.select_option("#province", "11")


def _join_guardian(page: Page) -> None:
    _fill_person(page, "홍길순", "20160505")
    _see(page, "guardian")


def _join_member(page: Page) -> None:
    _fill_person(page, "홍길동", "19800505")
    _see(page, "card")


def _wallet(page: Page) -> None:
    _see(page, "home")


def _wallet_screen(action: str, screen: str) -> Callable[[Page], None]:
    def steps(page: Page) -> None:
        _see(page, "home")
        page.click(f"[data-screen=home] [data-do={action}]")
        _see(page, screen)
        page.wait_for_timeout(250)

    return steps


def _pay_code_offline(page: Page) -> None:
    _see(page, "home")
    page.context.set_offline(True)
    page.click("[data-screen=home] [data-do=code]")
    page.wait_for_selector("[data-screen=paycode] .error:not(:empty)", timeout=20_000)


def _wallet_view(name: str) -> Callable[[Page], None]:
    def steps(page: Page) -> None:
        _see(page, name)
        page.wait_for_timeout(250)

    return steps


def _receipt(page: Page) -> None:
    _see(page, "history")
    page.click("[data-entries=all] button")
    _see(page, "receipt")


def _card(page: Page) -> None:
    _see(page, "home")
    page.click("[data-screen=home] summary >> nth=0")


def _leave(page: Page) -> None:
    _wallet_view("mine")(page)
    page.click("[data-do=ask-leave]")
    page.wait_for_selector("[data-leave]:not([hidden])")


def _till(page: Page) -> None:
    _see(page, "till")


def _till_amount(page: Page) -> None:
    _see(page, "till")
    page.keyboard.type("12000")
    page.wait_for_timeout(100)


def _till_code(page: Page) -> None:
    _till_amount(page)
    page.click("[data-do=ask-code]")
    _see(page, "code")


def _till_screen(action: str) -> Callable[[Page], None]:
    def steps(page: Page) -> None:
        _see(page, "till")
        page.click(f".tabs [data-do={action}]")
        _see(page, action)
        page.wait_for_timeout(250)

    return steps


def _sale(page: Page) -> None:
    _till_screen("today")(page)
    page.click("[data-sales] button")
    _see(page, "sale")
    page.wait_for_timeout(200)


def _desk(tab: str) -> Callable[[Page], None]:
    def steps(page: Page) -> None:
        _see(page, "today")
        if tab != "today":
            page.click(f".tabs [data-do={tab}]")
            _see(page, tab)
        page.wait_for_timeout(400)

    return steps


VIEWS = (
    View("home", "/"),
    View("unknown", "/walet"),
    View("privacy", "/privacy"),
    View("terms", "/terms"),
    View("styleguide", "/styleguide"),
    View("verify", "/verify"),
    View("docs", "/docs", steps=lambda page: page.wait_for_timeout(500)),
    View("errors", "/docs/errors"),
    View("error", "/docs/errors/pay_code_expired"),
    View("join-agree", "/j/celadon-a", steps=_join_agree),
    View("join-missing", "/j/celadon-a", steps=_join_missing),
    View("join-phone", "/j/celadon-a", steps=_join_phone),
    View("join-person", "/j/celadon-a", "joiner", _join_person),
    View("join-region", "/j/celadon-a", "joiner", _join_region),
    View("join-guardian", "/j/celadon-a", "joiner", _join_guardian),
    View("join-member", "/j/celadon-a", "joined", _join_member),
    View("join-unknown", "/j/no-such", steps=lambda page: _see(page, "stopped")),
    View("wallet-log-in", "/wallet", steps=lambda page: _see(page, "phone")),
    View("wallet", "/wallet", "payer", _wallet),
    View("wallet-new", "/wallet", "newcomer", _wallet),
    View("wallet-code", "/wallet", "payer", _wallet_screen("code", "paycode")),
    View("wallet-code-offline", "/wallet", "payer", _pay_code_offline),
    View("wallet-convert", "/wallet", "newcomer", _wallet_screen("convert", "convert")),
    View("wallet-card", "/wallet", "payer", _card),
    View("wallet-code-empty", "/wallet/pay", "newcomer", _wallet_view("paycode")),
    View("wallet-history", "/wallet/history", "payer", _wallet_view("history")),
    View("wallet-receipt", "/wallet/history", "payer", _receipt),
    View("wallet-mine", "/wallet/me", "payer", _wallet_view("mine")),
    View("wallet-leave", "/wallet/me", "payer", _leave),
    View("shop-log-in", "/merchant", steps=lambda page: _see(page, "login")),
    View("shop-till", "/merchant", "shop", _till),
    View("shop-amount", "/merchant", "shop", _till_amount),
    View("shop-code", "/merchant", "shop", _till_code),
    View("shop-today", "/merchant", "shop", _till_screen("today")),
    View("shop-sale", "/merchant", "shop", _sale),
    View("shop-qr", "/merchant", "shop", _till_screen("standing")),
    View("staff-log-in", "/staff", steps=lambda page: _see(page, "login")),
    View("staff-today", "/staff", "staff", _desk("today")),
    View("staff-counter", "/staff", "staff", _desk("counter")),
    View("staff-settings", "/staff", "staff", _desk("settings")),
    View("staff-reports", "/staff", "staff", _desk("reports")),
)
