"""A county's emblem and pictures: small files of its own, which its pages, icons and posters show.

A picture is called after its content and its size, so that what is at an address never changes.
"""

import hashlib
import re
import struct
from typing import Literal

from msgspec import Struct

EMBLEM_BYTES_MAX = 16 * 1024
PICTURE_BYTES_MAX = 60 * 1024
"""The sign-up page is to be 150 KB on a first visit, with all that is on it."""
SIDE_MAX = 2000
CONTENT_TYPES = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg"}
Use = Literal["emblem", "picture"]

_NAME = re.compile(r"[0-9a-f]{16}-(\d{1,4})x(\d{1,4})\.(svg|png|jpg)")
_VIEW_BOX = re.compile(rb'<svg\b[^>]*\bviewBox="0 0 (\d+)(?:\.\d+)? (\d+)(?:\.\d+)?"')
_ACTIVE = re.compile(
    r"<!|<\?xml-|<([\w.-]+:)?(script|foreignObject)\b|[\s/\"']on\w+\s*=|javascript:|@import|"
    r"\b(href|src)\s*=\s*[\"']?(?!\s*[\"']?#)|url\(\s*[\"']?(?!\s*[\"']?#)",
    re.IGNORECASE,
)
"""What does something, or is fetched from elsewhere: a picture stands still."""


class PictureUnfitError(ValueError):
    """A file that is no emblem or picture, or a larger one than pages can carry."""


class Picture(Struct, frozen=True):
    name: str
    content: bytes

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.name.rpartition(".")[2]]

    @property
    def size(self) -> tuple[int, int]:
        return size_of(self.name)


def picture(content: bytes, use: Use) -> Picture:
    """Raises `PictureUnfitError`: an emblem is an SVG or PNG, a picture a PNG or JPEG."""
    most = EMBLEM_BYTES_MAX if use == "emblem" else PICTURE_BYTES_MAX
    if len(content) > most:
        raise PictureUnfitError(f"{len(content):,} bytes are more than {most:,}")
    kind, (width, height) = _looked_into(content)
    if kind == ("jpg" if use == "emblem" else "svg"):
        raise PictureUnfitError(f"the {use} may be no {kind}")
    if not (0 < width <= SIDE_MAX and 0 < height <= SIDE_MAX):
        raise PictureUnfitError(f"{width} x {height} is not within {SIDE_MAX} x {SIDE_MAX}")
    digest = hashlib.sha256(content).hexdigest()[:16]
    return Picture(f"{digest}-{width}x{height}.{kind}", content)


def size_of(name: str) -> tuple[int, int]:
    """Width and height, of the name."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise ValueError(f"{name} is not what a picture is called")
    return int(found[1]), int(found[2])


def is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None


def _looked_into(content: bytes) -> tuple[str, tuple[int, int]]:
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) > 24:
        return "png", struct.unpack(">II", content[16:24])
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg", _size_of_jpeg(content)
    if found := _VIEW_BOX.search(content):
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            raise PictureUnfitError("an SVG that is not UTF-8") from None
        if _ACTIVE.search(text):
            raise PictureUnfitError("an SVG that runs or fetches something")
        return "svg", (int(found[1]), int(found[2]))
    raise PictureUnfitError('neither PNG, JPEG nor SVG with a viewBox="0 0 …"')


def _size_of_jpeg(content: bytes) -> tuple[int, int]:
    """Of its frame header (ISO/IEC 10918-1, B.2.2)."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    raise PictureUnfitError("a JPEG without a frame")
