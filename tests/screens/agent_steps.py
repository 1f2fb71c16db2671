"""An agent's counter, with notes in its safe and a day's work behind it."""

import json
from collections.abc import Callable

from playwright.sync_api import Page

from chalicelib.sales.store import RoundStore
from tests import builders
from tests.agents.counters import PIN, deliver, hand_over, notes, open_counter, serial
from tests.conftest import Member, Stack
from tests.screens.seeing import see

ROUND = "rnd_0000000000000006"
MEMBER = "a-member"
"""Where the browser keeps the number of who stands at the counter."""


def furnish(stack: Stack, buyer: Member) -> dict[str, str]:
    """What the counter's browser keeps."""
    counter = open_counter(stack)
    assert deliver(stack).status == 201
    hand_over(counter, 1, 100)
    paper = builders.a_round(round_id=ROUND, name="지류 특별 판매", channels=("counter", "paper"))
    RoundStore(stack.table).create(paper)
    sold = counter.sell(buyer.member_id, notes(1, 3), round_id=ROUND)
    assert sold.status == 201, sold.raw
    assert counter.exchange(notes(1)).status == 201
    begun = stack.call("POST", "/v1/agent/sessions", {"pin": PIN}, token=counter.key).json
    return {
        "onmin.teller-key": counter.key,
        "onmin.teller-session": json.dumps(begun),
        MEMBER: buyer.member_id,
    }


def sale(page: Page) -> None:
    """Notes, looked at before the money is taken."""
    see(page, "sale")
    page.check("[name=way][value=paper]")
    page.fill("#sale-member", page.evaluate(f"localStorage.getItem('{MEMBER}')"))
    page.fill("#sale-notes-first", serial(10))
    page.fill("#sale-notes-last", serial(12))
    page.press("#sale-notes-last", "Enter")
    page.check("#sale-form [name=identity]")
    page.click("#sale-form [type=submit]")
    page.wait_for_selector("#sale-form [data-check]:not([hidden])")


def missing(page: Page) -> None:
    see(page, "sale")
    page.click("#sale-form [type=submit]")


def exchange(page: Page) -> None:
    """A note that was exchanged before, and one that was never sold."""
    see(page, "sale")
    page.click("[data-do=exchange]")
    see(page, "exchange")
    page.fill("#exchange-shop", "M0001")
    for number in (1, 2, 50):
        page.fill("#exchange-notes-first", serial(number))
        page.press("#exchange-notes-first", "Enter")
    page.click("#exchange-form [type=submit]")
    page.wait_for_selector("[data-refused]:not([hidden])")


def task(name: str) -> Callable[[Page], None]:
    def steps(page: Page) -> None:
        see(page, "sale")
        page.click(f".bottomnav [data-do={name}]")
        see(page, name)
        page.wait_for_timeout(300)

    return steps


def at_the_desk(page: Page) -> None:
    """One agent, with a key that is shown once."""
    see(page, "agents")
    page.click("[data-agents] td button")
    see(page, "agent")
    page.fill("#teller-label", "2번 창구")
    page.click("#teller-form [type=submit]")
    page.wait_for_selector("[data-new-key]:not([hidden])")
