"""A new employee's first day at the desk; docs/journeys.md has its clicks and keys."""

import base64
import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.screens.journeys import Walk
from tests.screens.served import a_stack, served
from tests.screens.test_journeys import TABLE

PHONE = "010-1111-2222"
NAME = "홍길동"


def told() -> dict[str, tuple[int, int, int]]:
    """By the task: clicks, keys and seconds of the document."""
    rows = re.findall(
        r"^\| ([^|]+?) \| (\d+) \| (\d+) \| (\d+) s \|", TABLE.read_text(), re.MULTILINE
    )
    return {name: (int(clicks), int(keys), int(seconds)) for name, clicks, keys, seconds in rows}


def at_the_desk(page: Page, name: str) -> None:
    claims = {"cognito:username": name, "cognito:groups": ["manager"]}
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    kept = {"idToken": f"x.{body}.x", "accessToken": "x", "expiresAt": 4102444800000}
    page.goto("/staff")
    page.evaluate("kept => sessionStorage.setItem('onmin.staff', kept)", json.dumps(kept))
    page.goto("/staff")
    page.wait_for_selector("[data-screen=today]:not([hidden])")


@pytest.fixture
def walk(browser: Browser) -> Iterator[Walk]:
    stack = a_stack()
    member = stack.member(PHONE, vouchers=4000)
    name = stack.call("GET", "/v1/me", token=member.token).json["name"]
    assert name == NAME
    body = {"schema": 1, "county_id": "gangjin", "purchase_id": "pur_1", "simulated_at": None}
    stack.adapters.dead_sqs.send_message(
        QueueUrl=stack.adapters.settings.dead_letter_urls["reservation"],
        MessageBody=json.dumps(body),
    )
    assert stack.redeem(member.pay_code(), 1200).status == 201
    stack.later(minutes=1)
    with served(stack) as address:
        context = browser.new_context(
            viewport={"width": 1280, "height": 800}, locale="ko-KR", base_url=address
        )
        page = context.new_page()
        page.clock.install(time=stack.now.timestamp())
        page.add_init_script("window.print = () => { window.printed = true; }")
        yield Walk(page, stack)
        context.close()


def go(walk: Walk, task: str) -> None:
    walk.tap(f".desknav [data-do={task}]")
    walk.see(task)


def find_member(walk: Walk) -> None:
    go(walk, "members")
    walk.type("#member-search", PHONE)
    walk.page.keyboard.press("Enter")
    walk.keys += 1
    walk.see("member")
    expect(walk.page.locator("[data-member-wallet]")).to_contain_text("2,800원")
    expect(walk.page.locator("[data-member-entries] tbody tr")).to_have_count(3)


def find_by_name(walk: Walk) -> None:
    """Of whoever has neither phone nor card at hand."""
    go(walk, "members")
    walk.type("#member-search", NAME)
    walk.page.keyboard.press("Enter")
    walk.keys += 1
    walk.see("member")


def send_again(walk: Walk) -> None:
    """What a worker could not finish, after its cause was mended."""
    go(walk, "dead-letters")
    walk.tap("[data-dead-letters] tbody button >> nth=0")
    walk.type("#redrive-reason", "원인 고침")
    walk.submit()
    walk.submit()
    expect(walk.page.locator("[data-fill=redriven-note]")).to_be_visible()
    expect(walk.page.locator("[data-count=dead-letters]")).to_be_hidden()


def propose(walk: Walk) -> None:
    """From the member's page."""
    walk.tap("[data-member-entries] tbody button >> nth=0")
    walk.see("adjustments")
    expect(walk.page.locator("#adjustment-corrects")).not_to_have_value("")
    walk.type("#adjustment-amount", "700")
    walk.type("#adjustment-reason", "부스 오류")
    walk.page.keyboard.press("Enter")
    walk.keys += 1
    expect(walk.page.locator("[data-fill=adjustment-note]")).to_be_visible()


