"""What axe finds on every view: nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.screens.conftest import County
from tests.screens.shoot import AXE, findings, opened
from tests.screens.views import VIEWS, View


@pytest.fixture(scope="module")
def axe() -> str:
    assert AXE.exists(), f"{Path(AXE).name} is not installed: npm ci"
    return AXE.read_text(encoding="utf-8")


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_axe_finds_nothing(browser: Browser, county: County, axe: str, view: View) -> None:
    with opened(browser, county.address, view, county.kept, county.stack.now) as page:
        assert findings(page, axe) == []
