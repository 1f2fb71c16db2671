"""The Python that the functions run on: named here, whatever Python packages them.

Chalice would take the one that it runs on itself, and what runs in production would depend on whose
machine deployed it. Bytecode can only be made by that very version, so one is looked for.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

VERSION = (3, 13)
NAME = f"python{VERSION[0]}.{VERSION[1]}"
"""As Lambda and a command call it."""
VARIABLE = "RUNTIME_PYTHON"

_SAY_VERSION = "import sys; print(sys.version_info[:2] + (sys.version_info.releaselevel,))"


class Runtime(NamedTuple):
    """What a package is made for, and what compiles it. Without an interpreter it has sources
    alone."""

    version: tuple[int, int]
    interpreter: Path | None

    def __str__(self) -> str:
        name = f"Python {self.version[0]}.{self.version[1]}"
        if self.interpreter is not None:
            return f"{name}, with its bytecode (compiled by {self.interpreter})"
        return (
            f"{name}, WITHOUT bytecode: it is not on this machine. It works, but each cold start"
            f" compiles anew and takes more than twice as long. One that is elsewhere:"
            f" {VARIABLE}=/path/to/{NAME}"
        )


def of_stage(stage: str, environment: Mapping[str, str] = os.environ) -> Runtime:
    """The local cloud runs functions on the Python that it was set up with, which is this one."""
    if stage == "local":
        return Runtime((sys.version_info[0], sys.version_info[1]), Path(sys.executable))
    return Runtime(VERSION, interpreter(environment))


def interpreter(
    environment: Mapping[str, str] = os.environ, own: Path = Path(sys.executable)
) -> Path | None:
    """One of `VERSION` on this machine, if there is one; `own` is what runs this."""
    return next((path for path in _candidates(environment, own) if _is_it(path)), None)


def _candidates(environment: Mapping[str, str], own: Path) -> Iterator[Path]:
    if named := environment.get(VARIABLE):
        # Whoever names one means no other.
        yield Path(named)
        return
    yield own
    if found := shutil.which(NAME, path=environment.get("PATH")):
        yield Path(found)
    # A version that pyenv has and no shell uses at the moment.
    pyenv = environment.get("PYENV_ROOT") or f"{environment.get('HOME', '')}/.pyenv"
    yield from sorted(Path(pyenv).glob(f"versions/{VERSION[0]}.{VERSION[1]}.*/bin/{NAME}"))


def _is_it(path: Path) -> bool:
    """A release: the bytecode of its forerunners was another."""
    command = [str(path), "-I", "-S", "-c", _SAY_VERSION]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.stdout.strip() == str((*VERSION, "final"))
