"""Records of a CSV file by the lines on which they begin."""

import pytest

from chalicelib.core.csv_rows import CsvBrokenError, rows_of


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("\ufeffa,b\r\n1,2", [(1, ["a", "b"]), (2, ["1", "2"])]),
        ("a\n\nb\n", [(1, ["a"]), (2, []), (3, ["b"])]),
        ('"x\ny"\nb\n', [(1, ["x\ny"]), (3, ["b"])]),
        ('" ""x"", y ",z\n', [(1, [' "x", y ', "z"])]),
    ],
)
def test_cells_are_given_as_they_were_written(text: str, rows: list[tuple[int, list[str]]]) -> None:
    assert list(rows_of(text)) == rows


def test_cells_are_parted_as_asked() -> None:
    assert list(rows_of('a; "b;c"', ";", skips_spaces=True)) == [(1, ["a", "b;c"])]
    assert list(rows_of("a, b", ",")) == [(1, ["a", " b"])]


@pytest.mark.parametrize(
    ("text", "line"), [('a\n"b\nc\n', 2), ('"b"c\n', 1), ('"x\ny"\n"b"c\n', 3)]
)
def test_quotation_marks_that_do_not_match_are_told_by_their_line(text: str, line: int) -> None:
    with pytest.raises(CsvBrokenError) as broken:
        list(rows_of(text))
    assert broken.value.line == line
