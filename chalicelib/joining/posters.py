"""The poster of a campaign or of one of its booths: A4 upright, print-ready, all in one file."""

from typing import NamedTuple
from urllib.parse import urlsplit

from chalicelib.county import sheets
from chalicelib.county.counties import County
from chalicelib.county.pictures import Picture
from chalicelib.county.sheets import HEIGHT_MM, WIDTH_MM, image, look_of, text
from chalicelib.joining.campaigns import Booth, Campaign

_PICTURE_MM = 58


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
    look, at = look_of(county), _BELOW_A_PICTURE if picture else _PLAIN
    place = f"{campaign.name} · {booth.name}" if booth else campaign.name
    code = booth.code if booth else campaign.code
    site = urlsplit(url).netloc + urlsplit(url).path.rpartition("/j/")[0]
    gift, gift_en = "온군민증을 받으세요", "and get your resident card"
    if mileage:
        gift = f"마일리지 {mileage:,}점 받으세요"
        gift_en = f"and get {mileage:,} points"
    contact = f"{county.contact} {county.phone}".strip()
    lines = [
        text(county.name, y=at.county[0], size=at.county[1], weight=500),
        text(f"{county.programme} 가입하고", y=at.title[0], size=at.title[1], weight=800),
        text(gift, y=at.gift[0], size=at.gift[1], weight=800),
        text(f"Join {county.name_en} {gift_en}", y=at.english[0], size=at.english[1]),
        text(
            "휴대전화 카메라로 찍으면 1분이면 끝나요", y=222, size=9.5, weight=700, color=look.dark
        ),
        text("Scan with your phone camera. It takes a minute.", y=231, size=6, color=look.dark),
        text("직접 적으시려면 · Or type", y=243, size=5, color=look.soft),
        text(site, y=251, size=7, weight=700, color=look.dark),
        text(f"참여 코드 (code)  {code}", y=261, size=7, weight=700, color=look.dark),
        text(place, y=273, size=7, weight=700, color=look.dark),
        text(f"만 14세 미만은 보호자와 함께 · 문의 {contact}", y=282, size=5, color=look.soft),
    ]
    margin = (WIDTH_MM - at.qr) / 2
    alt = campaign.picture_alt if campaign.picture else county.picture_alt
    shown = [
        image(picture, alt, (0, 0, WIDTH_MM, _PICTURE_MM), "xMidYMid slice") if picture else "",
        sheets.emblem(emblem, county.emblem_alt) if emblem else "",
    ]
    return sheets.sheet(
        place,
        f'<rect width="{WIDTH_MM}" height="{HEIGHT_MM}" fill="{look.paper}"/>'
        f'<rect width="{WIDTH_MM}" height="158" fill="{look.ground}"/>{"".join(shown)}'
        f'<rect x="{margin - 6}" y="{at.qr_top - 6}" width="{at.qr + 12}" '
        f'height="{at.qr + 12}" rx="6" fill="#fff"/>'
        f"{sheets.qr(url, x=margin, y=at.qr_top, size=at.qr)}{''.join(lines)}",
    )
