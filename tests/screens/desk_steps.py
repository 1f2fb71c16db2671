"""How a browser comes to the views of the desk, of applying, and of draws."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page

from chalicelib.core.values import format_time, seoul_date
from chalicelib.fraud.signals import AGAIN_MIN
from chalicelib.totals.day_totals import ClosingTotals, DayTotals
from chalicelib.totals.flows import NO_FLOWS, Flow
from chalicelib.totals.store import DayTotalsStore
from tests.builders import COUNTY
from tests.campaigns import test_desk as campaign_desk
from tests.conftest import Stack
from tests.dead_letters.test_dead_letters import PURCHASE, lay
from tests.looks.requests import png
from tests.screens.analysis_steps import analysed
from tests.screens.seeing import see
from tests.waiver_scenes import two_who_owe


def desk(tab: str) -> Callable[[Page], None]:
    def steps(page: Page) -> None:
        see(page, tab)
        page.wait_for_timeout(400)

    return steps


def sight(page: Page) -> None:
    desk("visits")(page)
    page.click("[data-sights] tbody button >> nth=0")
    see(page, "sight")
    page.wait_for_timeout(400)


def sight_difference(page: Page) -> None:
    """The book of a day that is over and of which nothing is paid in, from its duty."""
    desk("duties")(page)
    page.click("[data-duties] tbody button:text-matches('요금 대장|Book of fees')")
    see(page, "sight")
    page.wait_for_selector("#difference-form:not([hidden])")
    page.locator("#difference-form").scroll_into_view_if_needed()


def sight_notice(page: Page) -> None:
    """The form by which a closed day is announced, open."""
    sight(page)
    page.click("details:has(#sight-notice-form) > summary")
    page.locator("#sight-notice-form").scroll_into_view_if_needed()


def draw_checked(page: Page) -> None:
    page.click("[data-do=check]:not([hidden])")
    page.wait_for_selector("[data-verdict]:not([hidden])", timeout=30_000)


def one_draw(page: Page) -> None:
    desk("draws")(page)
    page.click("[data-draws] tbody button >> nth=0")
    see(page, "one-draw")
    page.wait_for_timeout(200)


def furnish_unusual(stack: Stack) -> None:
    """What asks for somebody: a buyer who pays five times in one shop, tasks that failed, and a
    campaign that has given a part of its budget."""
    buyer = stack.member("010-6666-1111", vouchers=5000)
    for _ in range(AGAIN_MIN):
        paid = stack.redeem(buyer.pay_code(), 1_000)
        assert paid.status == 201, paid.raw
        stack.later(minutes=1)
    analysed(stack)
    lay(stack, "reservation", PURCHASE)
    lay(stack, "grant", "{}")
    booths = [
        {"code": "reed26-a", "name": "정문", "proof": "screen"},
        {"code": "reed26-c", "name": "가우도 전망대", "proof": "printed"},
    ]
    campaign_desk.made(
        stack, closes_at="2026-12-31T15:00:00Z", booths=booths,
        visit_mileage=1_000, printed_visit_mileage=500,
    )  # fmt: skip
    stack.later(minutes=3)
    for number in (1, 2):
        campaign_desk.join(stack, number)


def furnish(stack: Stack) -> None:
    """A month of days that are closed, with a weekend each."""
    store = DayTotalsStore(stack.table)
    today = seoul_date(stack.now)
    for back in range(40, 0, -1):
        on = today - timedelta(days=back)
        many = 3 if on.weekday() > 4 else 1
        flows = {
            **NO_FLOWS,
            "signup": Flow(count=4 * many + back % 3, mileage_in=20_000 * many),
            "purchase": Flow(count=many, voucher_in=90_000 * many),
            "redemption": Flow(count=9 * many, voucher_out=41_000 * many + 700 * (back % 5)),
        }
        left = ClosingTotals(members=400 - 6 * back, mileage=900_000, voucher=60_000 * (50 - back))
        store.put(DayTotals(COUNTY, on, left, flows))
    _furnish_cashbacks(stack)
    two_who_owe(stack, stack.member("010-7777-1111"), stack.member("010-7777-2222"))


def _furnish_cashbacks(stack: Stack) -> None:
    """One that gives, and one that waits for its second person."""
    path = "/v1/staff/cashback-campaigns"
    terms = {
        "name": "병영 캐시백",
        "name_en": "Byeongyeong cashback",
        "rate_percent": 10,
        "floor_amount": 5_000,
        "ceiling_amount": 20_000,
        "budget_amount": 30_000_000,
        "opens_at": format_time(stack.now - timedelta(days=1)),
        "closes_at": format_time(stack.now + timedelta(days=40)),
        "reason": "2026년 상권 살리기 방침 12호",
    }
    made = stack.call("POST", path, terms, token="kim", key="cashback-1")
    approved = f"{path}/{made.json['campaign_id']}/approve"
    assert stack.call("POST", approved, {}, token="lee", key="cashback-2").status == 200
    stack.later(seconds=1)
    later = {"name": "마량 찻집 캐시백", "areas": ["마량면"], "categories": ["카페"]}
    waiting = stack.call("POST", path, terms | later, token="kim", key="cashback-3")
    assert waiting.status == 201, waiting.raw


def trends(page: Page) -> None:
    desk("trends")(page)
    page.wait_for_selector("[data-trends] thead")


def member(page: Page) -> None:
    desk("members")(page)
    page.fill("#member-search", "010-1111-2222")
    page.click("#member-search-form [type=submit]")
    see(page, "member")
    page.wait_for_timeout(300)


def sale_round(page: Page) -> None:
    desk("rounds")(page)
    page.locator("[data-rounds] tbody tr", has_text="9,900,000").get_by_role("button").click()
    see(page, "round")
    page.wait_for_selector("[data-burn-down] canvas")


def shop(page: Page) -> None:
    desk("shops")(page)
    page.click("[data-shops] tbody button >> nth=0")
    see(page, "shop")
    page.select_option("#shop-what", "issue")
    page.wait_for_timeout(300)


def registrations(page: Page) -> None:
    desk("registrations")(page)
    page.select_option("#registrations-waiting", "")
    page.click("#registrations-form [type=submit]")
    page.wait_for_selector("[data-registrations] tbody button")


def registration(page: Page) -> None:
    registrations(page)
    page.click("[data-registrations] tbody button >> nth=0")
    see(page, "registration")
    page.select_option("#registration-what", "account")
    page.wait_for_timeout(300)


def register_import(page: Page) -> None:
    """A file of which a line is good and others are not."""
    desk("registrations")(page)
    head = "상호,사업자등록번호,대표자명,업종,주소,개업일,은행,계좌번호,예금주,연매출액"
    rows = ("가,1,나,음식점,다,2019-03-02,농협은행,3021234567891,나,1", "라,214-86-39239")
    content = "\r\n".join([head, *rows]).encode()
    page.set_input_files(
        "#register-file", files=[{"name": "r.csv", "mimeType": "text/csv", "buffer": content}]
    )
    page.click("#register-import-form [type=submit]")
    see(page, "register-import")
    page.wait_for_timeout(300)


def picture(page: Page) -> None:
    """A photo of a camera that is chosen, and made smaller before it is sent."""
    see(page, "picture")
    page.set_input_files(
        "#picture-file",
        files=[{"name": "photo.png", "mimeType": "image/png", "buffer": png(2400, 1000)}],
    )
    page.wait_for_selector("[data-picture-new] img")


def visit_screen(page: Page) -> None:
    campaign(page)
    page.locator("[data-campaign-places] tbody tr", has_text="정문").get_by_role(
        "button", name="방문 QR"
    ).or_(page.get_by_role("button", name="Visit code")).first.click()
    see(page, "visit-screen")


def campaign(page: Page) -> None:
    """The one with a budget."""
    desk("campaigns")(page)
    page.locator("[data-campaigns] tbody tr", has_text="reed26").get_by_role("button").click()
    see(page, "campaign")


def campaign_rewards(page: Page) -> None:
    """The fields of a stamp tour and of members' links, open."""
    campaign(page)
    for summary in page.locator("#campaign-terms details summary").all():
        summary.click()


