"""What a table of the desk lists, as a file: rows that the person has before them already.

The page sends its rows back, sorted and filtered as they stand there, so that file and page cannot
differ and no list is read twice. What tells of people is taken out for a stated reason alone, which
stays on record (Standards for the safety of personal data, art. 8).
"""

import io
from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from chalicelib.core.csv_rows import write_csv
from chalicelib.staff.audit_trail import AuditTrail
from chalicelib.staff.errors import TableReasonMissingError
from chalicelib.staff.person import Person
from chalicelib.staff.table_lists import OF_PEOPLE, TableName

FileFormat = Literal["csv", "xlsx"]
Cell = str | int | None
CONTENT_TYPES: Mapping[FileFormat, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_THOUSANDS = 3
"""The number format that groups digits, which every spreadsheet has under this number."""
_WIDTH_LEAST, _WIDTH_MAX = 8, 48


class TableFiles(Struct, frozen=True):
    trail: AuditTrail

    def make(
        self,
        county_id: str,
        person: Person,
        table_name: TableName,
        file_format: FileFormat,
        *,
        columns: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        reason: str | None,
    ) -> str | bytes:
        """The file. Of people it is recorded first. Raises `TableReasonMissingError`."""
        if table_name in OF_PEOPLE:
            if reason is None:
                raise TableReasonMissingError(param="reason")
            facts = {"format": file_format, "row_count": len(rows)}
            self.trail.note(
                county_id, person, "table_taken_out", table_name, reason=reason, facts=facts
            )
        return write_csv(columns, rows) if file_format == "csv" else to_xlsx(columns, rows)


def to_xlsx(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """One sheet whose head stays in sight and filters. Text is text, whatever it begins with;
    numbers are numbers."""
    # Not at the top: only who makes the file needs it.
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "bottom": 1})
        grouped = book.add_format({"num_format": _THOUSANDS})
        for column, name in enumerate(columns):
            sheet.set_column(column, column, _width([name, *(row[column] for row in rows)]))
            sheet.write_string(0, column, name, bold)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(number, column, value, grouped)
                elif value is not None:
                    sheet.write_string(number, column, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    return out.getvalue()


def _width(values: Sequence[Cell]) -> int:
    """In digits; a letter of Korean takes two."""
    longest = max(sum(1 + (c > "\u10ff") for c in str(v or "")) for v in values)
    return max(_WIDTH_LEAST, min(_WIDTH_MAX, longest + 2))
