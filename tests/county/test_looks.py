"""A county's colours can be read, and its pictures are small and stand still."""

import re
import struct

import pytest

from chalicelib.core.errors import RuleViolationError
from chalicelib.county import colors
from chalicelib.county.errors import (
    PictureActiveError,
    PictureBrokenError,
    PictureKindWrongError,
    PictureMeasuresWrongError,
    PictureTooLargeError,
)
from chalicelib.county.picture_rules import EMBLEM_BYTES_MAX, PICTURE_BYTES_MAX, picture
from tests.web.test_design import MODES, TEXTS, TOKENS, contrast, values

EMBLEM = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><path d="M0 0h64"/></svg>'


def png(width: int, height: int, rest: bytes = b"") -> bytes:
    size = struct.pack(">II", width, height)
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + size + b"\x08\x06\0\0\0" + rest


def jpeg(width: int, height: int) -> bytes:
    frame = struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\0"
    return b"\xff\xd8\xff\xe0\0\x04\0\0\xff\xc2" + frame + b"\xff\xd9"


def test_the_shades_are_as_light_as_those_of_the_design() -> None:
    for name, known in colors.LUMINANCES.items():
        shades = {int(n): c for n, c in re.findall(rf"--{name}-(\d+): (#\w+);", TOKENS)}
        assert shades.keys() == known.keys()
        for step, wanted in known.items():
            assert colors.luminance(shades[step]) == pytest.approx(wanted, abs=0.0001)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "brand", ["#17614c", "#1d4ed8", "#6b21a8", "#9f1239", "#111827", "#0000ff"]
)
def test_whatever_its_colour_every_text_can_be_read(mode: str, brand: str) -> None:
    known = {
        **values(mode),
        **{f"brand-{step}": shade for step, shade in colors.shades("brand", brand).items()},
        **{f"accent-{step}": shade for step, shade in colors.shades("accent", "#9a3412").items()},
    }
    least = 6.95 if "contrast" in mode else 4.45  # A shade is rounded to eight bits.
    own = [pair for pair in TEXTS if "brand" in "".join(pair) or "benefit" in "".join(pair)]
    assert {pair: contrast(known, *pair) for pair in own if contrast(known, *pair) < least} == {}


@pytest.mark.parametrize("color", ["#5da287", "#ffcc00", "#888888", "green", "#17614", ""])
def test_a_colour_that_cannot_be_read_is_refused(color: str) -> None:
    with pytest.raises(colors.CountyColorError):
        colors.shades("brand", color)


def test_a_picture_is_called_after_its_content_and_its_size() -> None:
    emblem, photo = picture(EMBLEM, "emblem"), picture(jpeg(800, 400), "picture")
    drawn = picture(png(512, 512), "emblem")
    assert [one.name.partition("-")[2] for one in (emblem, photo, drawn)] == [
        "64x64.svg", "800x400.jpg", "512x512.png"
    ]  # fmt: skip
    assert photo.size == (800, 400)
    assert emblem.name != picture(EMBLEM.replace(b"h64", b"v64"), "emblem").name


def test_an_emblem_may_name_what_is_in_it_and_in_korean() -> None:
    inner = '<title>강진</title><use href="#a"/><path fill="url(#b)"'.encode()
    assert picture(EMBLEM.replace(b"<path", inner), "emblem").size == (64, 64)


@pytest.mark.parametrize(
    ("content", "use", "refusal"),
    [
        (png(512, 512, bytes(EMBLEM_BYTES_MAX)), "emblem", PictureTooLargeError),
        (png(800, 400, bytes(PICTURE_BYTES_MAX)), "picture", PictureTooLargeError),
        (png(4000, 400), "picture", PictureMeasuresWrongError),
        (png(0, 400), "picture", PictureMeasuresWrongError),
        (EMBLEM, "picture", PictureKindWrongError),
        (jpeg(800, 400), "emblem", PictureKindWrongError),
        (b"GIF89a", "picture", PictureKindWrongError),
        (b"\xff\xd8\xff\xe0\0\x04\0\0\xff\xd9", "picture", PictureBrokenError),
        (EMBLEM.replace(b"<path", b"<script>alert(1)</script><path"), "emblem", PictureActiveError),
        (EMBLEM.replace(b"<path", b'<path onload="alert(1)"'), "emblem", PictureActiveError),
        (
            EMBLEM.replace(b"<path", b'<image href="https://elsewhere.example/x.png"/><path'),
            "emblem",
            PictureActiveError,
        ),
        (
            EMBLEM.replace(b"<path", b"<style>@import 'x'</style><path"),
            "emblem",
            PictureActiveError,
        ),
        (
            EMBLEM.replace(b"<path", b"<svg:script>alert(1)</svg:script><path"),
            "emblem",
            PictureActiveError,
        ),
        (EMBLEM.replace(b"<path", b"<FOREIGNobject/><path"), "emblem", PictureActiveError),
        (EMBLEM.replace(b"<path", b"<s:foreignObject/><path"), "emblem", PictureActiveError),
        (EMBLEM.replace(b"<path", b'<path id="a"ONLOAD="alert(1)"'), "emblem", PictureActiveError),
        (EMBLEM.replace(b"<path", b"<path/onload='alert(1)'"), "emblem", PictureActiveError),
        (
            EMBLEM.replace(b"<path", b"<use xlink:HREF=//elsewhere.example/x#y /><path"),
            "emblem",
            PictureActiveError,
        ),
        (
            EMBLEM.replace(b"<path", b'<path fill="URL( //elsewhere.example/x )"'),
            "emblem",
            PictureActiveError,
        ),
        (
            EMBLEM.replace(b"<path", b"<title>\xb0\xad\xc1\xf8</title><path"),
            "emblem",
            PictureBrokenError,
        ),
        (EMBLEM.decode().encode("utf-16"), "emblem", PictureKindWrongError),
        (b"<!DOCTYPE svg [<!ENTITY x 'y'>]>" + EMBLEM, "emblem", PictureActiveError),
    ],
)
def test_what_is_too_large_or_does_something_is_refused(
    content: bytes, use: str, refusal: type[RuleViolationError]
) -> None:
    with pytest.raises(refusal):
        picture(content, use)  # type: ignore[arg-type]
