"""The poster of a campaign or of one of its booths: A4 upright, print-ready, all in one file."""

import base64
from html import escape
from typing import NamedTuple
from urllib.parse import urlsplit

from chalicelib.county import colors
from chalicelib.county.counties import County
from chalicelib.county.pictures import Picture
from chalicelib.joining.campaigns import Booth, Campaign

WIDTH_MM, HEIGHT_MM = 210, 297
_TEXT_MM = 186
_FONT = "Noto Sans KR, Noto Sans CJK KR, Malgun Gothic, Apple SD Gothic Neo, sans-serif"
_PICTURE_MM = 58
_EMBLEM_MM = 14


class _Look(NamedTuple):
    """Colours: of the ground, of the paper below it, of large and of small words on that."""

    ground: str
    paper: str
    dark: str
    soft: str


_OWN = _Look("#0f5c4a", "#f4f8f5", "#123c32", "#45635b")


class _Layout(NamedTuple):
    """Where things stand, in mm: the county's name, two lines of the title and one in English
    (baseline and size), and the QR code."""

    county: tuple[float, float]
    title: tuple[float, float]
    gift: tuple[float, float]
    english: tuple[float, float]
    qr_top: float
    qr: float


_PLAIN = _Layout((24, 10), (46, 16), (67, 16), (80, 7), 96, 104)
_BELOW_A_PICTURE = _Layout((68, 7), (82, 12.5), (97, 12.5), (106, 6), 116, 84)


def svg(
    *,
    county: County,
    campaign: Campaign,
    booth: Booth | None,
    url: str,
    mileage: int,
    emblem: Picture | None = None,
    picture: Picture | None = None,
) -> str:
    """The poster that leads to `url`, by its QR code, or by the site's address and the code for
    those who type. All words are inside a 10 mm margin, so it prints borderless or not."""
    look, at = _look(county), _BELOW_A_PICTURE if picture else _PLAIN
    place = f"{campaign.name} · {booth.name}" if booth else campaign.name
    code = booth.code if booth else campaign.code
    site = urlsplit(url).netloc + urlsplit(url).path.rpartition("/j/")[0]
    gift, gift_en = "온군민증을 받으세요", "and get your resident card"
    if mileage:
        gift = f"마일리지 {mileage:,}점 받으세요"
        gift_en = f"and get {mileage:,} points"
    contact = f"{county.contact} {county.phone}".strip()
    lines = [
        _text(county.name, y=at.county[0], size=at.county[1], weight=500),
        _text(f"{county.programme} 가입하고", y=at.title[0], size=at.title[1], weight=800),
        _text(gift, y=at.gift[0], size=at.gift[1], weight=800),
        _text(f"Join {county.name_en} {gift_en}", y=at.english[0], size=at.english[1]),
        _text(
            "휴대전화 카메라로 찍으면 1분이면 끝나요", y=222, size=9.5, weight=700, color=look.dark
        ),
        _text("Scan with your phone camera. It takes a minute.", y=231, size=6, color=look.dark),
        _text("직접 적으시려면 · Or type", y=243, size=5, color=look.soft),
        _text(site, y=251, size=7, weight=700, color=look.dark),
        _text(f"참여 코드 (code)  {code}", y=261, size=7, weight=700, color=look.dark),
        _text(place, y=273, size=7, weight=700, color=look.dark),
        _text(f"만 14세 미만은 보호자와 함께 · 문의 {contact}", y=282, size=5, color=look.soft),
    ]
    margin = (WIDTH_MM - at.qr) / 2
    alt = campaign.picture_alt if campaign.picture else county.picture_alt
    shown = [
        _image(picture, alt, (0, 0, WIDTH_MM, _PICTURE_MM), "xMidYMid slice") if picture else "",
        _emblem(emblem, county.emblem_alt) if emblem else "",
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH_MM}mm" height="{HEIGHT_MM}mm" '
        f'viewBox="0 0 {WIDTH_MM} {HEIGHT_MM}" font-family="{_FONT}">'
        f"<title>{escape(place)}</title>"
        f'<rect width="{WIDTH_MM}" height="{HEIGHT_MM}" fill="{look.paper}"/>'
        f'<rect width="{WIDTH_MM}" height="158" fill="{look.ground}"/>{"".join(shown)}'
        f'<rect x="{margin - 6}" y="{at.qr_top - 6}" width="{at.qr + 12}" '
        f'height="{at.qr + 12}" rx="6" fill="#fff"/>'
        f"{_qr(url, x=margin, y=at.qr_top, size=at.qr)}{''.join(lines)}</svg>"
    )


def _look(county: County) -> _Look:
    if not county.brand:
        return _OWN
    shades = colors.shades("brand", county.brand)
    return _Look(county.brand, shades[5], shades[80], shades[70])


def _emblem(emblem: Picture, alt: str) -> str:
    """In a corner, on white: its own colours may be the ground's."""
    side = _EMBLEM_MM + 6
    card = f'<rect x="10" y="10" width="{side}" height="{side}" rx="4" fill="#fff"/>'
    return card + _image(emblem, alt, (13, 13, _EMBLEM_MM, _EMBLEM_MM), "xMidYMid meet")


def _image(one: Picture, alt: str, place: tuple[float, float, float, float], fits: str) -> str:
    """Inside the file: a poster is printed where there is no net. `place`: from the left, from the
    top, width and height, in mm."""
    x, y, width, height = place
    said = f'role="img" aria-label="{escape(alt)}" ' if alt else ""
    content = base64.b64encode(one.content).decode()
    return (
        f'<image {said}x="{x}" y="{y}" width="{width}" height="{height}" '
        f'preserveAspectRatio="{fits}" '
        f'href="data:{one.content_type};base64,{content}"/>'
    )


def _text(text: str, *, y: float, size: float, weight: int = 400, color: str = "#ffffff") -> str:
    # A long name is squeezed to the page's width, never cut.
    wide = sum(1.0 if ord(c) > 0x2E80 else 0.56 for c in text) * size
    fits = f' textLength="{_TEXT_MM}" lengthAdjust="spacingAndGlyphs"'
    squeeze = fits if wide > _TEXT_MM else ""
    return (
        f'<text x="{WIDTH_MM / 2}" y="{y}" font-size="{size}" font-weight="{weight}" '
        f'fill="{color}" text-anchor="middle"{squeeze}>{escape(text)}</text>'
    )


def _qr(url: str, *, x: float, y: float, size: float) -> str:
    """Level Q: posters get wet and scratched. The white card around it is the quiet zone."""
    # Not at the top: only who prints a poster needs it.
    import segno

    qr = segno.make(url, error="q", micro=False)
    modules = qr.symbol_size(border=0)[0]
    path = "".join(
        f"M{column} {row}h1v1h-1z"
        for row, bits in enumerate(qr.matrix)
        for column, bit in enumerate(bits)
        if bit & 1
    )
    scale = size / modules
    return (
        f'<path transform="translate({x} {y}) scale({scale:.5f})" d="{path}" '
        'fill="#0b1f1a" shape-rendering="crispEdges"/>'
    )
