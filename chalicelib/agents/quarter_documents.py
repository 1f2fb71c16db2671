"""An agent's quarter report as a table: for a spreadsheet, and as a page to print."""

from html import escape

from chalicelib.agents.quarters import Line, QuarterReport
from chalicelib.core.csv_rows import write_csv
from chalicelib.staff.table_files import to_xlsx

Row = tuple[str, str, int | None, int | None, int | None]
HEADS = ("구분", "권종·묶음", "수", "액면 (원)", "금액 (원)")
_PARTS = (
    ("electronic", "전자 판매"),
    ("cancelled", "전자 판매 취소"),
    ("paper", "지류 판매"),
    ("returned", "되돌려 받음"),
    ("exchanged", "가게 환전"),
)


def rows_of(report: QuarterReport) -> list[Row]:
    """Each value and the sum of it, what is due, and the stock."""
    rows: list[Row] = []
    for name, words in _PARTS:
        lines: tuple[Line, ...] = getattr(report, name)
        rows += [(words, f"{one.value:,}원", one.count, one.face, None) for one in lines]
        whole = report.sums[name]
        rows.append((words, "합계", whole.count, whole.face, whole.price))
    rows += [
        ("할인액", "", None, None, report.discount),
        ("군청에 보낼 돈", "", None, None, report.cash_due),
        ("수수료", "", None, None, report.commission),
    ]
    for stock in report.stock:
        name = f"{stock.series} {stock.value:,}원"
        rows.append(("분기 초 재고", name, stock.begin, stock.begin * stock.value, None))
        rows.append(("분기 말 재고", name, stock.end, stock.end * stock.value, None))
    return rows


def to_csv(report: QuarterReport) -> str:
    return write_csv(HEADS, rows_of(report))


def to_workbook(report: QuarterReport) -> bytes:
    return to_xlsx(HEADS, rows_of(report))


def to_html(report: QuarterReport) -> str:
    """Without scripts and styles of elsewhere, as it is printed and mailed."""
    quarter = report.quarter
    title = escape(f"{report.agent_name} 판매대행 분기 보고 {quarter.code}")
    days = f"{quarter.first_on} ~ {quarter.last_on} · 제출 기한 {quarter.due_on}"
    heads = "".join(f"<th>{escape(head)}</th>" for head in HEADS)
    lines = "".join(
        "<tr>" + "".join(f"<td>{_said(cell)}</td>" for cell in row) + "</tr>"
        for row in rows_of(report)
    )
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{title}</title></head>'
        f'<body><h1>{title}</h1><p>{days}</p><table border="1" cellpadding="6">'
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></body></html>"
    )


def _said(cell: str | int | None) -> str:
    return f"{cell:,}" if isinstance(cell, int) else escape(cell or "")
