"""At the desk a picture is chosen, seen before it is sent, set, and taken down again."""

import re

from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.looks.requests import png
from tests.screens.conftest import County
from tests.screens.test_first_day import at_the_desk


def opened(browser: Browser, county: County) -> Page:
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="ko-KR", base_url=county.address
    )
    page = context.new_page()
    page.clock.install(time=county.stack.now.timestamp())
    at_the_desk(page, "anna")
    page.goto("/staff/picture/picture")
    page.wait_for_selector("[data-screen=picture]:not([hidden])")
    return page


def choose(page: Page, name: str, kind: str, content: bytes) -> None:
    page.set_input_files("#picture-file", FilePayload(name=name, mimeType=kind, buffer=content))


def test_a_picture_is_set_and_taken_down(browser: Browser, county: County) -> None:
    page = opened(browser, county)
    form, note = page.locator("#picture-form"), page.locator('[data-fill="picture-note"]')

    choose(page, "notes.png", "image/png", b"no picture")
    expect(page.locator("#picture-file-error")).to_contain_text("PNG나 JPEG")

    choose(page, "photo.png", "image/png", png(2400, 1000))
    expect(page.locator("[data-picture-new] img")).to_be_visible()
    form.locator("[type=submit]").click()
    expect(page.locator("#picture-alt-error")).not_to_be_empty()
    page.fill("#picture-alt", "바다 위로 지는 해")
    page.fill("#picture-alt-en", "The sun going down over the sea")
    page.fill("#picture-reason", "군청 홍보팀이 찍음")
    form.locator("[type=submit]").click()
    expect(note).to_contain_text("1분 안에")
    now = page.locator("[data-picture-now] img")
    # Made smaller: longer than 2,000 pixels is refused.
    expect(now).to_have_attribute("src", re.compile(r"-1600x667\.jpg$"))
    expect(now).to_have_attribute("alt", "바다 위로 지는 해")
    assert page.evaluate("document.querySelector('[data-picture-now] img').naturalWidth") == 1600

    removal = page.locator("#picture-removal")
    page.fill("#removal-reason", "권리자의 요청")
    removal.locator("[type=submit]").click()
    expect(removal.locator("[data-check]")).to_be_visible()
    removal.locator("[type=submit]").click()
    expect(note).to_contain_text("내렸습니다")
    expect(now).to_have_count(0)
    expect(removal).to_be_hidden()
    page.context.close()


def test_an_emblem_that_does_something_is_refused_at_its_field(
    browser: Browser, county: County
) -> None:
    page = opened(browser, county)
    page.goto("/staff/picture/emblem")
    page.wait_for_selector("[data-screen=picture]:not([hidden])")
    hostile = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" onload="x()"/>'

    choose(page, "emblem.svg", "image/svg+xml", hostile)
    page.fill("#picture-alt", "물결")
    page.fill("#picture-alt-en", "Waves")
    page.fill("#picture-reason", "새 로고")
    page.locator("#picture-form [type=submit]").click()

    expect(page.locator("#picture-file-error")).to_contain_text("SVG")
    expect(page.locator("#picture-file")).to_have_attribute("aria-invalid", "true")
    page.context.close()
