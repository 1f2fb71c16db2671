"""Other colours for a picture of two: a PNG with a palette is drawn anew by that alone."""

import zlib
from itertools import pairwise
from struct import pack, unpack

_SIGNATURE_BYTES = 8
_AROUND_BYTES = 12
"""Length, name and check of a chunk (W3C, Portable Network Graphics, 5.3)."""


def mixed(image: bytes, before: tuple[str, str], after: tuple[str, str]) -> bytes:
    """`image` is a PNG whose palette holds two colours, as `#rrggbb`, and what lies between them at
    the edges; each becomes the same mixture of the two of `after`."""
    at = _SIGNATURE_BYTES
    while at < len(image):
        length, name = unpack(">I4s", image[at : at + 8])
        end = at + _AROUND_BYTES + length
        if name == b"PLTE":
            palette = _mixed_palette(image[at + 8 : at + 8 + length], before, after)
            check = zlib.crc32(name + palette)
            return image[: at + 8] + palette + pack(">I", check) + image[end:]
        at = end
    raise ValueError("the picture has no palette")


def _mixed_palette(palette: bytes, before: tuple[str, str], after: tuple[str, str]) -> bytes:
    first, second = map(_parts, before)
    new_first, new_second = map(_parts, after)
    span = sum(second) - sum(first)
    made = bytearray()
    for start, end in pairwise(range(0, len(palette) + 1, 3)):
        share = min(1.0, max(0.0, (sum(palette[start:end]) - sum(first)) / span))
        made += bytes(
            round(one + share * (other - one))
            for one, other in zip(new_first, new_second, strict=True)
        )
    return bytes(made)


def _parts(color: str) -> bytes:
    return bytes.fromhex(color.removeprefix("#"))
