"""One sheet of a report's workbook: tables on the left, charts on the right, ready to print."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from msgspec import Struct
from xlsxwriter import Workbook

from chalicelib.reporting import labels
from chalicelib.reporting.report import Report

GREEN = "#17614C"
CELADON = "#B5D3C5"
FONT = "맑은 고딕"
CHART_COLUMN = 7
CHART_WIDTH = 620
CHART_GAP_ROWS = 1
ROW_PIXELS = 20
A4 = 9

ChartType = Literal["bar", "column", "pie"]
Row = Sequence[str | int | date]
DAY_FORMAT = r"[$-412]m\.d\.\(aaa\)"
"""`11.21.(토)` as the county writes it, in Korean whatever the reader's language."""
DAY_OF_YEAR_FORMAT = rf"[$-412]yyyy\.{DAY_FORMAT.removeprefix('[$-412]')}"
"""`2026.11.21.(토)`, where a day and month alone may be two days."""


class Table(Struct, frozen=True):
    """Where a table's rows are, counted from 0: for charts and formulas."""

    sheet: str
    first_row: int
    last_row: int
    columns: int
    label_format: str = ""
    """The number format of its first column, if that holds days."""

    def cells(self, column: int, rows_max: int) -> list[str | int]:
        last = min(self.last_row, self.first_row + rows_max - 1)
        return [self.sheet, self.first_row, column, last, column]


class Formats:
    """The few cell formats of the workbook. Zero prints as a dash, as in the county's tables."""

    def __init__(self, book: Workbook, report: Report) -> None:
        plain: dict[str, Any] = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
        boxed = {**plain, "bottom": 1, "bottom_color": "#D3DFD9"}
        count = {"num_format": '#,##0;-#,##0;"-"', "align": "right"}
        self.title = book.add_format({**plain, "font_size": 16, "bold": True, "font_color": GREEN})
        self.note = book.add_format({**plain, "font_color": "#41534B"})
        self.caption = book.add_format({**plain, "font_size": 12, "bold": True})
        self.head = book.add_format(
            {**plain, "bold": True, "bg_color": GREEN, "font_color": "#FFFFFF", "align": "center"}
        )
        self.text = book.add_format(boxed)
        self.number = book.add_format({**boxed, **count})
        is_within_a_year = report.first_on[:4] == report.last_on[:4]
        self.day_format = DAY_FORMAT if is_within_a_year else DAY_OF_YEAR_FORMAT
        self.day = book.add_format({**boxed, "num_format": self.day_format, "align": "left"})
        self.total_text = book.add_format({**boxed, "bold": True, "bg_color": "#E7F1EC"})
        self.total_number = book.add_format({**boxed, **count, "bold": True, "bg_color": "#E7F1EC"})
        self.share = book.add_format({**boxed, "num_format": "0.0%", "align": "right"})


