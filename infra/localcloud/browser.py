"""Which Chrome or Chromium the pages are tested in: any that is there and runs.

It is asked for its version, as Ubuntu's `chromium-browser` may be there and yet start nothing. The
standard library alone.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

VARIABLE = "CHROME_BIN"
SHELL = "chromium-headless-shell"
"""Chromium's engine without a window, as Debian packages it and Playwright starts it by itself: a
whole Chromium makes windows that nobody sees, which costs as much as the pages in them."""
_NAMES = (
    SHELL,
    "chromium",
    "google-chrome",
    "google-chrome-stable",
    "chromium-browser",
    "chrome",
)
_APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as p: print(p.chromium.executable_path)"
)
_WAIT_SECONDS = 60
_VENV_PYTHON = Path(__file__).resolve().parents[2] / ".venv" / "bin" / "python"


def answer(command: Sequence[str]) -> str | None:
    """What a command printed, or None when it failed, hung or is not there."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=_WAIT_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def find(
    environment: Mapping[str, str] = os.environ,
    *,
    which: Callable[[str], str | None] = shutil.which,
    ask: Callable[[Sequence[str]], str | None] = answer,
) -> Path | None:
    """The first that runs: the one that is named, the system's, Playwright's own."""
    for path in _candidates(environment, which, ask):
        if ask([path, "--version"]) is not None:
            return Path(path)
    return None


def needed() -> Path:
    """The same, for who cannot do without."""
    found = find()
    if found is None:
        raise FileNotFoundError("no Chrome or Chromium runs here: make tools")
    return found


def _candidates(
    environment: Mapping[str, str],
    which: Callable[[str], str | None],
    ask: Callable[[Sequence[str]], str | None],
) -> Iterator[str]:
    if named := environment.get(VARIABLE):
        # Who names one means it: no other is taken in its place.
        yield named
        return
    yield from filter(None, map(which, (*_NAMES, *_APPLICATIONS)))
    fetched = ask([str(_VENV_PYTHON), "-c", _PLAYWRIGHT])
    if fetched and fetched.strip():
        yield fetched.strip()