def approve(walk: Walk) -> None:
    at_the_desk(walk.page, "bora")
    expect(walk.page.locator("[data-count=inbox]")).to_have_text("1")
    go(walk, "inbox")
    walk.tap("[data-inbox] tbody button")
    walk.see("adjustment")
    walk.submit()
    walk.submit()
    expect(walk.page.locator("[data-adjustment-facts]")).to_contain_text("반영")


def close_a_key(walk: Walk) -> None:
    go(walk, "shops")
    walk.type("#shops-q", "M0001")
    walk.page.keyboard.press("Enter")
    walk.keys += 1
    walk.see("shop")
    rows = walk.page.locator("[data-shop-keys] .button.danger")
    before = rows.count()
    walk.tap("[data-shop-keys] .button.danger >> nth=0")
    walk.type("#shop-reason", "키 분실")
    walk.submit()
    walk.submit()
    expect(rows).to_have_count(before - 1)


def print_a_poster(walk: Walk) -> None:
    go(walk, "campaigns")
    walk.tap("[data-campaigns] tbody button >> nth=0")
    walk.see("campaign")
    walk.tap("[data-campaign-places] tbody button >> nth=0")
    walk.see("poster")
    walk.tap("[data-screen=poster] [data-do=print]")
    assert walk.page.evaluate("window.printed")


def join_somebody(walk: Walk) -> None:
    """Without a smartphone, until the card is printed."""
    go(walk, "assisted")
    walk.type("#assisted-name", "김순자")
    walk.type("#assisted-form #birth_on", "19480302")
    walk.choose("#assisted-province", "11")
    walk.choose("#assisted-region", "11110")
    walk.tap("#assisted-terms")
    walk.tap("#assisted-privacy")
    walk.submit()
    while not walk.stack.queue.sent:
        walk.page.wait_for_timeout(20)
    walk.stack.deliver()
    walk.see("assisted-done")
    walk.type("#assisted-card-pin", "4829")
    walk.type("#assisted-card-again", "4829")
    walk.submit()
    walk.see("card-print")
    walk.tap("[data-screen=card-print] [data-do=print]")
    assert walk.page.evaluate("window.printed")


def make_a_sight(walk: Walk) -> None:
    """Until it waits for its hours and fees."""
    go(walk, "visits")
    walk.type("#sight-name", "사의재")
    walk.type("#sight-name-en", "Sauijae")
    walk.type("#sight-address", "사의재길 27")
    walk.choose("#sight-kind", "museum")
    walk.type("#sight-benefit", "무료")
    walk.type("#sight-reason", "새 시설")
    walk.page.keyboard.press("Enter")
    walk.keys += 1
    walk.see("sight")
    expect(walk.page.locator("[data-sight-state]")).to_have_text("운영 조건 없음")


def say_who_saw(walk: Walk) -> None:
    """For the auditor: from the member's page."""
    walk.tap("[data-do=member-records]")
    walk.see("audit")
    expect(walk.page.locator("[data-audit]")).to_contain_text("회원 지갑 보기")


def test_a_new_employees_first_day_takes_the_clicks_that_the_table_says(walk: Walk) -> None:
    at_the_desk(walk.page, "anna")
    taken = {}
    for name, task in (
        ("Find a member by number and explain the balance", find_member),
        ("Find a member by name", find_by_name),
        ("Propose to put an entry right", propose),
        ("Approve what another proposed", approve),
        ("Close a lost key", close_a_key),
        ("Print a poster", print_a_poster),
        ("Join somebody without a smartphone and print the card", join_somebody),
        ("Make a sight", make_a_sight),
        ("Find a member again", find_member_again),
        ("Say who saw a member", say_who_saw),
        ("Send a failed task again", send_again),
    ):
        walk.taps, walk.keys, walk.screens = 0, 0, walk.screens[-1:]
        task(walk)
        walk.screens = walk.screens[1:] or walk.screens
        taken[name] = (walk.taps, walk.keys, walk.seconds)
    del taken["Find a member again"]
    assert taken == told()


def find_member_again(walk: Walk) -> None:
    go(walk, "members")
    walk.type("#member-search", PHONE)
    walk.page.keyboard.press("Enter")
    walk.see("member")
