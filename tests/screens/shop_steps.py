"""A shop's views: what they show, and how a browser comes to each of them."""

import json
from collections.abc import Callable

from playwright.sync_api import Page

from chalicelib.shops.invitations import COUNTY_TTL, Invitation
from chalicelib.shops.wiring import ShopsWiring
from tests import builders
from tests.conftest import Member, Stack
from tests.merchants.shopkeepers import approved
from tests.screens.seeing import see
from tests.shops.phones import CLERK_PIN, OWNER_PIN, Phone, add_clerk, owners_phone

INVITATION = "271828182845"
"""Of the phone that is about to come in: drawn by chance, this one is as good as another."""


def furnish(stack: Stack, payer: Member) -> dict[str, dict[str, str]]:
    """An owner and a clerk who took payments; what a phone keeps, before and after the PIN."""
    owner = owners_phone(stack)
    clerk = owner.with_pin(add_clerk(owner), CLERK_PIN)
    for phone, amount in ((owner, 500), (clerk, 300)):
        assert stack.redeem(payer.pay_code(), amount, token=phone.token).status == 201
        stack.later(minutes=3)
    stack.wired(ShopsWiring).store.invite(invitation(stack))
    kept = {"onmin.shop-device": owner.device_token}
    return {"phone": kept, "owner": kept | {"onmin.shop-session": session(owner)}}


def furnish_registered(stack: Stack) -> dict[str, dict[str, str]]:
    """The owner's phone of a shop that applied and was approved, and so has papers."""
    shop = approved(stack, business_number="220-81-62517", name="마량 미항횟집")
    owner = owners_phone(stack, shop)
    kept = {"onmin.shop-device": owner.device_token, "onmin.shop-session": session(owner)}
    # Another shop waits for the county's word.
    shop = approved(stack, business_number="220-81-62517", name="칠량 옹기", outlet="본점")
    waiting = owners_phone(stack, shop)
    account = {"bank_code": "088", "number": "110-222-333444", "holder": "이옹기"}
    asked = {
        "account": account,
        "contact_phone": "010-2222-4444",
        "place": {"latitude": 34.5021, "longitude": 126.8013},
        "note": "은행을 옮겼어요",
    }
    assert waiting.call("POST", "/v1/merchant/changes", asked).status == 201
    tokens = {"onmin.shop-device": waiting.device_token, "onmin.shop-session": session(waiting)}
    return {"registered": kept, "waiting": tokens}


def paper(which: str) -> Callable[[Page], None]:
    def steps(page: Page) -> None:
        see(page, "papers")
        page.click(f"[data-screen=papers] [data-do={which}]")
        see(page, "paper")
        page.wait_for_timeout(200)

    return steps


def change(what: str) -> Callable[[Page], None]:
    def steps(page: Page) -> None:
        see(page, "details")
        page.click(f"[data-do=change-{what}]")
        see(page, "change")

    return steps


def till(page: Page) -> None:
    see(page, "till")


def till_amount(page: Page) -> None:
    see(page, "till")
    page.keyboard.type("12000")
    page.wait_for_timeout(100)


def till_code(page: Page) -> None:
    till_amount(page)
    page.click("[data-do=ask-code]")
    see(page, "code")


def shown(screen: str) -> Callable[[Page], None]:
    def steps(page: Page) -> None:
        see(page, screen)
        page.wait_for_timeout(300)

    return steps


def sale(page: Page) -> None:
    shown("history")(page)
    page.click("[data-sales] button")
    see(page, "sale")
    page.wait_for_timeout(200)


def cancel(page: Page) -> None:
    sale(page)
    page.click("[data-screen=sale] [data-quick] button")
    page.click("[data-screen=sale] [type=submit]")
    page.wait_for_selector("dialog[open]")


def invited(page: Page) -> None:
    see(page, "invited")
    page.fill("[name=owner_name]", "김사장")


def add_phone(page: Page) -> None:
    shown("devices")(page)
    page.click("[data-do=invite]")
    page.wait_for_selector("[data-invitation]:not([hidden])")


def person(page: Page) -> None:
    shown("people")(page)
    page.click("[data-crew] li:last-child button")
    see(page, "person")


def large_text(page: Page) -> None:
    shown("shop")(page)
    page.check("[data-large]")
    page.click(".bottomnav [data-do=till]")
    see(page, "till")


def session(phone: Phone) -> str:
    return json.dumps(phone.log_in("p1", OWNER_PIN).json)


def invitation(stack: Stack) -> Invitation:
    signer = stack.adapters.signer
    return Invitation(
        county_id=builders.COUNTY,
        merchant_id=builders.a_merchant().merchant_id,
        code_hash=signer.code_hash(f"invitation/{builders.COUNTY}", INVITATION),
        expires_at=stack.now + COUNTY_TTL,
    )
