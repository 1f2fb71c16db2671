"""Which files may be a county's emblem or picture: small, of a kind that every browser shows, and
still."""

import hashlib
import re
import struct

from chalicelib.core.errors import RuleViolationError
from chalicelib.county.errors import (
    IconWrongError,
    PictureActiveError,
    PictureBrokenError,
    PictureKindWrongError,
    PictureMeasuresWrongError,
    PictureTooLargeError,
)
from chalicelib.county.pictures import CONTENT_TYPES, Picture, Use

EMBLEM_BYTES_MAX = 16 * 1024
PICTURE_BYTES_MAX = 60 * 1024
"""The sign-up page is to be 150 KB on a first visit, with all that is on it."""
SIDE_MAX = 2000

_VIEW_BOX = re.compile(rb'<svg\b[^>]*\bviewBox="0 0 (\d+)(?:\.\d+)? (\d+)(?:\.\d+)?"')
_ACTIVE = re.compile(
    r"<!|<\?xml-|<([\w.-]+:)?(script|foreignObject)\b|[\s/\"']on\w+\s*=|javascript:|@import|"
    r"\b(href|src)\s*=\s*[\"']?(?!\s*[\"']?#)|url\(\s*[\"']?(?!\s*[\"']?#)",
    re.IGNORECASE,
)
"""What does something, or is fetched from elsewhere: a picture stands still."""


def picture(content: bytes, use: Use) -> Picture:
    """Raises one of the errors above: an emblem is an SVG or PNG, a picture a PNG or JPEG."""
    most = EMBLEM_BYTES_MAX if use == "emblem" else PICTURE_BYTES_MAX
    if len(content) > most:
        raise PictureTooLargeError(bytes=len(content), bytes_max=most)
    kind, (width, height) = _looked_into(content)
    if kind == ("jpg" if use == "emblem" else "svg"):
        raise PictureKindWrongError
    if not (0 < width <= SIDE_MAX and 0 < height <= SIDE_MAX):
        raise PictureMeasuresWrongError(width=width, height=height, side_max=SIDE_MAX)
    digest = hashlib.sha256(content).hexdigest()[:16]
    return Picture(f"{digest}-{width}x{height}.{kind}", content)


def icon(content: bytes, side: int) -> Picture:
    """Raises `IconWrongError` unless it is a PNG of that side."""
    try:
        made = picture(content, "picture")
    except RuleViolationError:
        made = None
    if made is None or made.content_type != CONTENT_TYPES["png"] or made.size != (side, side):
        raise IconWrongError(side=side, bytes_max=PICTURE_BYTES_MAX)
    return made


def _looked_into(content: bytes) -> tuple[str, tuple[int, int]]:
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) > 24:
        return "png", struct.unpack(">II", content[16:24])
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg", _size_of_jpeg(content)
    if found := _VIEW_BOX.search(content):
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            raise PictureBrokenError from None
        if _ACTIVE.search(text):
            raise PictureActiveError
        return "svg", (int(found[1]), int(found[2]))
    raise PictureKindWrongError


def _size_of_jpeg(content: bytes) -> tuple[int, int]:
    """Of its frame header (ISO/IEC 10918-1, B.2.2)."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    raise PictureBrokenError
