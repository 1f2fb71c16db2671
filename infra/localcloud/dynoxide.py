"""A second, independent DynamoDB for the tests: one static program over SQLite.

It comes as an npm package, so npm is needed once, and for tests alone. Its program is reviewed and
pinned for Linux on x86-64; elsewhere a `dynoxide` that is on the path will do.

Usage: python -m infra.localcloud.dynoxide        fetches it into .local/
"""

import hashlib
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.localcloud.ministack import free_port

PACKAGE = "@dynoxide/linux-x64@1.2.1"
SHA256 = "be909b7910d3fb552e85db10ef3c8ebae4bd35fee0f26dffdb6dfa5cc656426e"
BINARY = Path(__file__).resolve().parents[2] / ".local" / "dynoxide"
ELSEWHERE = "brew install nubo-db/tap/dynoxide"
START_SECONDS_MAX = 10.0


def program() -> str | None:
    """Where it is, if it is anywhere."""
    return str(BINARY) if BINARY.exists() else shutil.which("dynoxide")


def why_missing() -> str | None:
    """Why it is not there, with the command that mends it, or None when it is."""
    if program() is not None:
        return None
    if not _is_supported():
        return f"The second DynamoDB is pinned for Linux on x86-64 only: {ELSEWHERE}"
    return "The second DynamoDB is not here: python3 -m infra.localcloud.dynoxide (needs npm)"


def install() -> None:
    """Fetches the program and checks it; does nothing when it is there or is not pinned."""
    if why_missing() is None or not _is_supported():
        return
    npm = shutil.which("npm")
    if npm is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            [npm, "pack", "--silent", PACKAGE],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if packed.returncode != 0:
            return
        with tarfile.open(Path(folder) / packed.stdout.strip().splitlines()[-1]) as archive:
            member = archive.extractfile("package/dynoxide")
            assert member is not None
            program = member.read()
    if hashlib.sha256(program).hexdigest() != SHA256:
        sys.exit(f"{PACKAGE} is not the program that was reviewed: its SHA-256 differs.")
    BINARY.parent.mkdir(parents=True, exist_ok=True)
    BINARY.write_bytes(program)
    BINARY.chmod(0o755)


@contextmanager
def running() -> Iterator[str]:
    """An empty database in memory on a free port of loopback; gives its endpoint address."""
    port = free_port()
    process = subprocess.Popen(
        [program() or BINARY, "serve", "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_ready(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_until_ready(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except urllib.error.HTTPError:
            # It answers; that it dislikes a plain GET does not matter.
            return
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError("the second DynamoDB did not start")


def _is_supported() -> bool:
    return sys.platform == "linux" and platform.machine() in ("x86_64", "AMD64")


if __name__ == "__main__":
    install()
    if missing := why_missing():
        sys.exit(missing)
    print(f"The second DynamoDB is {program()}")