class Sheet:
    """Writes downwards. Text is written as text, whatever it begins with."""

    def __init__(self, book: Workbook, formats: Formats, name: str, report: Report) -> None:
        self._book = book
        self._formats = formats
        self._name = name
        self._sheet = book.add_worksheet(name)
        self._row = 3
        self._chart_row = 3
        title = f"{report.county.name} 온군민 {labels.KIND_NAMES[report.kind]}"
        self._sheet.write_string(0, 0, f"{title} - {name}", formats.title)
        self._sheet.write_string(1, 0, labels.period_title(report), formats.note)
        self._set_up(title)

    def _set_up(self, title: str) -> None:
        sheet = self._sheet
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, CHART_COLUMN - 2, 15)
        sheet.set_column(CHART_COLUMN - 1, CHART_COLUMN - 1, 3)
        sheet.set_row(0, 26)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        sheet.center_horizontally()
        sheet.set_footer(f"&L{title}&C&A&R&P / &N")
        sheet.freeze_panes(2, 0)

    def table(
        self,
        caption: str,
        head: Sequence[str],
        rows: Sequence[Row],
        *,
        sum_columns: Sequence[int] = (),
        unit: str = "",
    ) -> Table:
        """A caption, a head, a 합계 row over `sum_columns` (as formulas), then `rows`."""
        f = self._formats
        self._sheet.write_string(self._row, 0, caption, f.caption)
        if unit:
            self._sheet.write_string(self._row, len(head) - 1, f"(단위: {unit})", f.note)
        self._row += 1
        for column, text in enumerate(head):
            self._sheet.write_string(self._row, column, text, f.head)
        self._row += 1
        if sum_columns:
            self._sums(rows, len(head), sum_columns)
        first_row = self._row
        for row in rows:
            for column, value in enumerate(row):
                self._cell(self._row, column, value)
            self._row += 1
        if not rows:
            self._sheet.write_string(self._row, 0, "없음", f.text)
            self._row += 1
        has_days = bool(rows) and isinstance(rows[0][0], date)
        label_format = f.day_format if has_days else ""
        table = Table(self._name, first_row, self._row - 1, len(head), label_format)
        self._row += 2
        return table

    def _cell(self, row: int, column: int, value: str | int | date) -> None:
        if isinstance(value, date):
            self._sheet.write_datetime(row, column, value, self._formats.day)
        elif isinstance(value, int):
            self._sheet.write_number(row, column, value, self._formats.number)
        else:
            self._sheet.write_string(row, column, value, self._formats.text)

    def _sums(self, rows: Sequence[Row], columns: int, sum_columns: Sequence[int]) -> None:
        """The stored value is the sum too, so that readers that don't calculate show it."""
        f = self._formats
        self._sheet.write_string(self._row, 0, "합 계", f.total_text)
        for column in range(1, columns):
            if column not in sum_columns:
                self._sheet.write_string(self._row, column, "", f.total_text)
                continue
            letter = chr(ord("A") + column)
            first, last = self._row + 2, self._row + 1 + max(len(rows), 1)
            total = sum(value for row in rows if isinstance(value := row[column], int))
            formula = f"=SUM({letter}{first}:{letter}{last})"
            self._sheet.write_formula(self._row, column, formula, f.total_number, total)
        self._row += 1

    def fact(self, name: str, value: int, note: str = "") -> None:
        """One line: a name, a number, a remark."""
        self._cell(self._row, 0, name)
        self._cell(self._row, 1, value)
        self._sheet.write_string(self._row, 2, note, self._formats.text)
        self._row += 1

    def words(self, name: str, text: str) -> None:
        """One line with a text that may reach over the next columns."""
        self._cell(self._row, 0, name)
        self._sheet.write_string(self._row, 1, text, self._formats.note)
        self._row += 1

    def share(self, name: str, bps: int) -> None:
        """One line with a percentage, from basis points."""
        self._cell(self._row, 0, name)
        self._sheet.write_number(self._row, 1, bps / 10_000, self._formats.share)
        self._sheet.write_string(self._row, 2, "", self._formats.text)
        self._row += 1

    def caption(self, text: str) -> None:
        self._sheet.write_string(self._row, 0, text, self._formats.caption)
        self._row += 1

    def note(self, text: str) -> None:
        self._sheet.write_string(self._row, 0, text, self._formats.note)
        self._row += 2

    def gap(self) -> None:
        self._row += 1

    def chart(
        self,
        kind: ChartType,
        title: str,
        table: Table,
        *,
        column: int,
        rows_max: int = 20,
        label_column: int = 0,
    ) -> None:
        """A native chart over `column` of `table`; it follows the cells when they are edited."""
        chart = self._book.add_chart({"type": kind})
        shown = min(table.last_row - table.first_row + 1, rows_max)
        series: dict[str, Any] = {
            "name": title,
            "categories": table.cells(label_column, rows_max),
            "values": table.cells(column, rows_max),
            "data_labels": {"value": True, "num_format": "#,##0;-#,##0;"},
        }
        if kind == "pie":
            series["points"] = [{"fill": {"color": c}} for c in (GREEN, CELADON)]
            series["data_labels"] = {"value": True, "percentage": True, "category": True}
        else:
            series |= {"fill": {"color": GREEN}, "gap": 40}
            categories = {"num_format": table.label_format or "#,##0", "text_axis": True}
            chart.set_x_axis({"num_font": {"name": FONT, "size": 9}, **categories})
            chart.set_y_axis({"num_font": {"name": FONT, "size": 9}, "num_format": "#,##0"})
        if kind == "bar":
            chart.set_y_axis({"reverse": True, "num_font": {"name": FONT, "size": 9}})
            chart.set_x_axis({"major_gridlines": {"visible": False}, "visible": False})
        chart.add_series(series)
        chart.set_legend({"none": True})
        chart.set_title({"name": title, "name_font": {"name": FONT, "size": 12}, "overlay": False})
        height = 90 + 24 * shown if kind == "bar" else 280
        chart.set_size({"width": CHART_WIDTH, "height": height})
        self._sheet.insert_chart(self._chart_row, CHART_COLUMN, chart, {"description": title})
        self._chart_row += height // ROW_PIXELS + 1 + CHART_GAP_ROWS
