"""The register of merchants, published every half-year (지역사랑상품권법 제7조), and its files.

Nothing in it is personal but what stands on the shop's door.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from chalicelib.core.csv_rows import write_csv
from chalicelib.merchants.merchants import Merchant

COLUMNS = ("가맹점 코드", "상호", "업종", "주소", "전화", "구분", "할인 구매 상품권", "상태")
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_WIDTHS = (12, 26, 16, 40, 16, 10, 16, 8)


class HalfYear(Struct, frozen=True):
    """`2026-H1`: January to June."""

    year: int
    half: int

    @property
    def name(self) -> str:
        return f"{self.year}-H{self.half}"

    @property
    def ends_on(self) -> date:
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)


def last_half_year(today: date) -> HalfYear:
    """The one that is over, as of `today`."""
    return HalfYear(today.year - 1, 2) if today.month <= 6 else HalfYear(today.year, 1)


def rows(merchants: Iterable[Merchant], on: date) -> Iterator[tuple[str, ...]]:
    """Those that take vouchers on the day; who is suspended is in it and says so."""
    for merchant in merchants:
        status = merchant.status_on(on)
        if status == "closed":
            continue
        yield (
            merchant.merchant_code,
            merchant.name,
            merchant.category,
            merchant.address,
            merchant.phone,
            "임시" if merchant.ends_on else "일반",
            "받지 않음" if merchant.over_sales_cap else "받음",
            "정지" if status == "suspended" else "영업",
        )


def to_csv(listed: Iterable[Sequence[str]]) -> bytes:
    return write_csv(COLUMNS, listed).encode()


def to_xlsx(listed: Iterable[Sequence[str]], title: str) -> bytes:
    """One sheet whose head stays in sight; every cell is text, so that no code loses its zeros."""
    # Not at the top: only who makes the file needs it.
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(title)
        bold = book.add_format({"bold": True, "bottom": 1})
        for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, bold)
        for number, row in enumerate(listed, 1):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
        sheet.freeze_panes(1, 0)
    return out.getvalue()
