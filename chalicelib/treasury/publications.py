"""What the county publishes of its voucher fund for a half-year, in the words of the act.

지역사랑상품권 이용 활성화에 관한 법률 제4조의2: purchase money, what is left of it unused and its
interest are kept at the county's treasury, and how they are held is published each half-year.
Money that the county gave (policy vouchers) is no purchase money: it stands beside.
"""

import hashlib
import html
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from chalicelib.core.csv_rows import write_csv
from chalicelib.core.periods import YEARS
from chalicelib.staff.person import Person
from chalicelib.staff.table_files import to_xlsx
from chalicelib.treasury.account import AccountDay

LAW = "지역사랑상품권 이용 활성화에 관한 법률 제4조의2"
FundFile = Literal["xlsx", "csv", "html"]
FORMATS: tuple[FundFile, ...] = ("xlsx", "csv", "html")
CONTENT_TYPES: Mapping[FundFile, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
}
COLUMNS = (
    "기간", "판매대금", "판매대금 반환", "가맹점 결제(구매 상품권)", "가맹점 환전(지류)", "이자",
    "기말 미사용 잔액(구매 상품권)", "기말 미사용 잔액(지류)", "가맹점 결제(정책발행)",
    "기말 잔액(정책발행)",
)  # fmt: skip
"""All in won; vouchers at face value."""


class HalfYear(Struct, frozen=True):
    """`2026-H1`: January to June."""

    year: int
    half: int

    @property
    def name(self) -> str:
        return f"{self.year}-H{self.half}"

    @property
    def first_on(self) -> date:
        return date(self.year, 6 * self.half - 5, 1)

    @property
    def last_on(self) -> date:
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    @property
    def words(self) -> str:
        return f"{self.year}년 {'상' if self.half == 1 else '하'}반기"


def read_half_year(text: str) -> HalfYear | None:
    year, _, half = text.partition("-H")
    if len(year) != 4 or not (year.isascii() and year.isdigit()) or half not in ("1", "2"):
        return None
    return HalfYear(int(year), int(half)) if int(year) in YEARS else None


class PublicationFile(Struct, frozen=True):
    """`sha256` in hex, over its bytes."""

    format: FundFile
    sha256: str


class Publication(Struct, frozen=True, kw_only=True):
    """Of the fund, or the report of what was issued. `number` counts the versions of a half-year,
    from 1: a later correction is kept beside what was made before."""

    county_id: str
    half_year: str
    number: int
    files: tuple[PublicationFile, ...]
    published_at: datetime
    by: Person

    def sha256(self, kind: FundFile) -> str:
        return next(one.sha256 for one in self.files if one.format == kind)


Row = tuple[str | int, ...]


def fund_rows(days: Sequence[AccountDay]) -> list[Row]:
    """A row for each month and one for all. Every day has its money."""
    months: dict[str, list[AccountDay]] = {}
    for day in days:
        months.setdefault(f"{day.on:%Y-%m}", []).append(day)
    rows = [_row(month, of_month) for month, of_month in months.items()]
    return [*rows, _row("합계", days)]


def _row(name: str, days: Sequence[AccountDay]) -> Row:
    money = [day.money for day in days if day.money is not None]
    last = money[-1]
    return (
        name,
        sum(one.received for one in money),
        sum(one.repaid for one in money),
        sum(one.bought_spent for one in money),
        sum(one.notes_exchanged for one in money),
        sum(day.interest.amount for day in days if day.interest),
        last.bought_left,
        last.notes_left,
        sum(one.given_spent for one in money),
        last.given_left,
    )


def render(kind: FundFile, county_name: str, half: HalfYear, rows: Sequence[Row]) -> bytes:
    """The same rows give the same bytes."""
    title = f"{county_name} 지역사랑상품권 자금 보유 현황 ({half.words})"
    if kind == "xlsx":
        return to_xlsx(COLUMNS, [*rows, _note(f"{title}, 단위: 원, 근거: {LAW}")])
    if kind == "csv":
        return write_csv(COLUMNS, [*rows, _note(f"{title}, 단위: 원, 근거: {LAW}")]).encode()
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in COLUMNS)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{html.escape(title)}'
        f"</title></head><body><h1>{html.escape(title)}</h1><p>단위: 원. 상품권은 액면 금액. "
        f"근거: {LAW}</p><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        "</body></html>"
    ).encode()


def _note(text: str) -> tuple[str | None, ...]:
    return (text, *(None for _ in COLUMNS[1:]))


def _cell(value: str | int) -> str:
    if isinstance(value, int):
        return f'<td style="text-align:right">{value:,}</td>'
    return f'<th scope="row">{html.escape(value)}</th>'


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
