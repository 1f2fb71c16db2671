"""Photos of a festival that a gallery shows: one to be looked at, one accepted, one refused."""

import base64
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from chalicelib.festivals.store import StampStore
from chalicelib.festivals.touring import Stamp
from chalicelib.joining.wiring import JoiningWiring
from tests.builders import COUNTY
from tests.conftest import Member, Stack
from tests.photos.entering import decide, enter
from tests.screens.seeing import see

PICTURE = Path(__file__).parents[2] / "chalicelib/web/static/design/welcome.svg"


def open_entries(stack: Stack) -> None:
    """From the next day on."""
    stack.set_rule("photo.entries", 4)


def furnish(stack: Stack, member: Member) -> None:
    campaigns = stack.wired(JoiningWiring).campaigns.all(COUNTY)
    campaign = next(one for one in campaigns if one.is_open(stack.now) and one.booths)
    booth = campaign.booths[0].code
    StampStore(stack.table).put(campaign, member.member_id, Stamp(booth, stack.now))
    for mark, what in ((1, "accept"), (2, "reject"), (3, None)):
        entered = enter(member, campaign.campaign_id, mark, place=booth)
        assert entered.status == 201, entered.raw
        if what:
            decide(stack, entered.json["photo_id"], what)


def gallery(count: int) -> Callable[[Page], None]:
    """With so many pictures: the bucket's own address is no part of this machine."""
    picture = "data:image/svg+xml;base64," + base64.b64encode(PICTURE.read_bytes()).decode()
    places = ["정문 광장", "청자 빚기 체험장", "가우도", "무대"]
    answer = {
        "name": "강진청자축제",
        "data": [{"url": picture, "place": places[n % 4]} for n in range(count)],
        "next_cursor": "x" if count else None,
        "expires_at": "2027-12-02T03:51:00Z",
    }

    def steps(page: Page) -> None:
        page.route("**/v1/campaigns/celadon-a/photos*", lambda route: route.fulfill(json=answer))
        page.goto(page.url.replace("/privacy", "/photos/celadon-a"))
        page.locator("[data-photos] li").last.wait_for()

    return steps


def rewards(page: Page) -> None:
    see(page, "rewards")
    page.locator("[data-own-photos] li").first.wait_for()


def looked_at(page: Page) -> None:
    # The bucket's own address is no part of this machine.
    picture = "data:image/svg+xml;base64," + base64.b64encode(PICTURE.read_bytes()).decode()
    answer = {"url": picture, "expires_at": "2026-12-02T03:51:00Z"}
    page.route("**/image", lambda route: route.fulfill(json=answer))
    see(page, "photos")
    page.locator("[data-photos] .button").first.click()
    page.locator("[data-photo-picture] img").wait_for()
