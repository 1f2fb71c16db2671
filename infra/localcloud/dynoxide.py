"""A second, independent DynamoDB for the tests: one static program over SQLite.

It comes as an npm package, so npm is needed once, and for tests alone. There is one for Linux on
x86-64; elsewhere the tests that want it say so and are skipped.

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
START_SECONDS_MAX = 10.0


def why_missing() -> str | None:
    """Why it is not there, in a sentence for who runs the tests, or None when it is."""
    if BINARY.exists():
        return None
    if not _is_supported():
        return "the second DynamoDB is built for Linux on x86-64 only"
    return "the second DynamoDB is not installed: python -m infra.localcloud.dynoxide (needs npm)"


def install() -> None:
    """Fetches the program and checks it; does nothing when it is there or cannot be."""
    if why_missing() is None or not _is_supported():
        return
    npm = shutil.which("npm")
    if npm is None:
        print("npm is missing: the tests on the second DynamoDB will be skipped.")
        return
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            [npm, "pack", "--silent", PACKAGE],
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
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
        [BINARY, "serve", "--host", "127.0.0.1", "--port", str(port)],
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
    print(why_missing() or f"{PACKAGE} is in {BINARY}")
