"""What the tests need of the machine beside Python, git and make: found, or fetched, or named.

What cannot be had stops `make test` before it begins, with the one command that mends it. Runs on a
bare Python, so it imports the standard library alone. Debian's and Ubuntu's packages are installed
as root or by a sudo that asks for nothing; node comes as a pinned package where the machine's own
is missing or too old, and a browser from Playwright where the system has none.

Usage: python3 -m infra.localcloud.machine check|test
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from infra.localcloud import browser, dynoxide

ROOT = Path(__file__).resolve().parents[2]
VENV_PYTHON = ROOT / ".venv" / "bin" / "python"
NODE_MIN = (20, 6)
"""As package.json asks for."""
FONTS = ("fontconfig", "fonts-noto-cjk")
"""Without a Korean font the screenshots show boxes."""


def _shown(command: Sequence[str]) -> bool:
    """Whether it went well. It may take minutes and asks for nothing."""
    print("  " + " ".join(command), flush=True)
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0
    except OSError:
        return False


@dataclass(frozen=True)
class Machine:
    """This one; tests play others."""

    system: str = sys.platform
    is_root: bool = field(default_factory=lambda: os.geteuid() == 0)
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    which: Callable[[str], str | None] = shutil.which
    ask: Callable[[Sequence[str]], str | None] = browser.answer
    do: Callable[[Sequence[str]], bool] = _shown

    @property
    def has_apt(self) -> bool:
        return self.which("apt-get") is not None

    @property
    def can_be_root(self) -> bool:
        return self.is_root or self.ask(["sudo", "-n", "true"]) is not None

    def install(self, packages: Sequence[str]) -> bool:
        """Debian's and Ubuntu's packages. Whether it went well."""
        if not self.has_apt or not self.can_be_root:
            return False
        apt = [] if self.is_root else ["sudo", "-n"]
        apt += ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
        # Old lists may do: what matters is whether the packages come.
        self.do([*apt, "update", "-q"])
        return self.do([*apt, "install", "-qy", "--no-install-recommends", *packages])

    def find_browser(self) -> Path | None:
        return browser.find(self.environment, which=self.which, ask=self.ask)


def missing_for_tests(machine: Machine, *, install_node: Callable[[], None]) -> list[str]:
    """Gets what there is to get. What is still missing, each a sentence with its command."""
    missing = [*_missing_browser(machine), *_missing_fonts(machine)]
    prepare_for_scripts(machine, install_node=install_node)
    dynoxide.install()
    database = dynoxide.why_missing()
    return [*missing, database] if database else missing


def prepare_for_scripts(machine: Machine, *, install_node: Callable[[], None]) -> None:
    """What checks the scripts of the pages: it can always be had."""
    if not has_node(machine):
        install_node()


def has_node(machine: Machine) -> bool:
    """A node of the machine's own that is new enough, with npm."""
    version = machine.ask(["node", "--version"]) if machine.which("npm") else None
    found = re.match(r"v(\d+)\.(\d+)", version or "")
    return found is not None and (int(found[1]), int(found[2])) >= NODE_MIN


def _get_shell(machine: Machine) -> None:
    """The browser that costs half; where it cannot be had, any other will do."""
    if browser.VARIABLE in machine.environment or machine.which(browser.SHELL):
        return
    # Others have no such package: they would be asked for it each time.
    if machine.ask(["grep", "-x", "ID=debian", "/etc/os-release"]) is not None:
        machine.install([browser.SHELL])


def _missing_browser(machine: Machine) -> list[str]:
    _get_shell(machine)
    if machine.find_browser():
        return []
    # Ubuntu's package is a snap, which does not run everywhere.
    has_package = machine.ask(["apt-cache", "show", "chromium"]) is not None
    if has_package and machine.install(["chromium"]) and machine.find_browser():
        return []
    fetch = [str(VENV_PYTHON), "-m", "playwright", "install", "chromium"]
    if machine.has_apt and machine.can_be_root:
        fetch.insert(-1, "--with-deps")
    if machine.do(fetch) and machine.find_browser():
        return []
    command = " ".join([*fetch[:4], "--with-deps", "chromium"])
    if machine.system == "darwin":
        command = "brew install --cask google-chrome"
    elif has_package:
        command = "sudo apt-get install -y chromium"
    return [
        f"There is no Chrome or Chromium that runs: {command}\n"
        f"  (or name one that is elsewhere: make test {browser.VARIABLE}=/path/to/chrome)"
    ]


def _missing_fonts(machine: Machine) -> list[str]:
    if machine.system == "darwin" or _has_korean(machine):
        return []
    machine.install(FONTS)
    if _has_korean(machine):
        return []
    return [f"There is no Korean font: sudo apt-get install -y {' '.join(FONTS)}"]


def _has_korean(machine: Machine) -> bool:
    return bool((machine.ask(["fc-list", ":lang=ko"]) or "").strip())


def main(arguments: Sequence[str]) -> None:
    # Here: the installer looks at the machine too.
    from infra.localcloud import install

    match arguments:
        case ["check"]:
            prepare_for_scripts(Machine(), install_node=install.install_node)
        case ["test"]:
            if missing := missing_for_tests(Machine(), install_node=install.install_node):
                sys.exit("\n".join(["Something is missing here. This mends it:", *missing]))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
