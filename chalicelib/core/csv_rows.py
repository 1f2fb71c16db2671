"""The records of a CSV file, as whoever made it wrote them."""

import csv
import io
from collections.abc import Iterator


class CsvBrokenError(ValueError):
    """Its quotation marks do not match in the record that begins on `line`, counted from 1: nobody
    can tell where its cells end."""

    def __init__(self, line: int) -> None:
        super().__init__(f"the quotation marks of line {line} do not match")
        self.line = line


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
