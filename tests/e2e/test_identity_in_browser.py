"""Verifying who one is, on the phone: asked once, away to the agency, and back where one was."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from chalicelib.aws.dynamodb import DynamoDBTable
from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from tests.e2e.conftest import Cloud
from tests.e2e.test_identity import PERSON, prove
from tests.e2e.test_in_browser import PHONE, Screen
from tests.e2e.test_in_browser import browser as browser  # One for the module.

FROM_THEN_ON = date(2027, 12, 10)
LATER = {"X-Simulated-Now": "2027-12-11T03:00:00.000Z"}


@pytest.fixture(scope="module", autouse=True)
def _asked_for_conversion(cloud: Cloud) -> None:
    """From a day on that no other test knows."""
    table = DynamoDBTable(
        cloud.stack.deployment.client("dynamodb"),
        cloud.stack.deployment.function_environment()["TABLE_NAME"],
    )
    version = SettingVersion("identity.conversion", FROM_THEN_ON, 1, "시험")
    CountyStore(table).put_setting("gangjin", version)


@pytest.fixture
def phone(browser: Browser, cloud: Cloud) -> Iterator[Screen]:
    screen = Screen(browser, cloud, PHONE)
    screen.page.set_extra_http_headers(LATER)
    yield screen
    assert screen.complaints == []


def verify(screen: Screen, person: str) -> None:
    page = screen.page
    page.fill("#name", PERSON["name"])
    page.fill("#birth_on", PERSON["birth_on"])
    page.fill("#person", person)
    screen.shoot("40 agency, played")
    page.click("button[value=verified]")


def test_a_conversion_asks_once_and_goes_on(phone: Screen, cloud: Cloud) -> None:
    token = cloud.join("010-7002-0001", headers=LATER)
    session = {"access_token": token, "expires_at": "2027-12-18T00:00:00.000Z", "member_id": "mem"}
    phone.open("/wallet")
    phone.page.evaluate("kept => localStorage.setItem('onmin.session', kept)", json.dumps(session))
    phone.open("/wallet")
    phone.see("home")
    phone.press("[data-do=convert]")
    phone.see("convert")
    phone.page.fill("[data-screen=convert] [name=mileage]", "3000")
    phone.submit("convert")
    phone.see("identity")
    phone.shoot("41 identity, asked once")
    phone.press("[data-do=identify]")
    verify(phone, "browser-one")
    phone.see("identified")
    phone.shoot("42 identity, done")
    phone.press("[data-do=go-on]")
    phone.see("convert")
    phone.page.fill("[data-screen=convert] [name=mileage]", "3000")
    phone.submit("convert")
    phone.see("converted")

    phone.open("/wallet")
    phone.see("home")
    phone.press("[data-do=mine]")
    phone.see("mine")
    expect(phone.page.locator("[data-mine]")).to_contain_text("본인확인")
    expect(phone.page.locator("[data-do=identify-mine]")).to_be_hidden()
    phone.shoot("43 my data, identified")


def test_one_logs_in_by_identity_and_changes_the_number(phone: Screen, cloud: Cloud) -> None:
    member = cloud.join("010-7002-0002", headers=LATER)
    body = {"verification_token": prove(cloud, "browser-two", headers=LATER)}
    bound = cloud.call("PUT", "/v1/me/identity", body, token=member, headers=LATER)
    assert bound.status == 200, bound.raw
    phone.open("/wallet")
    phone.see("phone")
    phone.shoot("44 log in, by a code or by identity")
    phone.press("[data-do=login-by-identity]")
    verify(phone, "browser-two")
    phone.see("home")

    phone.press("[data-do=mine]")
    phone.see("mine")
    phone.press("[data-do=change-number]")
    phone.see("phone")
    phone.page.fill("#phone", "01070020003")
    phone.submit("phone")
    phone.see("code")
    phone.page.fill("#code", cloud.sms_code("+821070020003"))
    phone.see("mine")
    expect(phone.page.locator("[data-mine]")).to_contain_text("010-7002-0003")
    phone.shoot("45 my data, another number")
