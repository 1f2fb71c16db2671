"""What axe finds on every view: nothing. And what comes out of a printer."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.screens.conftest import County
from tests.screens.shoot import AXE, Phone, findings, overhang
from tests.screens.view import View
from tests.screens.views import VIEWS


@pytest.fixture(scope="module")
def axe() -> str:
    assert AXE.exists(), f"{Path(AXE).name} is not installed: npm ci"
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def phone(browser: Browser, county: County) -> Iterator[Phone]:
    opened = Phone(browser, county.address, county.stack.now)
    yield opened
    opened.close()


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_axe_finds_nothing(phone: Phone, county: County, axe: str, view: View) -> None:
    with phone.opened(view, county.kept[view.who]) as page:
        assert findings(page, axe) == []


AT_THEIR_NARROWEST = (
    "home", "draw", "docs", "join-agree", "wallet", "wallet-trip-claim", "pay-open",
    "shop-who", "shop-large-text", "gate-in", "agent-sale",
    "staff-today", "staff-members", "staff-campaign", "staff-card-print",
)  # fmt: skip
"""Of each kind of page one; and each that was once wider than the screen by what is its own."""


def test_text_of_twice_its_size_fits_a_screen_of_320_pixels(
    browser: Browser, county: County
) -> None:
    small = Phone(browser, county.address, county.stack.now, width=320, mode="large")
    found = {}
    for view in (one for one in VIEWS if one.name in AT_THEIR_NARROWEST):
        with small.opened(view, county.kept[view.who]) as page:
            found[view.name] = overhang(page)
    small.close()
    assert found == dict.fromkeys(AT_THEIR_NARROWEST, 0)


def test_a_poster_is_printed_on_one_sheet_of_a4(phone: Phone, county: County) -> None:
    (view,) = (one for one in VIEWS if one.name == "staff-poster")
    with phone.opened(view, county.kept[view.who]) as page:
        printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1
    ((width, height),) = set(re.findall(rb"/MediaBox\s*\[0 0 (\d+)\S* (\d+)", printed))
    assert (int(width) // 2, int(height) // 2) in ((297, 420), (297, 421))
