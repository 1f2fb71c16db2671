"""What an A4 sheet to be printed is drawn of: words, a QR code, pictures inside the file, and the
county's colours."""

import base64
from html import escape
from typing import NamedTuple

from chalicelib.county import colors
from chalicelib.county.counties import County
from chalicelib.county.pictures import Picture

WIDTH_MM, HEIGHT_MM = 210, 297
TEXT_MM = 186
FONT = "Noto Sans KR, Noto Sans CJK KR, Malgun Gothic, Apple SD Gothic Neo, sans-serif"
_EMBLEM_MM = 14


class Look(NamedTuple):
    """Colours: of the ground, of the paper below it, of large and of small words on that."""

    ground: str
    paper: str
    dark: str
    soft: str


_OWN = Look("#0f5c4a", "#f4f8f5", "#123c32", "#45635b")


def look_of(county: County) -> Look:
    if not county.brand:
        return _OWN
    shades = colors.shades("brand", county.brand)
    return Look(county.brand, shades[5], shades[80], shades[70])


def emblem(one: Picture, alt: str) -> str:
    """In a corner, on white: its own colours may be the ground's."""
    side = _EMBLEM_MM + 6
    card = f'<rect x="10" y="10" width="{side}" height="{side}" rx="4" fill="#fff"/>'
    return card + image(one, alt, (13, 13, _EMBLEM_MM, _EMBLEM_MM), "xMidYMid meet")


def image(one: Picture, alt: str, place: tuple[float, float, float, float], fits: str) -> str:
    """Inside the file: a sheet is printed where there is no net. `place`: from the left, from the
    top, width and height, in mm."""
    x, y, width, height = place
    said = f'role="img" aria-label="{escape(alt)}" ' if alt else ""
    content = base64.b64encode(one.content).decode()
    return (
        f'<image {said}x="{x}" y="{y}" width="{width}" height="{height}" '
        f'preserveAspectRatio="{fits}" '
        f'href="data:{one.content_type};base64,{content}"/>'
    )


def text(
    words: str,
    *,
    y: float,
    size: float,
    weight: int = 400,
    color: str = "#ffffff",
    x: float = WIDTH_MM / 2,
    anchor: str = "middle",
    width: float = TEXT_MM,
) -> str:
    """One line; what is longer than `width` mm is squeezed, never cut."""
    wide = sum(1.0 if ord(c) > 0x2E80 else 0.56 for c in words) * size
    fits = f' textLength="{width}" lengthAdjust="spacingAndGlyphs"'
    squeeze = fits if wide > width else ""
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" '
        f'fill="{color}" text-anchor="{anchor}"{squeeze}>{escape(words)}</text>'
    )


def qr(url: str, *, x: float, y: float, size: float) -> str:
    """Level Q: posters get wet and scratched. The white card around it is the quiet zone."""
    # Not at the top: only who prints a poster needs it.
    import segno

    code = segno.make(url, error="q", micro=False)
    modules = code.symbol_size(border=0)[0]
    path = "".join(
        f"M{column} {row}h1v1h-1z"
        for row, bits in enumerate(code.matrix)
        for column, bit in enumerate(bits)
        if bit & 1
    )
    scale = size / modules
    return (
        f'<path transform="translate({x} {y}) scale({scale:.5f})" d="{path}" '
        'fill="#0b1f1a" shape-rendering="crispEdges"/>'
    )


def sheet(title: str, drawn: str) -> str:
    """The whole file: A4 upright, in millimetres."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH_MM}mm" height="{HEIGHT_MM}mm" '
        f'viewBox="0 0 {WIDTH_MM} {HEIGHT_MM}" font-family="{FONT}">'
        f"<title>{escape(title)}</title>{drawn}</svg>"
    )
