"""What the machine lacks is fetched, or named with what mends it: nothing is skipped."""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from infra.localcloud import browser, dynoxide, install, machine
from infra.localcloud.machine import Machine

ROOT = Path(__file__).resolve().parents[2]
PLAYWRIGHTS = "/cache/ms-playwright/chrome"


@dataclass
class World:
    """A machine that is played: what is on it, and what its package managers would bring."""

    programs: dict[str, str]
    """By path, what it answers when it is asked for its version; "" does not start."""
    brings: dict[str, dict[str, str]] = field(default_factory=dict)
    """By package (`playwright` too), the programs that come with it."""
    sudo: bool = False
    is_debian: bool = False
    fonts: str = ""
    done: list[str] = field(default_factory=list)

    def machine(self, *, system: str = "linux", is_root: bool = False, named: str = "") -> Machine:
        environment = {browser.VARIABLE: named} if named else {}
        return Machine(system, is_root, environment, self.which, self.ask, self.do)

    def which(self, name: str) -> str | None:
        paths = (name, f"/usr/bin/{name}")
        return next((path for path in paths if path in self.programs), None)

    def ask(self, command: Sequence[str]) -> str | None:
        match list(command):
            case ["sudo", "-n", "true"]:
                return "" if self.sudo else None
            case ["apt-cache", "show", package]:
                return "Package" if package in self.brings else None
            case ["grep", "-x", "ID=debian", _]:
                return "ID=debian" if self.is_debian else None
            case ["fc-list", *_]:
                return self.fonts
            case [_, "-c", _]:
                return PLAYWRIGHTS
            case [program, "--version"]:
                return self.programs.get(self.which(program) or "") or None
        raise AssertionError(command)

    def do(self, command: Sequence[str]) -> bool:
        self.done.append(" ".join(command))
        brought = self.brings.keys() - ({"playwright"} if "apt-get" in command else DEBIAN.keys())
        asked = [word for word in command if word in brought]
        for package in asked:
            self.programs |= self.brings[package]
            if package == "fonts-noto-cjk":
                self.fonts = "/usr/share/fonts/noto.ttc: Noto Sans CJK KR"
        return bool(asked) or "update" in command


CHROMIUM = {"/usr/bin/chromium": "Chromium 140"}
SHELL = {f"/usr/bin/{browser.SHELL}": "Chromium 140"}
APT = {"/usr/bin/apt-get": "apt 2.6"}
NODE = {"/usr/bin/node": "v20.19.2\n", "/usr/bin/npm": "10.8.2"}
DEBIAN = {browser.SHELL: SHELL, "chromium": CHROMIUM, "fonts-noto-cjk": {}}


def lacks(world: World, **how: object) -> list[str]:
    def install_node() -> None:
        world.done.append("node")

    # The second DynamoDB is here, or this suite would not run.
    assert dynoxide.why_missing() is None
    return machine.missing_for_tests(world.machine(**how), install_node=install_node)  # type: ignore[arg-type]


def test_a_machine_that_has_all_is_left_alone() -> None:
    world = World(SHELL | NODE, fonts="Noto", is_debian=True)
    assert lacks(world) == []
    assert world.done == []


def test_debian_brings_the_browser_that_costs_half_even_where_another_is() -> None:
    world = World(CHROMIUM | APT | NODE, brings=DEBIAN, fonts="Noto", is_debian=True)
    assert lacks(world, is_root=True) == []
    assert world.done[-1].endswith(f"install -qy --no-install-recommends {browser.SHELL}")
    assert world.machine().find_browser() == Path(f"/usr/bin/{browser.SHELL}")


@pytest.mark.parametrize("how", [{}, {"is_root": True, "named": "/usr/bin/chromium"}])
def test_who_may_not_install_it_or_names_another_is_tested_in_that(how: dict[str, object]) -> None:
    world = World(CHROMIUM | APT | NODE, brings=DEBIAN, fonts="Noto", is_debian=True)
    assert lacks(world, **how) == []
    assert world.done == []


@pytest.mark.parametrize("is_root", [True, False])
def test_debians_packages_come_as_root_or_by_a_sudo_that_asks_nothing(is_root: bool) -> None:
    world = World(APT | NODE, brings=DEBIAN, sudo=not is_root)
    assert lacks(world, is_root=is_root) == []
    installs = [line for line in world.done if "install" in line]
    assert [line.startswith("sudo -n") for line in installs] == [not is_root] * 2
    assert installs[0].endswith("--no-install-recommends chromium")


