"""Makes the virtual environments, with the progress shown, and skips what is already there.

Runs on a bare Python before anything is installed, so it imports the standard library alone.

Usage: python3 infra/localcloud/install.py <environment folder> <requirements file>
"""

import hashlib
import re
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

PYTHON_MIN = (3, 11)
BAR_WIDTH = 30
_INCLUDE = re.compile(r"-r\s+(\S+)")
_PIN = re.compile(r"[A-Za-z0-9_.-]+==")
_STEP = re.compile(r"\s*(Collecting|Requirement already satisfied)")


def install(environment: Path, requirements: Path) -> bool:
    """Makes `environment` hold just what `requirements` pins; tells whether there was work."""
    lines = list(_lines(requirements))
    stamp = environment / ".installed"
    wanted = _fingerprint(lines)
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    print(f"Installing {requirements.name} into {environment}", flush=True)
    python = environment / "bin" / "python"
    if not python.exists() or not _same_python(python):
        _create(environment)
    pin_count = sum(1 for line in lines if _PIN.match(line))
    status = _pip_install(python, requirements, pin_count)
    if status == 0:
        stamp.write_text(wanted)
    else:
        sys.exit(f"Installing {requirements.name} failed; the reason is above.")
    return True


def _lines(requirements: Path) -> Iterator[str]:
    for raw in requirements.read_text().splitlines():
        line = raw.split("#", 1)[0].strip()
        included = _INCLUDE.match(line)
        if included:
            yield from _lines(requirements.parent / included[1])
        elif line:
            yield line


def _fingerprint(lines: list[str]) -> str:
    """Changes with the pins and with the Python that runs them."""
    text = "\n".join([sys.version, sys.base_prefix, *lines])
    return hashlib.sha256(text.encode()).hexdigest()


def _same_python(python: Path) -> bool:
    answer = subprocess.run(
        [python, "-c", "import sys; print(sys.version, sys.base_prefix)"],
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout.strip() == f"{sys.version} {sys.base_prefix}"


def _create(environment: Path) -> None:
    try:
        venv.create(environment, with_pip=True, clear=True)
    except subprocess.CalledProcessError:
        # Debian keeps this part of Python in a package of its own.
        sys.exit("This Python cannot make virtual environments: install python3-venv first.")


def _pip_install(python: Path, requirements: Path, pin_count: int) -> int:
    command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    process = subprocess.Popen(
        [*command, "-r", str(requirements)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    output: list[str] = []
    done_count = 0
    for line in process.stdout:
        output.append(line)
        if _STEP.match(line) and done_count < pin_count:
            done_count += 1
            _show(done_count, pin_count, "finding packages")
        elif line.startswith("Installing collected packages"):
            _show(pin_count, pin_count, "installing      ")
    status = process.wait()
    print(flush=True)
    if status != 0:
        sys.stderr.writelines(line for line in output if not line.startswith("WARNING"))
    return status


def _show(done_count: int, total_count: int, what: str) -> None:
    if not sys.stdout.isatty() and done_count not in (1, total_count):
        return
    filled = BAR_WIDTH * done_count // max(total_count, 1)
    bar = "#" * filled + "." * (BAR_WIDTH - filled)
    end = "\r" if sys.stdout.isatty() else "\n"
    print(f"  [{bar}] {done_count}/{total_count} {what}", end=end, flush=True)


if __name__ == "__main__":
    if sys.version_info < PYTHON_MIN:
        sys.exit(
            f"Python {PYTHON_MIN[0]}.{PYTHON_MIN[1]} or newer is needed, this is {sys.version}"
        )
    install(Path(sys.argv[1]), Path(sys.argv[2]))
