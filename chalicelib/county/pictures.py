"""A county's emblem and pictures: small files of its own, which its pages, icons and posters show.

A picture is called after its content and its size, so that what is at an address never changes.
"""

import re
from typing import Literal

from msgspec import Struct

CONTENT_TYPES = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg"}
Use = Literal["emblem", "picture"]
ICON_SIDES = {"icon": 512, "icon_maskable": 512, "icon_touch": 192}
"""Pixels of the pictures in PNG that phones want of an emblem, by their field of a county: whole;
on a ground and with an edge that a phone may cut away; on a ground, for a home screen of iOS."""

_NAME = re.compile(r"[0-9a-f]{16}-(\d{1,4})x(\d{1,4})\.(svg|png|jpg)")


class Picture(Struct, frozen=True):
    name: str
    content: bytes

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.name.rpartition(".")[2]]

    @property
    def size(self) -> tuple[int, int]:
        return size_of(self.name)


def size_of(name: str) -> tuple[int, int]:
    """Width and height, of the name."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise ValueError(f"{name} is not what a picture is called")
    return int(found[1]), int(found[2])


def is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None
