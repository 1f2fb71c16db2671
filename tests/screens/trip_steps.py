"""Half-price trips that a gallery shows: one over and to be claimed, one claimed, one new."""

import json

from playwright.sync_api import Page

from tests.conftest import Member, Stack
from tests.screens.seeing import see
from tests.trips.journeys import FRIEND, apply, approved, claim, decide, review, slip


def furnish(stack: Stack) -> Member:
    """Takes days. Who has trips of every kind."""
    traveller = stack.member("010-7777-8888", vouchers=4000)
    other = stack.member("010-7777-9999")
    theirs = approved(other, companions=[FRIEND])
    approved(traveller, asked_count=2)
    stack.later(days=2)
    paid = stack.redeem(traveller.pay_code(), 3_000)
    assert paid.status == 201, paid.raw
    stack.later(minutes=7)
    receipts = [slip(stack, 86_000), slip(stack, 24_500, hours=-20)]
    assert claim(other, theirs, receipts=receipts).status == 202
    assert review(stack, theirs, True, False).status == 200
    assert apply(other, 12).status == 201
    refused = apply(traveller, 20).json["trip_id"]
    assert decide(stack, refused, "reject", reason="신분증을 알아볼 수 없음").status == 200
    return traveller


def trips(page: Page) -> None:
    see(page, "trips")
    page.locator("[data-trips] button").first.wait_for()


def application(page: Page) -> None:
    see(page, "trips")
    page.locator('[data-do="apply-for-trip"]').click()
    see(page, "trip-apply")


def claiming(page: Page) -> None:
    see(page, "trips")
    # The newest is refused, the one before is over and may be claimed.
    page.locator("[data-trips] button").nth(1).click()
    see(page, "trip")
    page.locator('[data-do="claim-trip"]').click()
    see(page, "trip-claim")
    page.locator("[data-own-payments] input").first.wait_for()
    page.locator('[data-do="add-receipt"]').click()


def one(page: Page) -> None:
    see(page, "trips")
    page.locator("[data-trips] button").nth(1).click()
    see(page, "trip")


def companion(page: Page) -> None:
    """What who comes along sees, by the link that the applicant hands over."""
    one(page)
    page.locator("[data-trip] .pair button").first.click()
    link = page.locator("[data-trip] code").inner_text()
    page.goto(link)
    page.locator('[data-do="consent"]').wait_for()


def desk_trip(page: Page) -> None:
    see(page, "trips")
    page.locator("#trips-status").select_option("claimed")
    page.locator('#trips-form [type="submit"]').click()
    page.locator("[data-desk-trips] tbody button").first.click()
    see(page, "trip")


def effect(page: Page) -> None:
    """What a year brought: nights would have to pass for one of these trips to be in it."""
    months = [
        {"month": f"2026-{of:02}-01", "teams": 140 + of, "people": 410 + 2 * of, "repeated": 12,
         "spent": 38_500_000 + 1_234_000 * of, "paid": 16_400_000, "taken": 120_000,
         "respent": 9_870_000}
        for of in range(4, 11)
    ]  # fmt: skip
    total = {
        name: sum(one[name] for one in months) for one in months[:1] for name in one
        if name != "month"
    }  # fmt: skip
    places = [
        {"name": name, "amount": amount}
        for name, amount in (("강진읍", 118_400_000), ("마량면", 61_250_000), ("", 9_300_000))
    ]
    found = {
        "year": 2026, "until_on": "2026-11-30", "months": months,
        "total": total | {"spent_percent": 267, "respent_percent": 60},
        "spent_areas": places, "spent_trades": places[:1], "respent_areas": places[:2],
        "respent_trades": [], "sights": [{"name": "고려청자박물관", "amount": 640}],
    }  # fmt: skip
    page.route(
        "**/v1/staff/trip-effects/*",
        lambda route: route.fulfill(body=json.dumps(found), content_type="application/json"),
    )
    see(page, "trips")
    page.locator('#trip-effect-form [type="submit"]').click()
    page.locator("[data-trip-months] tbody tr").first.wait_for()
