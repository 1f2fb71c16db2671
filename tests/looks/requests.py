"""Bodies of the requests of the desk of pictures, the roles that each lets in, and files."""

import zlib
from base64 import b64encode
from struct import pack
from typing import Any

from tests.county.test_looks import EMBLEM

PATH = "/v1/staff/pictures"
PICTURE_BODIES: dict[str, dict[str, Any]] = {
    f"{PATH}/emblem": {
        "content_base64": b64encode(EMBLEM).decode(),
        "alt": "파란 물결",
        "alt_en": "Blue waves",
        "version": 0,
        "reason": "새 상징",
    },
    f"{PATH}/emblem/remove": {"version": 0, "reason": "권리자의 요청"},
}
_OFFICE = {"operator", "manager", "treasurer", "auditor"}
PICTURE_ROLES = {
    f"GET {PATH}": _OFFICE,
    f"GET {PATH}/{{subject}}": _OFFICE,
    f"PUT {PATH}/{{subject}}": {"manager"},
    f"POST {PATH}/{{subject}}/remove": {"manager"},
}


def chunk(kind: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content))


def png(width: int = 800, height: int = 400, told: bytes = b"") -> bytes:
    """A whole one, darker at its top, with what is told beside it."""
    header = pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = b"".join(b"\0" + bytes([70 + 150 * y // height]) * width for y in range(height))
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(lines)), chunk(b"IEND", b"")]
    if told:
        parts.insert(1, chunk(b"tEXt", told))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
