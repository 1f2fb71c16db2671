"""What axe finds on every view: nothing. That each fits a narrow screen. And what is printed."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

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


BY_PAGE = sorted(VIEWS, key=lambda view: (view.alone, view.page))


@pytest.mark.parametrize("view", BY_PAGE, ids=lambda view: view.name)
def test_axe_finds_nothing_and_text_of_twice_its_size_fits_320_pixels(
    phone: Phone, county: County, axe: str, view: View
) -> None:
    with phone.opened(view, county.kept[view.who]) as page:
        assert findings(page, axe) == []
        with narrowest(page):
            assert overhang(page) <= 0


@contextmanager
def narrowest(page: Page) -> Iterator[None]:
    """A screen of 320 pixels at 200 %, which leaves half as many of a page's own."""
    before = page.viewport_size
    page.set_viewport_size({"width": 160, "height": 320})
    yield
    assert before
    page.set_viewport_size(before)


def test_a_poster_is_printed_on_one_sheet_of_a4(phone: Phone, county: County) -> None:
    (view,) = (one for one in VIEWS if one.name == "staff-poster")
    with phone.opened(view, county.kept[view.who]) as page:
        printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1
    ((width, height),) = set(re.findall(rb"/MediaBox\s*\[0 0 (\d+)\S* (\d+)", printed))
    assert (int(width) // 2, int(height) // 2) in ((297, 420), (297, 421))
