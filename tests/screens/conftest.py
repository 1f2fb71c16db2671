"""One browser, and one county in memory, for all that looks at the pages."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, sync_playwright

from infra.localcloud.browser import needed as find_browser
from tests.conftest import Stack
from tests.screens.served import a_stack, served
from tests.screens.shoot import QUIET
from tests.screens.view import Kept
from tests.screens.views import furnish


@dataclass(frozen=True)
class County:
    stack: Stack
    address: str
    kept: dict[str, Kept]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=find_browser(), args=list(QUIET))
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def county() -> Iterator[County]:
    stack = a_stack()
    kept = furnish(stack)
    with served(stack) as address:
        yield County(stack, address, kept)
