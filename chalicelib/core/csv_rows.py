"""The records of a CSV file, as whoever made it wrote them, and as a spreadsheet takes ours."""

import csv
import io
from collections.abc import Iterable, Iterator

from chalicelib.core.text import is_formula

_CONTROLS = ("\t", "\r", "\n")
"""A cell that begins with one: what stands behind it may be run all the same."""


DELIMITERS = (",", ";", "\t", "|")


class CsvBrokenError(ValueError):
    """Its quotation marks do not match in the record that begins on `line`, counted from 1: nobody
    can tell where its cells end."""

    def __init__(self, line: int) -> None:
        super().__init__(f"the quotation marks of line {line} do not match")
        self.line = line


def delimiter_of(text: str) -> str:
    """That by which the first line has the most cells: of quotation marks it tells nothing."""
    first = text.partition("\n")[0]
    return max(DELIMITERS, key=first.count)


def rows_of(
    text: str, delimiter: str = ",", *, skips_spaces: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """Each record, empty ones too, with the number of the line on which it begins; the mark of the
    encoding is dropped. `skips_spaces`: cells may stand behind a space. Raises `CsvBrokenError`."""
    reader = csv.reader(
        io.StringIO(text.removeprefix("\ufeff"), newline=""),
        delimiter=delimiter,
        skipinitialspace=skips_spaces,
        strict=True,
    )
    while True:
        begins_at = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as exc:
            raise CsvBrokenError(begins_at) from exc
        yield begins_at, cells


def write_csv(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """For Excel: UTF-8 with its mark, and no cell that it would run as a formula. Numbers stay as
    they are, those below nothing too; `None` is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(_cell, header))
    writer.writerows([_cell(value) for value in row] for row in rows)
    return "\ufeff" + out.getvalue()


def _cell(value: object) -> int | str:
    if value is None or isinstance(value, int):
        return "" if value is None else value
    text = str(value)
    return f"'{text}" if is_formula(text) or text[:1] in _CONTROLS else text
