"""What is an image, by its own bytes, and the copy of it that says nothing but the picture.

A photo of a phone tells where it was taken (EXIF), and a moving one has a film behind its end. Only
what draws the picture is copied, and which way up it is.
"""

import re
import struct
from collections.abc import Iterator
from typing import Literal

ContentType = Literal["image/jpeg", "image/png", "image/webp"]
"""No HEIC: no browser but Safari shows it, and the page makes JPEG of it where it can be opened."""
BYTES_MAX = 10 * 1024 * 1024

_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
"""Of ISO/IEC 23008-12, after `ftyp`."""
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_PNG_CHUNKS = (
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
)  # fmt: skip
_WEBP_CHUNKS = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP")
_WEBP_TELLS = 0x08 | 0x04
"""The flags of EXIF and XMP in the first byte of a VP8X chunk."""
_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""A marker that ends the data of a scan (ITU-T T.81, B.1.1.5)."""
_SOS, _EOI, _COM, _APP0, _APP1, _APP2, _APP14 = 0xDA, 0xD9, 0xFE, 0xE0, 0xE1, 0xE2, 0xEE
_ORIENTATION = 0x0112
_UPRIGHT = 1


class NotAnImageError(ValueError):
    """The bytes are no image of the kinds that are taken."""


class HeicError(NotAnImageError):
    """A photo of a phone that nobody here can show."""


def content_type(content: bytes) -> ContentType:
    """By the first bytes, whatever was said of them. Raises `NotAnImageError`, `HeicError`."""
    if content.startswith(_JPEG):
        return "image/jpeg"
    if content.startswith(_PNG):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        raise HeicError("HEIC")
    raise NotAnImageError("neither JPEG nor PNG nor WebP")


def bare(content: bytes) -> bytes:
    """The same picture without anything that is told beside it. Raises `NotAnImageError`, also of
    one that breaks off."""
    kind = content_type(content)
    copy = {"image/jpeg": _bare_jpeg, "image/png": _bare_png, "image/webp": _bare_webp}[kind]
    try:
        return copy(content)
    except (IndexError, struct.error) as exc:
        raise NotAnImageError("breaks off") from exc


def _bare_jpeg(content: bytes) -> bytes:
    parts, has_scan, orientation = [b"\xff\xd8"], False, _UPRIGHT
    for marker, segment in _jpeg_segments(content):
        if marker == _APP1 and segment[4:10] == b"Exif\0\0":
            orientation = _orientation(segment[10:])
        is_profile = marker == _APP2 and segment[4:16] == b"ICC_PROFILE\0"
        is_told = _APP0 < marker <= 0xEF or marker == _COM
        if not is_told or marker == _APP14 or is_profile:
            parts.append(segment)
        has_scan = has_scan or marker == _SOS
    if not has_scan:
        raise NotAnImageError("no picture in it")
    if orientation != _UPRIGHT:
        parts.insert(1, _exif_of(orientation))
    return b"".join(parts)


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, the segment with its marker, and of a scan its data) up to the end of the image."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise NotAnImageError("no marker where one must be")
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1  # Filling before a marker.
            continue
        if marker == _EOI:
            yield marker, content[at : at + 2]
            return
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        if marker == _SOS:
            found = _IN_SCAN.search(content, end)
            if found is None:
                raise NotAnImageError("breaks off in a scan")
            end = found.start()
        if end <= at + 3 or end > len(content):
            raise NotAnImageError("a segment is longer than the file")
        yield marker, content[at:end]
        at = end


def _orientation(tiff: bytes) -> int:
    """Which way up, by the EXIF tag; upright if it cannot be read."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return _UPRIGHT
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for number in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * number)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else _UPRIGHT
    except struct.error:
        pass
    return _UPRIGHT


def _exif_of(orientation: int) -> bytes:
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, orientation, 0)
    tiff = b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _bare_png(content: bytes) -> bytes:
    parts, at, has_picture = [_PNG], len(_PNG), False
    while True:
        length, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise NotAnImageError("a chunk is longer than the file")
        if kind in _PNG_CHUNKS:
            parts.append(content[at:end])
        has_picture = has_picture or kind == b"IDAT"
        if kind == b"IEND":
            break
        at = end
    if not has_picture:
        raise NotAnImageError("no picture in it")
    return b"".join(parts)


def _bare_webp(content: bytes) -> bytes:
    parts, at, has_picture = [b"WEBP"], 12, False
    (size,) = struct.unpack_from("<I", content, 4)
    last = size + 8
    if last > len(content):
        raise NotAnImageError("breaks off")
    while at + 8 <= last:
        kind, length = struct.unpack_from("<4sI", content, at)
        end = at + 8 + length + length % 2
        if end > last:
            raise NotAnImageError("a chunk is longer than the file")
        chunk = content[at:end]
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_TELLS]) + chunk[9:]
        if kind in _WEBP_CHUNKS:
            parts.append(chunk)
        has_picture = has_picture or kind in (b"VP8 ", b"VP8L", b"ANMF")
        at = end
    if not has_picture:
        raise NotAnImageError("no picture in it")
    body = b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body
