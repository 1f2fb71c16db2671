"""The poster of a campaign or of one of its booths: A4 upright, print-ready, vectors only."""

from html import escape
from urllib.parse import urlsplit

from chalicelib.county.counties import County
from chalicelib.joining.campaigns import Booth, Campaign

WIDTH_MM, HEIGHT_MM = 210, 297
_QR_MM = 104
_CARD_TOP_MM = 96
_TEXT_MM = 186
_FONT = "Noto Sans KR, Noto Sans CJK KR, Malgun Gothic, Apple SD Gothic Neo, sans-serif"
_DARK, _SOFT = "#123c32", "#45635b"


def svg(*, county: County, campaign: Campaign, booth: Booth | None, url: str) -> str:
    """The poster that leads to `url`, by its QR code, or by the site's address and the code for
    those who type. Everything is inside a 10 mm margin, so it prints borderless or not."""
    place = f"{campaign.name} · {booth.name}" if booth else campaign.name
    code = booth.code if booth else campaign.code
    site = urlsplit(url).netloc + urlsplit(url).path.rpartition("/j/")[0]
    gift, gift_en = "온군민증을 받으세요", "and get your resident card"
    if campaign.signup_mileage:
        gift = f"마일리지 {campaign.signup_mileage:,}점 받으세요"
        gift_en = f"and get {campaign.signup_mileage:,} points"
    contact = f"{county.contact} {county.phone}".strip()
    lines = [
        _text(county.name, y=24, size=10, weight=500),
        _text(f"{county.programme} 가입하고", y=46, size=16, weight=800),
        _text(gift, y=67, size=16, weight=800),
        _text(f"Join {county.name_en} {gift_en}", y=80, size=7),
        _text("휴대전화 카메라로 찍으면 1분이면 끝나요", y=222, size=9.5, weight=700, color=_DARK),
        _text("Scan with your phone camera. It takes a minute.", y=231, size=6, color=_DARK),
        _text("직접 적으시려면 · Or type", y=243, size=5, color=_SOFT),
        _text(site, y=251, size=7, weight=700, color=_DARK),
        _text(f"참여 코드 (code)  {code}", y=261, size=7, weight=700, color=_DARK),
        _text(place, y=273, size=7, weight=700, color=_DARK),
        _text(f"만 14세 미만은 보호자와 함께 · 문의 {contact}", y=282, size=5, color=_SOFT),
    ]
    margin = (WIDTH_MM - _QR_MM) / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH_MM}mm" height="{HEIGHT_MM}mm" '
        f'viewBox="0 0 {WIDTH_MM} {HEIGHT_MM}" font-family="{_FONT}">'
        f"<title>{escape(place)}</title>"
        f'<rect width="{WIDTH_MM}" height="{HEIGHT_MM}" fill="#f4f8f5"/>'
        f'<rect width="{WIDTH_MM}" height="158" fill="#0f5c4a"/>'
        f'<rect x="{margin - 6}" y="{_CARD_TOP_MM - 6}" width="{_QR_MM + 12}" '
        f'height="{_QR_MM + 12}" rx="6" fill="#fff"/>'
        f"{_qr(url, x=margin, y=_CARD_TOP_MM)}{''.join(lines)}</svg>"
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


def _qr(url: str, *, x: float, y: float) -> str:
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
    scale = _QR_MM / modules
    return (
        f'<path transform="translate({x} {y}) scale({scale:.5f})" d="{path}" '
        'fill="#0b1f1a" shape-rendering="crispEdges"/>'
    )