def test_where_the_system_has_no_browser_playwrights_own_is_fetched() -> None:
    """As on Ubuntu, whose `chromium-browser` is there and starts nothing."""
    stub = {"/usr/bin/chromium-browser": ""}
    fetched = {"playwright": {PLAYWRIGHTS: "Chromium 141"}}
    world = World(APT | NODE | stub, brings=fetched, fonts="Noto")
    assert lacks(world, is_root=True) == []
    assert world.done[-1].endswith("playwright install --with-deps chromium")


@pytest.mark.parametrize(
    ("programs", "brings", "system", "command"),
    [
        (APT, DEBIAN, "linux", "sudo apt-get install -y chromium"),
        (APT, {}, "linux", "playwright install --with-deps chromium"),
        ({}, {}, "darwin", "brew install --cask google-chrome"),
    ],
)
def test_what_cannot_be_had_is_named_with_the_command(
    programs: dict[str, str], brings: dict[str, dict[str, str]], system: str, command: str
) -> None:
    world = World(programs | NODE, brings=brings, fonts="Noto")
    [missing] = lacks(world, system=system)
    assert command in missing.splitlines()[0]


def test_a_font_that_cannot_be_had_is_named_too_and_macos_has_one() -> None:
    [missing] = lacks(World(CHROMIUM | NODE | APT))
    assert "sudo apt-get install -y fontconfig fonts-noto-cjk" in missing
    assert lacks(World(CHROMIUM | NODE), system="darwin") == []


@pytest.mark.parametrize("version", ["v12.22.9\n", "v20.5.1\n", "", "/usr/bin/node: not found"])
def test_a_node_that_is_missing_or_too_old_is_fetched(version: str) -> None:
    world = World(CHROMIUM | {"/usr/bin/npm": "9"} | {"/usr/bin/node": version}, fonts="Noto")
    assert lacks(world) == []
    assert world.done == ["node"]


def test_node_is_as_new_as_the_checks_of_the_pages_ask_for() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())["engines"]["node"]
    assert wanted == ">=" + ".".join(map(str, machine.NODE_MIN))


def test_the_browser_that_is_named_is_taken_or_none() -> None:
    world = World(CHROMIUM | {"/opt/chrome": "Google Chrome 142"})
    assert world.machine(named="/opt/chrome").find_browser() == Path("/opt/chrome")
    assert world.machine(named="/opt/gone").find_browser() is None


@pytest.mark.parametrize(
    "path",
    [
        "/usr/bin/google-chrome",
        "/usr/bin/chromium-browser",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        PLAYWRIGHTS,
    ],
)
def test_any_chrome_or_chromium_will_do(path: str) -> None:
    assert World({path: "142"}).machine().find_browser() == Path(path)


def test_a_command_that_hangs_on_a_question_or_is_not_there_is_no_answer() -> None:
    assert browser.answer(["/nowhere/chrome", "--version"]) is None
    assert browser.answer(["sh", "-c", "read line"]) is None
    assert browser.answer(["sh", "-c", "echo 9"]) == "9\n"


def test_a_python_without_venv_gets_it_or_says_how() -> None:
    world = World(APT, brings={f"python{'.'.join(map(str, sys.version_info[:2]))}-venv": {}})
    install._install_venv(world.machine(is_root=True))
    with pytest.raises(SystemExit, match=r"sudo apt-get install -y python3\.\d+-venv"):
        install._install_venv(world.machine())


def test_continuous_integration_runs_the_tests_and_then_the_clients() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    commands = [line for line in lines if line and not line.startswith("#")]
    assert commands == ["set -eu", 'cd "$(dirname "$0")/.."', "make test", "make clients"]


STEPS = ("localcloud.install", "localcloud.machine test", "localcloud.run_tests")


def test_make_test_prepares_all_that_it_needs_before_it_begins() -> None:
    shown = subprocess.run(
        ["make", "--dry-run", "test"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    at = [shown.index(step) for step in STEPS]
    assert at == sorted(at)
    assert "command -v" not in shown


def test_no_test_is_skipped_for_want_of_a_tool() -> None:
    """One says so when only a part of its own commands was asked for."""
    ways = re.compile(r"pytest\.(skip|importorskip)\(|mark\.skip(if)?\(")
    sources = [path for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__)]
    skipping = {path.name for path in sources if ways.search(path.read_text())}
    assert skipping == {"test_cut_at_every_call.py"}
