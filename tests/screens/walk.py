"""One person with one phone, whose taps and keys are counted."""

import re
from dataclasses import dataclass, field
from datetime import date

from playwright.sync_api import FilePayload, Page

from tests.conftest import Stack
from tests.looks.requests import png

TAP_SECONDS = 1.3
KEY_SECONDS = 0.3
SCREEN_SECONDS = 1.4
"""Of the keystroke-level model (Card, Moran, Newell 1980), for a finger: to point and touch 1.1 s
and 0.2 s; a key of the on-screen keyboard; to take in a screen. Without what the line takes."""


@dataclass
class Walk:
    """One person with one phone. A choice of a list is two taps: open it, take one."""

    page: Page
    stack: Stack
    taps: int = 0
    keys: int = 0
    screens: list[str] = field(default_factory=list)

    @property
    def seconds(self) -> int:
        spent = TAP_SECONDS * self.taps + KEY_SECONDS * self.keys
        return round(spent + SCREEN_SECONDS * len(self.screens))

    def open(self, path: str) -> None:
        self.page.goto(path)

    def begin(self) -> None:
        """Of what was done so far nothing counts: it was done once, on another day."""
        self.taps = self.keys = 0
        del self.screens[:-1]

    def see(self, screen: str) -> None:
        self.page.wait_for_selector(f"[data-screen={screen}]:not([hidden])", timeout=20_000)
        self.screens.append(screen)

    def tap(self, selector: str) -> None:
        self.page.click(selector)
        self.taps += 1

    def submit(self) -> None:
        self.tap(f"[data-screen={self.screens[-1]}] [type=submit]:visible")

    def type(self, selector: str, text: str) -> None:
        """Into a field that is touched first, unless the page has put the cursor there."""
        if not self.page.evaluate("one => document.activeElement?.matches(one)", selector):
            self.tap(selector)
        self.page.keyboard.type(text)
        self.keys += len(text)

    def pick(self, selector: str, on: date) -> None:
        """A day of the phone's own calendar: open it, take the day, and be done."""
        self.page.fill(selector, on.isoformat())
        self.taps += 3

    def take_photos(self, selector: str, count: int) -> None:
        """Of the phone's own album: open it, each photo, and be done."""
        # Of different sizes: the same picture twice is one.
        files = [
            FilePayload(name=f"{n}.png", mimeType="image/png", buffer=png(600 + n, 400))
            for n in range(count)
        ]
        self.page.set_input_files(selector, files)
        self.taps += count + 2

    def choose(self, selector: str, value: str) -> None:
        self.page.select_option(selector, value)
        self.taps += 2

    def code(self) -> str:
        """The six digits of the text message that came last."""
        found = re.search(r"\d{6}", self.stack.messages.sent[-1][1])
        assert found is not None
        return found[0]
