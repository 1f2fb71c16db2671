"""Two members of staff in real browsers: an adjustment, and a file of grants through the queue."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Cloud
from tests.e2e.test_in_browser import DESK, PHONE, Screen
from tests.e2e.test_in_browser import browser as browser  # The fixture, which starts it.


def logged_in(browser: Browser, cloud: Cloud, who: str, size: dict[str, int]) -> Screen:
    person = Screen(browser, cloud, size)
    person.log_in(who)
    return person


@pytest.fixture
def people(browser: Browser, cloud: Cloud) -> tuple[Screen, Screen]:
    """(who proposes, at a desk; who approves, on a phone)"""
    return (
        logged_in(browser, cloud, "staff", DESK),
        logged_in(browser, cloud, "approver", PHONE),
    )


def wallet_of(cloud: Cloud, token: str) -> Any:
    return cloud.call("GET", "/v1/me/wallet", token=token).json


def member_id(cloud: Cloud, token: str) -> str:
    found: str = cloud.call("GET", "/v1/me", token=token).json["member_id"]
    return found


def test_an_adjustment_takes_two(people: tuple[Screen, Screen], cloud: Cloud) -> None:
    proposer, approver = people
    token = cloud.join("010-9700-0001")

    proposer.task("adjustments")
    proposer.see("adjustments")
    page = proposer.page
    page.fill("#adjustment-member", member_id(cloud, token).removeprefix("mem_"))
    page.fill("#adjustment-amount", "700")
    page.fill("#adjustment-reason", "부스 오류로 빠진 마일리지")
    page.click("#adjustment-form [type=submit]")
    expect(page.locator('[data-fill="adjustment-note"]')).to_be_visible()
    proposer.shoot("staff-adjustments")
    page.locator("[data-adjustments] tbody button").first.click()
    proposer.see("adjustment")
    expect(page.locator("[data-screen=adjustment] form")).to_be_hidden()
    expect(page.locator("[data-screen=adjustment] [data-waiting]")).to_be_visible()
    assert wallet_of(cloud, token)["mileage"]["balance"] == 5000

    approver.task("adjustments")
    approver.page.locator("[data-adjustments] tbody button").first.click()
    approver.see("adjustment")
    approver.shoot("staff-adjustment-phone")
    approver.submit("adjustment")
    expect(approver.page.locator("[data-screen=adjustment] [data-check]")).to_be_visible()
    approver.submit("adjustment")
    expect(approver.page.locator("[data-adjustment-facts]")).to_contain_text("반영됨")
    assert wallet_of(cloud, token)["mileage"]["balance"] == 5700
    assert proposer.complaints + approver.complaints == []


def test_a_file_is_granted_and_tells_of_each_row(
    people: tuple[Screen, Screen], cloud: Cloud, tmp_path: Path
) -> None:
    proposer, approver = people
    token = cloud.join("010-9700-0002")
    row = f"v-1,{member_id(cloud, token)},300,축제 봉사\r\nv-2,mem_0000000000000000,5,축제 봉사\r\n"
    file = tmp_path / "grants.csv"

    proposer.task("grants")
    proposer.see("grants")
    page = proposer.page
    page.fill("#grant-name", "축제 봉사자")
    file.write_bytes(b"row_key,member_id,mileage,reason\r\nv-1,nobody,1e3,x\r\n")
    page.set_input_files("#grant-file", file)
    page.click("#grant-form [type=submit]")
    expect(page.locator("[data-problems] li")).to_have_count(2)
    file.write_bytes(f"row_key,member_id,mileage,reason\r\n{row}".encode("cp949"))
    page.set_input_files("#grant-file", file)
    page.click("#grant-form [type=submit]")
    expect(page.locator('[data-fill="grant-note"]')).to_be_visible()
    proposer.shoot("staff-grants")

    approver.task("grants")
    approver.page.locator("[data-grants] tbody button").first.click()
    approver.see("grant")
    approver.submit("grant")
    expect(approver.page.locator("[data-screen=grant] [data-check]")).to_be_visible()
    approver.submit("grant")
    facts = approver.page.locator("[data-grant-facts]")
    expect(facts).to_contain_text("지급 끝남", timeout=60_000)
    approver.shoot("staff-grant-phone")
    with approver.page.expect_download() as download:
        approver.press("[data-do=grant-result]")
    text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [(line["result"], line["code"]) for line in lines] == [
        ("granted", ""),
        ("refused", "member_unknown"),
    ]
    assert wallet_of(cloud, token)["mileage"]["balance"] == 5300
    assert proposer.complaints + approver.complaints == []
