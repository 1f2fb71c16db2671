"""A member's proof, from the wallet to the page where anybody checks it, in a real browser.

Screenshots are left in build/screens/ for people to look at.
"""

import json
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Cloud
from tests.e2e.proofs import Holder, give, verdict
from tests.e2e.test_in_browser import DESK, PHONE, Screen, browser

__all__ = ["browser"]


def test_a_member_takes_a_proof_from_the_wallet_and_checks_it(
    browser: Browser, cloud: Cloud, holder: Holder
) -> None:
    phone = Screen(browser, cloud, PHONE)
    _log_in(phone.page, holder)
    phone.open("/wallet")
    phone.see("home")
    expect(phone.page.locator("[data-entries=latest] button")).to_have_count(3)
    phone.shoot("proof-wallet-home")
    _ask_for_proof(phone)
    phone.page.wait_for_selector("[data-proof-ready]:not([hidden])")
    phone.shoot("proof-wallet-390")
    with phone.page.expect_download() as kept:
        phone.press("[data-do=save-proof]")
    assert json.loads(Path(kept.value.path()).read_text()) == holder.payment
    assert kept.value.suggested_filename.startswith("onmin-proof-ent_")
    phone.press("[data-do=check-proof]")
    phone.see("result")
    assert verdict(phone.page) == "good"
    expect(phone.page.locator(".verdict")).to_contain_text("진짜 기록입니다")
    facts = phone.page.locator("[data-facts]")
    for text in ("−1,200원", "14:03", "1,800원", "2,000점"):
        expect(facts).to_contain_text(text)
    phone.shoot("proof-good-390")
    expect(phone.page.locator("[data-to-wallet]")).to_be_visible()
    phone.page.click("[data-how] summary")
    expect(phone.page.locator(".steps .yes")).to_have_count(7)
    phone.shoot("proof-good-steps-390")
    assert phone.complaints == []


def _ask_for_proof(phone: Screen) -> None:
    phone.page.locator("[data-entries=latest] button").first.click()
    phone.see("receipt")
    phone.press("[data-do=prove-receipt]")
    phone.see("proof")


def test_todays_entry_says_when_its_proof_will_be_there(
    browser: Browser, cloud: Cloud, holder: Holder
) -> None:
    own = holder.session["access_token"]
    cloud.call("POST", "/v1/me/conversions", {"mileage": 1000}, token=own, key="e2e-today")
    phone = Screen(browser, cloud, PHONE)
    _log_in(phone.page, holder)
    phone.open("/wallet")
    phone.see("home")
    _ask_for_proof(phone)
    expect(phone.page.locator("[data-fill=proof-wait]")).to_contain_text("01:00부터")
    expect(phone.page.locator("[data-proof-ready]")).to_be_hidden()
    phone.shoot("proof-wait-390")


def test_anybody_checks_a_proof_by_file_drop_or_text(
    browser: Browser, cloud: Cloud, holder: Holder
) -> None:
    desk = Screen(browser, cloud, DESK)
    desk.open("/verify")
    desk.see("choose")
    desk.shoot("proof-choose-1280")
    for proof in holder.proofs:
        give(desk.page, proof)
        assert verdict(desk.page) == "good"
    desk.shoot("proof-good-1280")
    desk.press("[data-do=again]")
    desk.see("choose")
    desk.page.click("text=파일 대신 글로 붙여 넣기")
    desk.page.fill("#proof", json.dumps(holder.payment, indent=4))
    desk.page.click("#paste [type=submit]")
    desk.see("result")
    assert verdict(desk.page) == "good"
    desk.page.go_back()
    desk.see("choose")
    desk.page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.items.add(new File([text], "proof.json"));
          document.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true}));
        }""",
        json.dumps(holder.payment),
    )
    desk.see("result")
    assert verdict(desk.page) == "good"
    assert desk.complaints == []


def _log_in(page: Page, holder: Holder) -> None:
    session = json.dumps(holder.session)
    page.add_init_script(f"localStorage.setItem('onmin.session', {json.dumps(session)})")
