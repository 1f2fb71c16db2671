"""What the local cloud keeps before its door: what every browser may keep for good, no more."""

import asyncio
from typing import Any

import pytest

from infra.localcloud.kept_files import KeptFiles

LASTING = b"public, max-age=31536000, immutable"
FILE = {"path": "/api/static/common/dom.js", "query": b"v=1"}


class Functions:
    """An application that counts, so that its answers differ."""

    def __init__(self, lifetime: bytes = LASTING, status: int = 200) -> None:
        self.lifetime = lifetime
        self.status = status
        self.asked = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked += 1
        headers = [(b"Cache-Control", self.lifetime)]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": str(self.asked).encode()})


def asked(
    files: KeptFiles, path: str, query: bytes = b"", method: str = "GET", **headers: bytes
) -> bytes:
    """The body that comes back."""
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query,
        "headers": [(name.replace("_", "-").encode(), value) for name, value in headers.items()],
    }
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(files.serve(scope, None, send))
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    return bytes(sent[-1]["body"])


def test_a_file_of_a_version_is_asked_for_once() -> None:
    files = KeptFiles(Functions())
    assert [asked(files, **FILE, host=b"a") for _ in range(2)] == [b"1", b"1"]


@pytest.mark.parametrize(
    "other",
    [
        {"query": b"v=2"},
        {"query": b""},
        {"path": "/api/static/common/api.js"},
        {"method": "HEAD"},
        {"host": b"another-county"},
        {"accept_encoding": b"gzip"},
        {"authorization": b"Bearer x"},
    ],
    ids=str,
)
def test_what_is_asked_for_otherwise_is_another_answer(other: dict[str, Any]) -> None:
    files = KeptFiles(Functions())
    asked(files, **FILE, host=b"a")
    assert asked(files, **{**FILE, "host": b"a", **other}) == b"2"


@pytest.mark.parametrize(
    ("lifetime", "status"),
    [
        (b"no-cache", 200),
        (b"private, immutable", 200),
        (b"public, max-age=60", 200),
        (LASTING, 404),
    ],
)
def test_what_may_change_is_asked_for_each_time(lifetime: bytes, status: int) -> None:
    files = KeptFiles(Functions(lifetime, status))
    assert [asked(files, **FILE) for _ in range(2)] == [b"1", b"2"]
