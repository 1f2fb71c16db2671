"""Pictures of every view, at every width, in both languages and every mode: `make screens`.

VIEWS=home,wallet WIDTHS=390 LANGS=ko MODES=light,dark narrows it. build/screens/index.html shows
them side by side. What sticks out sideways, breaks the content policy or throws is said at the
end, as is what axe finds where it is installed.
"""

import itertools
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from infra.localcloud.browser import needed as find_browser
from tests.screens.served import a_stack, served
from tests.screens.view import Kept, View
from tests.screens.views import VIEWS, furnish

ROOT = Path(__file__).resolve().parents[2]
SCREENS = ROOT / "build" / "screens"
AXE = Path(os.environ.get("AXE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))
# Tabs of one county share a process, and with it the scripts that it has compiled.
QUIET = ("--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--process-per-site")
HEIGHTS = {320: 640, 390: 844, 768: 1024, 1280: 800}
MODES: dict[str, dict[str, str]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "contrast": {"color_scheme": "light", "contrast": "more"},
    "dark-contrast": {"color_scheme": "dark", "contrast": "more"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
    "large": {"color_scheme": "light"},
}
"""`large` is text at 200 %, as a browser's own setting has it."""

LED_BY_ADDRESS = ("wallet", "merchant", "agent", "staff")
"""Pages of which one view leads to the next without a load."""
LEAD = """(path) => {
  for (const one of document.querySelectorAll("[data-screen]")) one.hidden = true;
  const link = document.querySelector(`nav a[data-do][href="${path.slice(1)}"]`);
  if (link) return link.click();
  const state = { screen: path.split("/").at(-1) };
  history.pushState(state, "", path);
  dispatchEvent(new PopStateEvent("popstate", { state }));
}"""
"""As by the page's own navigation; where that has no such entry, as by the button back."""
VIOLATIONS = """async () => {
  const gone = [...document.querySelectorAll("[data-screen][hidden]")].map((one) => {
    const place = document.createComment("");
    one.replaceWith(place);
    return { one, place };
  });
  try {
    return (await axe.run({ resultTypes: ["violations"] })).violations;
  } finally {
    for (const { one, place } of gone) place.replaceWith(one);
  }
}"""
"""The page's other screens are gone meanwhile: axe judges nothing that is hidden, but to walk
through it takes two thirds of its time. What passed need not be listed: that is most of it."""


@dataclass(frozen=True)
class Shot:
    view: View
    width: int
    lang: str
    mode: str

    @property
    def file(self) -> str:
        return f"{self.view.name}-{self.width}-{self.lang}-{self.mode}.png"


def main() -> int:
    """Takes them, and says what is wrong."""
    shots = list(_asked())
    stack = a_stack()
    kept = furnish(stack)
    SCREENS.mkdir(parents=True, exist_ok=True)
    complaints: list[str] = []
    with served(stack) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(QUIET))
        now = stack.now.timestamp()
        for shot in shots:
            complaints += _take(browser, address, shot, kept[shot.view.who], now)
        browser.close()
    (SCREENS / "index.html").write_text(_gallery(shots), encoding="utf-8")
    print(f"{len(shots)} pictures: {SCREENS / 'index.html'}")
    for complaint in complaints:
        print(complaint)
    return 1 if complaints else 0


def _asked() -> Iterator[Shot]:
    views = _named("VIEWS", [view.name for view in VIEWS])
    widths = [int(width) for width in _named("WIDTHS", ["390", "768", "1280"])]
    langs = _named("LANGS", ["ko", "en"])
    modes = _named("MODES", ["light", "dark", "contrast"])
    chosen = [view for view in VIEWS if view.name in views]
    for view, width, lang, mode in itertools.product(chosen, widths, langs, modes):
        yield Shot(view, width, lang, mode)


def _named(variable: str, usual: Sequence[str]) -> list[str]:
    asked = os.environ.get(variable)
    return asked.split(",") if asked else list(usual)


def _take(browser: Browser, address: str, shot: Shot, kept: Kept, now: float) -> list[str]:
    said: list[str] = []
    context = _context(browser, shot, address)
    page = _page(context, kept, now)
    page.on("pageerror", lambda error: said.append(error.message))
    page.on("console", lambda message: said.append(message.text) if _is_policy(message.text) else 0)
    try:
        page.goto(address + shot.view.path)
        shot.view.steps(page)
        page.evaluate("document.fonts.ready")
        page.screenshot(path=SCREENS / shot.file, full_page=True)
        said += _judged(page, shot)
    except Error as error:
        said.append(str(error).splitlines()[0])
    finally:
        context.close()
    return [f"{shot.file}: {one}" for one in said]


def _context(browser: Browser, shot: Shot, address: str) -> BrowserContext:
    # Text at 200 % leaves a page half as many of its own pixels: as the browser's zoom does.
    zoom = 2 if shot.mode == "large" else 1
    size = {"width": shot.width // zoom, "height": HEIGHTS.get(shot.width, 800) // zoom}
    options: dict[str, Any] = dict(MODES[shot.mode])
    context = browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        device_scale_factor=zoom,
        locale="en-US" if shot.lang == "en" else "ko-KR",
        has_touch=shot.width < 1024,
        **options,
    )
    # As on a second visit: nobody judges spacing by a typeface that is about to be exchanged.
    context.add_cookies([{"name": "typeface", "value": "1", "url": address}])
    return context


def _page(context: BrowserContext, kept: Kept, now: float) -> Page:
    """A tab of a browser that has kept this, at this time."""
    page = context.new_page()
    page.clock.install(time=now)
    page.add_init_script(
        # Once, and not on the empty page that a browser begins with.
        "try { if (!sessionStorage.begun) { sessionStorage.begun = 1;"
        + "".join(_put("localStorage", kept.device))
        + "".join(_put("sessionStorage", kept.tab))
        + "} } catch {}"
    )
    return page


def _put(storage: str, texts: dict[str, str]) -> Iterator[str]:
    for name, text in texts.items():
        yield f"{storage}.setItem({name!r}, {text!r});"


def _is_policy(text: str) -> bool:
    return "Content Security Policy" in text


def _judged(page: Page, shot: Shot) -> Iterator[str]:
    if (too_wide := overhang(page)) > 0:
        yield f"{too_wide} px too wide"
    if AXE.exists() and shot.mode != "forced":
        yield from findings(page, AXE.read_text(encoding="utf-8"))


def overhang(page: Page) -> int:
    """Pixels by which the open page is wider than its screen."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return wider


def findings(page: Page, axe: str) -> list[str]:
    """What `axe` finds on the open page, a sentence each, once nothing on it is busy: what is, is
    paler. What asks in a dialog is busy until it is answered."""
    page.wait_for_selector("body:not(:has(dialog[open])) [aria-busy=true]", state="detached")
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    found = page.evaluate(VIOLATIONS)
    return [
        f"axe {one['id']}: {one['help']} {[node['html'][:120] for node in one['nodes'][:3]]}"
        for one in found
    ]


class Phone:
    """One browser for many views, in Korean.

    A browser of its own for each would compile the same scripts each time; and as loading a page
    costs more than all that is done on it, views of one page that follow each other are led to
    within it, as people are. Between pages it forgets everything."""

    def __init__(self, browser: Browser, address: str, now: datetime) -> None:
        self._address = address
        self._now = now.timestamp()
        self._context = _context(browser, Shot(VIEWS[0], 390, "ko", "light"), address)
        self._devtools = self._context.new_cdp_session(self._context.new_page())
        self._page: Page | None = None
        self._open: tuple[str, str] | None = None

    @contextmanager
    def opened(self, view: View, kept: Kept) -> Iterator[Page]:
        """The page of a view, where its steps have led."""
        page = self._page
        if page and self._open == view.page and not view.alone:
            page.evaluate(LEAD, view.path)
        else:
            page = self._loaded(view, kept)
        self._open = None
        view.steps(page)
        yield page
        if view.page[1] in LED_BY_ADDRESS and not view.alone:
            page.unroute_all()
            self._open = view.page

    def _loaded(self, view: View, kept: Kept) -> Page:
        if self._page:
            self._page.close()
            self._context.set_offline(False)
            stored = "local_storage,service_workers,cache_storage,indexeddb"
            self._devtools.send(
                "Storage.clearDataForOrigin", {"origin": self._address, "storageTypes": stored}
            )
        self._page = _page(self._context, kept, self._now)
        self._page.goto(self._address + view.path)
        return self._page

    def close(self) -> None:
        self._context.close()


def _gallery(shots: Sequence[Shot]) -> str:
    figures = "".join(
        f'<figure><a href="{escape(shot.file)}"><img src="{escape(shot.file)}" alt="" '
        f'loading="lazy"></a><figcaption>{escape(shot.file[:-4])}</figcaption></figure>'
        for shot in shots
    )
    return (
        '<!doctype html><meta charset="utf-8"><title>Screens</title><style>'
        "body{font:14px system-ui;display:flex;flex-wrap:wrap;gap:16px;background:#ddd}"
        "figure{margin:0}img{width:300px;border:1px solid #999;background:#fff}"
        f"</style>{figures}"
    )


if __name__ == "__main__":
    sys.exit(main())
