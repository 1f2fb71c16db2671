"""Logging out, in again and leaving: what a browser keeps of a person, and what it forgets."""

import json

from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Cloud
from tests.e2e.test_in_browser import PHONE, Screen, join, prove_phone
from tests.e2e.test_in_browser import browser as browser  # One for the module.


def test_a_member_logs_out_everywhere_and_in_again_with_the_birth_date(
    browser: Browser, cloud: Cloud
) -> None:
    phone = "01053147720"
    visitor, other = Screen(browser, cloud, PHONE), Screen(browser, cloud, PHONE)
    join(visitor, cloud, phone)
    session = visitor.page.evaluate("localStorage.getItem('onmin.session')")
    visitor.press("[data-screen=card] a.button")
    visitor.see("home")
    visitor.press("[data-do=mine]")
    visitor.see("mine")
    visitor.press("[data-do=logout]")
    visitor.see("phone")

    # The session that another device still holds has ended with it.
    other.page.add_init_script(f"localStorage.setItem('onmin.session', {json.dumps(session)})")
    other.open("/wallet")
    other.see("phone")

    prove_phone(visitor, cloud, phone)
    visitor.see("birth")
    visitor.page.fill("#birth_on", "19580308")
    visitor.submit("birth")
    expect(visitor.page.locator("#birth-error")).to_contain_text("생년월일을 다시 봐 주세요")
    visitor.shoot("wallet-birth")
    visitor.page.reload()
    visitor.see("birth")
    visitor.page.fill("#birth_on", "19580307")
    visitor.submit("birth")
    visitor.see("home")
    expect(visitor.page.locator("[data-fill=greeting]")).to_contain_text("김영순")
    _leave(visitor, cloud)
    assert (visitor.complaints, other.complaints) == ([], [])


KEPT = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"


def _leave(visitor: Screen, cloud: Cloud) -> None:
    """Whoever leaves is forgotten by the browser: by this tab, and by another that had begun."""
    another = visitor.page.context.new_page()
    another.goto(cloud.base_url + "/j/celadon-b")
    another.wait_for_selector("[data-screen=agree]:not([hidden])")
    another.check("[name=terms]")
    another.check("[name=privacy]")
    another.click("[data-screen=agree] [type=submit]")
    assert set(another.evaluate(KEPT)) == {
        "onmin.session",
        "onmin.seen",
        "onmin.join.celadon-b",
    }
    # The log-out forgot how one joined; whoever joins and leaves at once has it still.
    joined = json.dumps({"done": {"name": "김영순", "granted": 5000}})
    visitor.page.evaluate("kept => sessionStorage.setItem('onmin.join.celadon-a', kept)", joined)

    visitor.press("[data-do=mine]")
    visitor.see("mine")
    visitor.press("[data-do=ask-leave]")
    visitor.press("[data-do=leave]")
    visitor.see("left")
    assert visitor.page.evaluate(KEPT) == []
    assert "김영순" not in visitor.page.content()
    another.wait_for_selector("[data-screen=agree]:not([hidden])")
    assert another.evaluate(KEPT) == []
