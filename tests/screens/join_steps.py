"""How a browser comes to each step of joining."""

import itertools

from playwright.sync_api import Page

from tests.screens.seeing import see

_numbers = itertools.count()


def agree(page: Page) -> None:
    see(page, "agree")


def phone(page: Page) -> None:
    see(page, "agree")
    page.check("[name=terms]")
    page.check("[name=privacy]")
    page.click("[data-screen=agree] [type=submit]")
    see(page, "phone")


def code(page: Page) -> None:
    phone(page)
    # Of each picture another's: a number is sent only so many messages.
    page.fill("#phone", f"0107100{next(_numbers):04}")
    page.click("[data-screen=phone] [type=submit]")
    see(page, "code")


def missing(page: Page) -> None:
    see(page, "agree")
    page.click("[data-screen=agree] [type=submit]")


def person(page: Page) -> None:
    see(page, "person")


def _fill_person(page: Page, name: str, birth: str) -> None:
    see(page, "person")
    page.fill("#name", name)
    page.fill("#birth_on", birth)
    page.click("[data-screen=person] [type=submit]")


def region(page: Page) -> None:
    _fill_person(page, "홍길동", "19800505")
    see(page, "region")
    page.select_option("#province", "11")


def guardian(page: Page) -> None:
    _fill_person(page, "홍길순", "20160505")
    see(page, "guardian")


def member(page: Page) -> None:
    _fill_person(page, "홍길동", "19800505")
    see(page, "card")
