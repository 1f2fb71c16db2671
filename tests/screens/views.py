"""The views that a gallery shows, and how a browser comes to each of them."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from chalicelib.shops.invitations import COUNTY_TTL, Invitation
from chalicelib.shops.wiring import ShopsWiring
from tests import builders
from tests.conftest import Member, Stack
from tests.shops.phones import CLERK_PIN, OWNER_PIN, Phone, add_clerk, owners_phone

INVITATION = "271828182845"


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
    owner = owners_phone(stack)
    clerk = owner.with_pin(add_clerk(owner), CLERK_PIN)
    for phone, amount in ((owner, 500), (clerk, 300)):
        assert stack.redeem(payer.pay_code(), amount, token=phone.token).status == 201
        stack.later(minutes=3)
    # For the picture of a phone that comes in: drawn by chance, this one is as good as another.
    stack.wired(ShopsWiring).store.invite(_invitation(stack))
    return {
        "nobody": Kept({}, {}),
        "payer": _member(stack, payer),
        "newcomer": _member(stack, newcomer),
        "phone": Kept({"onmin.shop-device": owner.device_token}, {}),
        "owner": Kept(
            {"onmin.shop-device": owner.device_token, "onmin.shop-session": _session(owner)}, {}
        ),
        "shop": Kept({"onmin.merchant-key": builders.SHOP_KEY}, {}),
        "staff": Kept({}, {"onmin.staff": json.dumps(_staff())}),
    }


def _session(phone: Phone) -> str:
    return json.dumps(phone.log_in("p1", OWNER_PIN).json)


def _invitation(stack: Stack) -> Invitation:
    signer = stack.adapters.signer
    return Invitation(
        county_id=builders.COUNTY,
        merchant_id=builders.a_merchant().merchant_id,
        code_hash=signer.code_hash(f"invitation/{builders.COUNTY}", INVITATION),
        expires_at=stack.now + COUNTY_TTL,
    )


def _member(stack: Stack, member: Member) -> Kept:
    session = stack.log_in(stack.prove_phone(member.phone, "login"), birth_on="1980-05-05").json
    return Kept({"onmin.session": json.dumps(session)}, {})


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


def _leave(page: Page) -> None:
    _wallet_screen("mine", "mine")(page)
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


def _shown(screen: str) -> Callable[[Page], None]:
    def steps(page: Page) -> None:
        _see(page, screen)
        page.wait_for_timeout(300)

    return steps


def _sale(page: Page) -> None:
    _shown("history")(page)
    page.click("[data-sales] button")
    _see(page, "sale")
    page.wait_for_timeout(200)


def _cancel(page: Page) -> None:
    _sale(page)
    page.click("[data-screen=sale] [data-quick] button")
    page.click("[data-screen=sale] [type=submit]")
    page.wait_for_selector("dialog[open]")


def _invited(page: Page) -> None:
    _see(page, "invited")
    page.fill("[name=owner_name]", "김사장")


def _add_phone(page: Page) -> None:
    _shown("devices")(page)
    page.click("[data-do=invite]")
    page.wait_for_selector("[data-invitation]:not([hidden])")


def _person(page: Page) -> None:
    _shown("people")(page)
    page.click("[data-crew] li:last-child button")
    _see(page, "person")


def _large_text(page: Page) -> None:
    _shown("shop")(page)
    page.check("[data-large]")
    page.click(".bottomnav [data-do=till]")
    _see(page, "till")


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
    View("join-agree", "/j/celadon-a", steps=_join_agree),
    View("join-missing", "/j/celadon-a", steps=_join_missing),
    View("join-phone", "/j/celadon-a", steps=_join_phone),
    View("join-unknown", "/j/no-such", steps=lambda page: _see(page, "stopped")),
    View("wallet-log-in", "/wallet", steps=lambda page: _see(page, "phone")),
    View("wallet", "/wallet", "payer", _wallet),
    View("wallet-new", "/wallet", "newcomer", _wallet),
    View("wallet-code", "/wallet", "payer", _wallet_screen("code", "paycode")),
    View("wallet-code-offline", "/wallet", "payer", _pay_code_offline),
    View("wallet-convert", "/wallet", "newcomer", _wallet_screen("convert", "convert")),
    View("wallet-history", "/wallet", "payer", _wallet_screen("history", "history")),
    View("wallet-mine", "/wallet", "payer", _wallet_screen("mine", "mine")),
    View("wallet-leave", "/wallet", "payer", _leave),
    View("shop-log-in", "/merchant", steps=lambda page: _see(page, "login")),
    View("shop-till", "/merchant", "shop", _till),
    View("shop-amount", "/merchant", "shop", _till_amount),
    View("shop-code", "/merchant", "shop", _till_code),
    View("shop-invited", f"/merchant#{INVITATION}", "nobody", _invited),
    View("shop-who", "/merchant", "phone", _shown("who")),
    View("shop-history", "/merchant#history", "owner", _shown("history")),
    View("shop-sale", "/merchant#history", "owner", _sale),
    View("shop-cancel", "/merchant#history", "owner", _cancel),
    View("shop-qr", "/merchant#standing", "owner", _shown("standing")),
    View("shop-shop", "/merchant#shop", "owner", _shown("shop")),
    View("shop-people", "/merchant#people", "owner", _shown("people")),
    View("shop-person", "/merchant#people", "owner", _person),
    View("shop-devices", "/merchant#devices", "owner", _shown("devices")),
    View("shop-add-phone", "/merchant#devices", "owner", _add_phone),
    View("shop-large-text", "/merchant#shop", "owner", _large_text),
    View("staff-log-in", "/staff", steps=lambda page: _see(page, "login")),
    View("staff-today", "/staff", "staff", _desk("today")),
    View("staff-counter", "/staff", "staff", _desk("counter")),
    View("staff-settings", "/staff", "staff", _desk("settings")),
    View("staff-reports", "/staff", "staff", _desk("reports")),
)
