"""Small images of every kind that is taken, with and without what they tell beside the picture."""

import hashlib
import struct
import zlib
from typing import Any

from tests.conftest import Member

GPS = b"37.0 N 127.0 E"


def jpeg(mark: int = 0, *, orientation: int = 1, told: bool = True) -> bytes:
    """With EXIF that says where, a comment, and a film behind the end."""
    tiff = b"II*\0" + struct.pack("<IH", 8, 1) + struct.pack("<HHIHH", 0x112, 3, 1, orientation, 0)
    exif = b"Exif\0\0" + tiff + struct.pack("<I", 0) + GPS
    parts = [b"\xff\xd8", segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")]
    if told:
        parts += [segment(0xE1, exif), segment(0xED, GPS), segment(0xFE, GPS)]
    parts += [
        segment(0xE2, b"ICC_PROFILE\0\x01\x01" + b"p" * 8),
        segment(0xDB, bytes(65)),
        segment(0xC0, b"\x08\0\x01\0\x01\x01\x01\x11\0"),
        segment(0xDA, b"\x01\x01\0\0\x3f\0"),
        bytes([mark, 0xFF, 0x00, 0xFF, 0xD3, 0x11]),
        b"\xff\xd9",
    ]
    if told:
        parts.append(GPS * 3)
    return b"".join(parts)


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def png(mark: int = 0, *, told: bool = True) -> bytes:
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    chunks = [chunk(b"IHDR", header)]
    if told:
        chunks += [chunk(b"eXIf", GPS), chunk(b"tEXt", b"Comment\0" + GPS)]
    chunks += [chunk(b"IDAT", zlib.compress(bytes([0, mark, 0, 0]))), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + (GPS if told else b"")


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def webp(mark: int = 0, *, told: bool = True) -> bytes:
    flags = 0x0C if told else 0
    parts = [part(b"VP8X", bytes([flags, 0, 0, 0]) + bytes(6)), part(b"VP8L", bytes([mark, 1, 2]))]
    if told:
        parts += [part(b"EXIF", GPS), part(b"XMP ", GPS)]
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body + (GPS if told else b"")


def part(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def begin(member: Member, content: bytes, content_type: str = "image/jpeg", **changes: Any) -> Any:
    body = {
        "content_type": content_type,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    return member.stack.call("POST", "/v1/me/uploads", body | changes, token=member.token)


def send(member: Member, content: bytes, content_type: str = "image/jpeg") -> str:
    """An upload of the member's that has come, as a browser sends it: its id."""
    answer = begin(member, content, content_type)
    assert answer.status == 201, answer.raw
    member.stack.adapters.upload_files.files[answer.json["fields"]["key"]] = content
    upload_id: str = answer.json["upload_id"]
    return upload_id
