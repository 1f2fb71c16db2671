"""A manager's first day and last: an app, a shop that closes, an account that is disabled."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from infra.localcloud.staff_login import StaffLogin, totp
from tests.e2e.conftest import Cloud, wait_for
from tests.e2e.test_in_browser import DESK, PHONE, Screen
from tests.e2e.test_in_browser import browser as browser  # The fixture, which starts it.

NAME, FIRST, PASSWORD = "nari.manager", "First-Password-1", "My-Own-Password-7"
OUT_WITHIN_SECONDS = 75
"""A minute, and what a laptop takes."""


@pytest.fixture(scope="module")
def pool(cloud: Cloud) -> Iterator[Any]:
    """The administrator's way to the user pool, with a manager who has a first password."""
    cognito = cloud.stack.deployment.client("cognito-idp")
    user = {"UserPoolId": login(cloud).pool_id, "Username": NAME}
    cognito.admin_create_user(
        **user,
        MessageAction="SUPPRESS",
        TemporaryPassword=FIRST,
        UserAttributes=[{"Name": "custom:county", "Value": "gangjin"}],
    )
    cognito.admin_add_user_to_group(**user, GroupName="manager")
    yield cognito
    cognito.admin_delete_user(**user)


def login(cloud: Cloud) -> StaffLogin:
    environment = json.loads((cloud.stack.home / "environment.json").read_text())
    return StaffLogin(
        cloud.described["aws_endpoint_url"],
        environment["STAFF_POOL_ID"],
        environment["STAFF_CLIENT_ID"],
    )


def enter(person: Screen, password: str) -> None:
    person.page.fill("#username", NAME)
    person.page.fill("#password", password)
    person.submit("login")


def set_up_the_app(person: Screen) -> str:
    """By the text beside the code, which says the same; the secret."""
    person.see("app")
    expect(person.page.locator("[data-app-code] svg")).to_be_visible()
    person.shoot("staff-app")
    secret = str(person.page.locator("[data-app-secret]").text_content()).replace(" ", "")
    person.page.fill("#app-code", totp(secret, time.time()))
    person.submit("app")
    return secret


def close(cloud: Cloud, token: str, merchant_id: str, status: str = "closed") -> Any:
    path = f"/v1/staff/merchants/{merchant_id}/status"
    return cloud.call("PUT", path, {"status": status, "reason": "폐업 신고"}, token=token)


def test_a_managers_first_day_and_last(browser: Browser, cloud: Cloud, pool: Any) -> None:
    shop = cloud.described["merchants"][-1]
    manager = Screen(browser, cloud, DESK)
    manager.open("/staff")
    manager.see("login")
    enter(manager, FIRST)
    manager.see("new-password")
    manager.page.fill("#new_password", PASSWORD)
    manager.submit("new-password")
    without_app = login(cloud).tokens(NAME, PASSWORD, None)["IdToken"]
    refused = close(cloud, without_app, shop["merchant_id"])
    assert (refused.status, refused.json["code"]) == (403, "mfa_required")

    secret = set_up_the_app(manager)
    manager.see("login")
    expect(manager.page.locator("[data-fill=login-note]")).to_be_visible()
    enter(manager, PASSWORD)
    manager.see("code")
    manager.page.fill("#code", "000000")
    manager.submit("code")
    expect(manager.page.locator("[data-screen=code] [data-error='']")).to_contain_text("맞지 않")
    manager.page.fill("#code", totp(secret, time.time()))
    manager.submit("code")
    manager.see("today")

    manager.task("shops")
    manager.see("shops")
    manager.shoot("staff-shops")
    manager.page.fill("#shops-q", shop["merchant_code"])
    manager.page.click("#shops-form [type=submit]")
    manager.see("shop")
    manager.page.select_option("#shop-what", "closed")
    manager.page.fill("#shop-reason", "폐업 신고")
    manager.page.click("#shop-form [type=submit]")
    manager.page.click("#shop-form [type=submit]")
    expect(manager.page.locator("[data-shop] .tag")).to_have_text("폐업", timeout=10_000)
    manager.shoot("staff-shop")
    shown = cloud.call("GET", f"/v1/merchants/{shop['merchant_code']}").json
    assert shown["status"] == "closed"

    till = Screen(browser, cloud, PHONE)
    till.open("/merchant")
    till.see("login")
    till.press("details.by-key summary")
    till.page.fill("#api_key", shop["api_key"])
    till.page.click("#key-form [type=submit]")
    till.see("till")
    expect(till.page.locator("[data-standing=closed]")).to_be_visible()
    till.shoot("till-closed")
    manager.task("audit")
    expect(manager.page.locator("[data-audit] tbody tr").first).to_contain_text("가맹점 폐업")

    kept = json.loads(manager.page.evaluate("sessionStorage.getItem('onmin.staff')"))
    assert close(cloud, kept["idToken"], shop["merchant_id"], "active").status == 200
    pool.admin_disable_user(UserPoolId=login(cloud).pool_id, Username=NAME)
    wait_for(
        lambda: close(cloud, kept["idToken"], shop["merchant_id"], "active").status == 401,
        OUT_WITHIN_SECONDS,
    )
    assert manager.complaints == []


def test_logging_out_ends_the_session_at_cognito(browser: Browser, cloud: Cloud) -> None:
    staff = Screen(browser, cloud, DESK)
    staff.log_in("staff")
    kept = json.loads(staff.page.evaluate("sessionStorage.getItem('onmin.staff')"))
    cognito = cloud.stack.deployment.client("cognito-idp")
    renewal = {
        "ClientId": login(cloud).client_id,
        "AuthFlow": "REFRESH_TOKEN_AUTH",
        "AuthParameters": {"REFRESH_TOKEN": kept["refreshToken"]},
    }
    assert cognito.initiate_auth(**renewal)["AuthenticationResult"]["IdToken"]

    staff.task("logout")
    staff.see("login")

    with pytest.raises(cognito.exceptions.NotAuthorizedException):
        cognito.initiate_auth(**renewal)
    assert staff.page.evaluate("sessionStorage.getItem('onmin.staff')") is None
