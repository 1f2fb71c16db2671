"""A first visit of the sign-up page on a slow phone: what is transferred, and when it can be used.

As targets have it: 400 kbit/s, 400 ms, a processor four times slower; nothing kept from before.
"""

import sys
from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

from infra.localcloud.browser import needed as find_browser
from tests.screens.served import a_stack, served
from tests.screens.shoot import QUIET

LINE = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
SLOWER = 4
PATHS = {"/j/celadon-a": "body[data-ready]", "/": "h1"}
"""What one waits for: at the sign-up page, that its first step can be done."""


@dataclass
class Visit:
    transferred: int
    files: int
    usable_seconds: float


def visit(page: Page, address: str, usable: str) -> Visit:
    """Opens `address` with an empty cache; `usable` is what one waits for."""
    sizes: list[int] = []
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    line.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="commit", timeout=60_000)
    page.wait_for_selector(usable, timeout=60_000)
    usable_seconds = page.evaluate("performance.now()") / 1000
    page.wait_for_load_state("networkidle")
    return Visit(int(sum(sizes)), len(sizes), usable_seconds)


def main() -> int:
    """Says it for each page, with answers that are ready before they are asked for."""
    with served(a_stack(), kept={}) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(QUIET))
        for path, usable in PATHS.items():
            page = browser.new_context(locale="ko-KR").new_page()
            page.goto(address + path, wait_until="networkidle", timeout=60_000)
            page = browser.new_context(locale="ko-KR").new_page()
            seen = visit(page, address + path, usable)
            print(
                f"{path}: {seen.transferred / 1000:.1f} kB in {seen.files} files, "
                f"usable after {seen.usable_seconds:.1f} s"
            )
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