def campaign_link(page: Page) -> None:
    campaign(page)
    page.select_option("#link-channel", "sns")
    page.fill("#link-name", "insta")
    page.click("#campaign-link button[type=submit]")
    page.locator("[data-link-qr] svg").wait_for()


def cashback(page: Page) -> None:
    desk("cashbacks")(page)
    page.click("[data-cashbacks] tbody button >> nth=0")
    see(page, "cashback")


def poster(page: Page) -> None:
    desk("campaigns")(page)
    page.click("[data-campaigns] tbody button >> nth=0")
    see(page, "campaign")
    page.click("[data-campaign-places] tbody button")
    see(page, "poster")
    page.wait_for_function("document.querySelector('[data-poster] img')?.complete")


def apply(screen: str) -> Callable[[Page], None]:
    def steps(page: Page) -> None:
        see(page, "start")
        # The phone is proven elsewhere: its pages are those of joining.
        page.evaluate(
            """(name) => document.querySelectorAll("[data-screen]").forEach((one) => {
                one.hidden = one.dataset.screen !== name; })""",
            screen,
        )
        page.wait_for_timeout(100)

    return steps


def apply_result(page: Page) -> None:
    see(page, "start")
    page.click("[data-do=look-up]")
    see(page, "result")
    page.fill("[name=application_id]", page.evaluate("() => window.name") or "app_0")
    page.click("[data-screen=result] [type=submit]")
    page.wait_for_timeout(300)


def shop_change(page: Page) -> None:
    desk("shop-changes")(page)
    page.click("[data-shop-changes] tbody button >> nth=0")
    see(page, "shop-change")
    page.wait_for_timeout(200)


def application(page: Page) -> None:
    desk("applications")(page)
    page.click("[data-applications] tbody button >> nth=0")
    see(page, "application")
    page.wait_for_timeout(200)
