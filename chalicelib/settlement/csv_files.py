"""Lists as files for a spreadsheet."""

import csv
import io
from collections.abc import Iterable

from chalicelib.http.call import Document

# Spreadsheets of East Asia take the wide signs for the narrow ones.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def csv_document(
    name: str, header: Iterable[str], rows: Iterable[Iterable[str | int | None]]
) -> Document:
    """To be kept as `name`: UTF-8 with its mark, as Excel reads Korean; numbers as they are, and no
    text that a spreadsheet would run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Document("\ufeff" + out.getvalue(), "text/csv; charset=utf-8", headers)


def _cell(value: str | int | None) -> str | int:
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value
