"""A booth's poster: A3 upright, print-ready, vectors only."""

from html import escape

from chalicelib.county.counties import County
from chalicelib.joining.campaigns import Booth, Campaign

WIDTH_MM, HEIGHT_MM = 297, 420
_QR_MM = 170
_FONT = "Noto Sans KR, Noto Sans CJK KR, Malgun Gothic, Apple SD Gothic Neo, sans-serif"


def svg(*, county: County, campaign: Campaign, booth: Booth | None, url: str) -> str:
    """The poster that leads to `url`. Everything is inside a 10 mm margin, so it prints borderless
    or not."""
    place = f"{campaign.name} · {booth.name}" if booth else campaign.name
    lines = [
        _text(county.name, y=42, size=15, weight=500),
        _text(f"{county.programme} 가입하고", y=72, size=23, weight=800),
        _text(f"마일리지 {campaign.signup_mileage:,}점 받으세요", y=102, size=23, weight=800),
        _text(f"Join {county.name_en} and get {campaign.signup_mileage:,} points", y=120, size=10),
        _text(
            "휴대전화 카메라로 찍으면 1분이면 끝나요", y=334, size=14, weight=700, color="#123c32"
        ),
        _text("Scan with your phone camera. It takes a minute.", y=349, size=9, color="#123c32"),
        _text(place, y=374, size=12, weight=700, color="#123c32"),
        _text(url, y=388, size=6.5, color="#45635b"),
        _text(f"만 14세부터 · 문의 {county.contact}", y=402, size=7.5, color="#45635b"),
    ]
    margin = (WIDTH_MM - _QR_MM) / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH_MM}mm" height="{HEIGHT_MM}mm" '
        f'viewBox="0 0 {WIDTH_MM} {HEIGHT_MM}" font-family="{_FONT}">'
        f"<title>{escape(place)}</title>"
        f'<rect width="{WIDTH_MM}" height="{HEIGHT_MM}" fill="#f4f8f5"/>'
        f'<rect width="{WIDTH_MM}" height="232" fill="#0f5c4a"/>'
        f'<rect x="{margin - 10}" y="134" width="{_QR_MM + 20}" height="{_QR_MM + 10}" rx="8" '
        'fill="#fff"/>'
        f"{_qr(url, x=margin, y=139)}{''.join(lines)}</svg>"
    )


def _text(text: str, *, y: float, size: float, weight: int = 400, color: str = "#ffffff") -> str:
    # A long name is squeezed to the page's width, never cut.
    wide = sum(1.0 if ord(c) > 0x2E80 else 0.56 for c in text) * size
    squeeze = ' textLength="265" lengthAdjust="spacingAndGlyphs"' if wide > 265 else ""
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
    scale = 160 / modules
    return (
        f'<path transform="translate({x + 5} {y + 5}) scale({scale:.5f})" d="{path}" '
        'fill="#0b1f1a" shape-rendering="crispEdges"/>'
    )
