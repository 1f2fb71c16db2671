"""The files that pages load: found by their path, sent as they are, all under one version."""

import hashlib
import posixpath
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

_ROOT = Path(__file__).parent / "static"
_CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    # API Gateway passes bytes only for types it knows as binary; the script asks for this one.
    ".gz": "application/octet-stream",
    ".woff2": "font/woff2",
    ".png": "image/png",
}
_DESIGN = (
    "design/typeface.css",
    "design/tokens.css",
    "design/base.css",
    "design/components.css",
)
_JOINED = {"design.css": _DESIGN, "join.css": (*_DESIGN, "common/pay.css")}
"""One file for what every page needs of several: on a slow line each file costs a round trip."""
_BYTES = (".gz", ".woff2", ".png")
_NEIGHBOR = re.compile(r'"(\.{1,2}/[\w./-]+\.(?:js|json|gz|svg|woff2))"')
_IMPORT = re.compile(r'^(?:import|export) [^;]*?from "(\.{1,2}/[\w./-]+\.js)"', re.MULTILINE)


class StaticFile(Struct, frozen=True, kw_only=True):
    body: str | bytes
    headers: Mapping[str, str]


def find(name: str) -> StaticFile | None:
    """Give the file of this path below the folder, or nothing; no path can lead out of it."""
    if name in _JOINED:
        return _joined(name)
    path = _paths().get(name)
    return _read(path) if path else None


@cache
def modules(name: str) -> tuple[str, ...]:
    """A script and all that it imports, so that a page can ask for them at once."""
    found: dict[str, None] = {}
    waiting = [name]
    while waiting:
        one = waiting.pop(0)
        if one in found:
            continue
        found[one] = None
        text = _paths()[one].read_text(encoding="utf-8")
        folder = posixpath.dirname(one)
        waiting += [
            posixpath.normpath(posixpath.join(folder, other)) for other in _IMPORT.findall(text)
        ]
    return tuple(found)


@cache
def version() -> str:
    """One version for all files: a page never runs scripts of two releases together."""
    digest = hashlib.sha256()
    for name, path in _paths().items():
        digest.update(name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def _joined(name: str) -> StaticFile:
    parts = [_read(_paths()[part]).body for part in _JOINED[name]]
    return StaticFile(
        body="\n".join(str(part) for part in parts),
        headers={"Content-Type": _CONTENT_TYPES[".css"]},
    )


@cache
def _read(path: Path) -> StaticFile:
    content_type = _CONTENT_TYPES[path.suffix]
    if path.suffix in _BYTES:
        headers = {"Content-Type": content_type}
        if path.suffix == ".gz":
            headers["Content-Encoding"] = "gzip"
        return StaticFile(body=path.read_bytes(), headers=headers)
    text = path.read_text(encoding="utf-8")
    # What a file imports or loads by a relative path gets the same version as the file itself.
    body = _NEIGHBOR.sub(rf'"\1?v={version()}"', text)
    return StaticFile(body=body, headers={"Content-Type": content_type})


@cache
def _paths() -> Mapping[str, Path]:
    """Each file by its path as addresses have it: `regions.json`, `common/dom.js`."""
    found = sorted(path for path in _ROOT.rglob("*") if path.suffix in _CONTENT_TYPES)
    return {path.relative_to(_ROOT).as_posix(): path for path in found}
