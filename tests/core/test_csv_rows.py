"""Records of a CSV file: theirs by the lines on which they begin, ours for a spreadsheet."""

import pytest

from chalicelib.core.csv_rows import CsvBrokenError, rows_of, write_csv


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


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x",
        "−1+1", "﹣ 1", "﹢1", "﹦1", "﹫x", " =1", "\u3000=1",
    ],
)  # fmt: skip
def test_no_cell_of_ours_is_a_formula(cell: str) -> None:
    written = write_csv((cell,), [(cell,)])

    assert written.startswith("\ufeff")
    assert [cells for _, cells in rows_of(written)] == [[f"'{cell}"]] * 2


def test_what_is_written_can_be_read_again() -> None:
    written = write_csv(("n", "x", "y", "z"), [(1, 'a,"b"', "축제\n봉사", "")])

    assert [cells for _, cells in rows_of(written)] == [
        ["n", "x", "y", "z"], ["1", 'a,"b"', "축제\n봉사", ""],
    ]  # fmt: skip


def test_numbers_stay_numbers_below_nothing_too() -> None:
    assert write_csv(("n", "m"), [(-3_000, None)]) == "\ufeffn,m\r\n-3000,\r\n"
