"""What phones show of a county's emblem: PNGs that are kept with it."""

import json
from base64 import b64encode
from collections.abc import Callable

from chalicelib.county.errors import IconWrongError
from tests.conftest import Stack
from tests.looks.requests import png
from tests.looks.test_pictures import OTHER_EMBLEM, minute, put, records
from tests.refusals import check_refused

__all__ = ["minute"]


def test_phones_get_the_emblem_as_png_and_another_one_takes_its_icons_along(
    stack: Stack, minute: Callable[[], None]
) -> None:
    sent = {"icon": png(512, 512), "icon_maskable": png(512, 512), "icon_touch": png(192, 192)}
    icons = {field: b64encode(content).decode() for field, content in sent.items()}
    assert put(stack, icons=icons).json["has_icons"]
    assert put(stack, content=None, version=1, alt="고친 말").json["has_icons"]
    minute()

    listed = json.loads(stack.call("GET", "/wallet.webmanifest").raw)["icons"]
    assert [(one["sizes"], one["purpose"]) for one in listed[:3]] == [
        ("512x512", "any"), ("512x512", "maskable"), ("192x192", "any")
    ]  # fmt: skip
    assert {one["type"] for one in listed[:3]} == {"image/png"}
    touch = listed[2]["src"]
    assert stack.call("GET", f"/{touch}").raw == png(192, 192)
    assert f'rel="apple-touch-icon" href="{touch}' in stack.call("GET", "/wallet").raw.decode()
    assert touch in stack.call("GET", "/wallet-worker.js").raw.decode()

    assert not put(stack, content=OTHER_EMBLEM, version=2).json["has_icons"]


def test_icons_of_another_size_or_of_a_picture_are_refused(stack: Stack) -> None:
    small = b64encode(png(180, 180)).decode()
    icons = dict.fromkeys(("icon", "icon_maskable", "icon_touch"), small)
    check_refused(
        stack,
        lambda h: put(stack, headers=h, icons=icons),
        422,
        IconWrongError.code,
        param="icons",
    )
    answer = put(stack, "picture", png(), icons=icons)
    assert (answer.status, answer.json["param"]) == (400, "icons")
    assert records(stack) == []
