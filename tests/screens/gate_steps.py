"""A gate of the museum, and a pass before it."""

from datetime import timedelta

from playwright.sync_api import Page

from chalicelib.core.values import format_time
from chalicelib.visits.wiring import VisitsWiring
from tests.builders import COUNTY
from tests.conftest import Member, Stack
from tests.screens.seeing import see
from tests.visits.gates_of import OfflineGate, open_gate, pass_of

PASS = "a-pass"
"""Where the browser keeps what a camera would see."""


def wait_for_an_open_day(stack: Stack) -> None:
    """The museum is closed on Mondays."""
    while (stack.now + timedelta(hours=9)).weekday() == 0:
        stack.later(days=1)


def furnish(stack: Stack, member: Member) -> dict[str, str]:
    """What the gate's browser keeps."""
    key = open_gate(stack, "정문 태블릿")
    visitors = [("adult", 12), ("child", 4), ("senior", 3)]
    count = {
        "count_id": "c1",
        "counted_at": format_time(stack.now),
        "visitors": [{"visitor_class": who, "people": people} for who, people in visitors],
    }
    yesterday = {
        "count_id": "c0",
        "counted_at": format_time(stack.now - timedelta(days=1)),
        "is_group": True,
        "visitors": [{"visitor_class": "adult", "people": 20}],
    }
    reported = OfflineGate(stack, "tablet", key).send(counts=[yesterday, count])
    assert reported.status == 200, reported.raw
    assert stack.wired(VisitsWiring).fee_dues.look_through(COUNTY) == 1
    return {"onmin.gate-key": key, PASS: pass_of(member)}


def let_in(page: Page) -> None:
    """Without a net: what is not reported lets the same pass be seen anew in the next picture."""
    see(page, "gate")
    page.route("**/v1/admissions/sync", lambda route: route.abort())
    scan(page, page.evaluate(f"localStorage.getItem('{PASS}')"))
    page.wait_for_selector(".verdict[data-tone=good]")


def count_people(page: Page) -> None:
    see(page, "gate")
    page.click("[data-do=people]")
    see(page, "people")
    for visitor in ("adult", "adult", "child", "senior"):
        page.click(f"[data-visitor={visitor}] button:last-of-type")


def scan(page: Page, text: str) -> None:
    page.fill("#pass_code", text)
    page.click("#code-form [type=submit]")
