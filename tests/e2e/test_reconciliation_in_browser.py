"""The staff page checks a past day of the ledger and shows what was found."""

import re

from playwright.sync_api import Browser, expect

from chalicelib.aws.attributes import pack
from chalicelib.totals import keys
from infra.localcloud.local import COUNTY_ID
from tests.e2e.conftest import Cloud
from tests.e2e.proofs import YESTERDAY, Holder
from tests.e2e.test_in_browser import DESK, browser
from tests.e2e.test_two_people import logged_in

__all__ = ["browser"]


def forget_day_totals(cloud: Cloud) -> None:
    """A report of another test may have kept the day's totals before the holder's entries were
    written into that day, which only a simulated clock can do."""
    key = keys.day_totals(COUNTY_ID, YESTERDAY.date())
    cloud.stack.deployment.client("dynamodb").delete_item(
        TableName=cloud.stack.deployment.function_environment()["TABLE_NAME"],
        Key=pack(key._asdict()),
    )


def test_a_past_day_is_checked_and_read(browser: Browser, cloud: Cloud, holder: Holder) -> None:
    forget_day_totals(cloud)
    desk = logged_in(browser, cloud, "approver", DESK)
    desk.task("reconciliations")
    desk.see("reconciliations")
    desk.page.fill("#reconcile-on", YESTERDAY.date().isoformat())
    desk.page.click("#reconcile-form [type=submit]")
    day = f"{YESTERDAY.month}월 {YESTERDAY.day}일"
    row = desk.page.locator("[data-reconciliations] tbody tr", has_text=day)
    expect(row).to_contain_text("이상 없음", timeout=60_000)
    row.locator("button").click()
    desk.see("reconciliation")
    found = desk.page.locator("[data-reconciliation]")
    expect(found).to_contain_text("이상 없음")
    expect(found).to_contain_text("처음부터")
    assert not re.search(r"null|undefined|NaN", found.inner_text())
    desk.shoot("staff-reconciliation")
    assert desk.complaints == []
