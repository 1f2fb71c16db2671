"""Joining at the desk and the printed card: how a browser comes to each view."""

from playwright.sync_api import Page

from tests.screens import shop_steps
from tests.screens.desk_steps import desk, member
from tests.screens.seeing import see

CARD = "OC06BX3K9QZ7M2T4WA0123456789ABCDEFGHJKMNPQRS"


def filled(page: Page) -> None:
    """A form with what a booth asks, and a name that nobody has."""
    desk("assisted")(page)
    page.fill("#assisted-name", "김순자")
    page.fill("#assisted-form #birth_on", "19480302")
    page.select_option("#assisted-province", index=1)
    page.select_option("#assisted-region", index=1)
    page.fill("#assisted-campaign", "celadon-a")
    page.check("#assisted-terms")
    page.check("#assisted-privacy")


def of_who_is_known(page: Page) -> None:
    filled(page)
    page.fill("#assisted-name", "홍길동")
    page.fill("#assisted-form #birth_on", "19800505")
    page.click("#assisted-form [type=submit]")
    page.wait_for_selector("[data-assisted-known]:not([hidden])")


def printed(page: Page) -> None:
    member(page)
    page.fill("#member-card-pin", "4829")
    page.fill("#member-card-again", "4829")
    page.fill("#member-card-reason", "스마트폰 없음")
    page.click("#member-card [type=submit]")
    see(page, "card-print")
    page.wait_for_timeout(200)


def pin(page: Page) -> None:
    shop_steps.till_code(page)
    page.fill("#pay_code", CARD)
    page.press("#pay_code", "Enter")
    see(page, "card")
