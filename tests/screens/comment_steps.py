"""A draw that takes comments: what its members see, and the desk that looks at them."""

from playwright.sync_api import Page

from tests.comments.entering import LINK, POST, decide, enter
from tests.conftest import Member, Stack
from tests.draws.lots import announce
from tests.screens.desk_steps import desk
from tests.screens.seeing import see

TITLE = "가을 소식 댓글 추첨"


def furnish(stack: Stack, payer: Member, newcomer: Member) -> None:
    """One comment that waits, and another of the same handle that was refused."""
    draw_id = announce(stack, post_url=POST, title=TITLE).json["draw_id"]
    refused = enter(payer, draw_id)
    assert refused.status == 201, refused.raw
    decide(stack, refused.json, "reject")
    assert enter(newcomer, draw_id, link=f"{LINK}7").status == 201


def certify(page: Page) -> None:
    see(page, "rewards")
    page.locator("[data-comment-events] button").first.click()
    page.locator("#comment-form").wait_for()


def looked_at(page: Page) -> None:
    desk("draws")(page)
    page.locator("[data-draws] tbody tr", has_text=TITLE).locator("button").click()
    see(page, "one-draw")
    page.locator("[data-comment-entries] tbody button").first.click()
    page.locator("[data-comment-alike] li").wait_for()
