"""What a shop puts up: its certificate and the poster with its standing QR. A4 upright, each in one
file, without anything that a printer would have to fetch."""

from datetime import date

from msgspec import Struct

from chalicelib.county import sheets
from chalicelib.county.counties import County
from chalicelib.county.pictures import Picture
from chalicelib.county.sheets import HEIGHT_MM, WIDTH_MM, text
from chalicelib.merchants.merchants import Merchant
from chalicelib.merchants.registration import Registration

_HEADS = {"군": "수", "시": "장", "구": "청장"}
"""What the head of a county, city or district is called, after its name."""
_INK, _SOFT, _LINE = "#1e2124", "#58616a", "#8a949e"
_LEFT, _RIGHT, _VALUES = 24.0, 186.0, 66.0


class Bearer(Struct, frozen=True):
    """Of the business, for its certificate: opened for that alone."""

    owner_name: str
    business_number: str


def poster(
    *,
    county: County,
    merchant: Merchant,
    registration: Registration,
    url: str,
    emblem: Picture | None,
) -> str:
    """The poster whose QR code says `url`."""
    look, size, top = sheets.look_of(county), 118, 82
    margin = (WIDTH_MM - size) / 2
    made_on = registration.poster_on
    dated = f"{made_on:%Y-%m-%d} · {registration.poster_number}번 포스터" if made_on else ""
    lines = [
        text(county.name, y=26, size=9, weight=500),
        text("상품권으로 내세요", y=47, size=17, weight=800),
        text("Pay here with the county's vouchers", y=60, size=6.5),
        text(merchant.name, y=229, size=13, weight=800, color=look.dark),
        text(f"{merchant.category} · {merchant.address}", y=239, size=5.5, color=look.soft),
        text(f"가맹점 코드 {merchant.merchant_code}", y=251, size=8, weight=700, color=look.dark),
        text(
            "결제 전에 화면의 가게 이름이 위와 같은지 보세요. 다르면 내지 마세요.",
            y=263,
            size=5.5,
            weight=700,
            color=look.dark,
        ),
        text(
            "Before paying, see that your screen names this shop.",
            y=270,
            size=4.5,
            color=look.soft,
        ),
        text(
            f"{dated} · 문의 {county.contact} {county.phone}".strip(" ·"),
            y=281,
            size=4.5,
            color=look.soft,
        ),
    ]
    return sheets.sheet(
        f"{merchant.name} QR",
        f'<rect width="{WIDTH_MM}" height="{HEIGHT_MM}" fill="{look.paper}"/>'
        f'<rect width="{WIDTH_MM}" height="150" fill="{look.ground}"/>'
        f"{sheets.emblem(emblem, county.emblem_alt) if emblem else ''}"
        f'<rect x="{margin - 8}" y="{top - 8}" width="{size + 16}" height="{size + 16}" '
        f'rx="6" fill="#fff"/>{sheets.qr(url, x=margin, y=top, size=size)}{"".join(lines)}',
    )


def certificate(
    *,
    county: County,
    merchant: Merchant,
    registration: Registration,
    bearer: Bearer,
    url: str,
    on: date,
    emblem: Picture | None,
) -> str:
    """The certificate of registration (지역사랑상품권법 제7조) as it stands on a day, which is
    printed on it; `url` leads to whether it still holds."""
    first, last = registration.term_on(on)
    renews = "" if registration.ends_on else " (기간이 끝나면 자동으로 이어집니다)"
    rows = [
        ("상호", merchant.name),
        ("대표자", bearer.owner_name),
        ("사업자등록번호", bearer.business_number),
        ("사업장 소재지", merchant.address),
        ("업종", merchant.category),
        ("등록일", _day(registration.registered_on)),
        ("유효기간", f"{_day(first)} ~ {_day(last)}"),
    ]
    top, step = 98.0, 14.0
    drawn = [
        f'<rect x="{x}" y="{x}" width="{WIDTH_MM - 2 * x}" height="{HEIGHT_MM - 2 * x}" '
        f'fill="none" stroke="{_INK}" stroke-width="{width}"/>'
        for x, width in ((10, 1.4), (12.5, 0.4))
    ]
    drawn += [
        sheets.emblem(emblem, county.emblem_alt) if emblem else "",
        text(
            f"등록번호 제 {merchant.merchant_code} 호",
            x=_LEFT,
            y=44,
            size=5.5,
            anchor="start",
            color=_SOFT,
        ),
        text("지역사랑상품권", y=62, size=8, color=_INK),
        text("가맹점 등록증", y=79, size=15, weight=800, color=_INK),
    ]
    for place, (name, value) in enumerate(rows):
        y = top + place * step
        drawn += [
            _line(y),
            _cell(name, _LEFT, y, color=_SOFT, width=38),
            _cell(value, _VALUES, y, weight=700, width=_RIGHT - _VALUES),
        ]
    bottom = top + len(rows) * step
    drawn += [
        _line(bottom),
        text(renews.strip(), x=_VALUES, y=bottom + 7, size=4.5, anchor="start", color=_SOFT),
        text(
            "「지역사랑상품권 이용 활성화에 관한 법률」 제7조에 따라",
            y=bottom + 20,
            size=6,
            color=_INK,
        ),
        text("위와 같이 가맹점으로 등록되었음을 증명합니다.", y=bottom + 29, size=6, color=_INK),
        text(_day(on), y=bottom + 44, size=6, color=_INK),
        text(head_of(county), y=bottom + 58, size=11, weight=800, color=_INK),
        sheets.qr(url, x=164, y=bottom + 52, size=22),
        text("지금도 가맹점인지 보기", x=175, y=bottom + 79, size=3.2, color=_SOFT, width=36),
    ]
    background = f'<rect width="{WIDTH_MM}" height="{HEIGHT_MM}" fill="#fff"/>'
    return sheets.sheet(f"{merchant.name} 가맹점 등록증", background + "".join(drawn))


def head_of(county: County) -> str:
    """Who signs: of `강진군` the `강진군수`."""
    return county.name + _HEADS.get(county.name[-1:], "")


def _day(on: date) -> str:
    return f"{on.year}년 {on.month}월 {on.day}일"


def _line(y: float) -> str:
    return (
        f'<line x1="{_LEFT - 4}" y1="{y}" x2="{_RIGHT}" y2="{y}" '
        f'stroke="{_LINE}" stroke-width="0.3"/>'
    )


def _cell(
    words: str, x: float, y: float, *, width: float, weight: int = 400, color: str = _INK
) -> str:
    return text(
        words, x=x, y=y + 9, size=5.5, weight=weight, color=color, anchor="start", width=width
    )
