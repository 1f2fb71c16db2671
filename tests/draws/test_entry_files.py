"""The files of a draw, as platforms and offices write them."""

import pytest

from chalicelib.approvals.errors import CsvInvalidError
from chalicelib.draws import entry_files
from chalicelib.draws.entrants import Row, UploadKind

MEMBER = "mem_06H02CHZG2WVD3YG"


@pytest.mark.parametrize(
    ("text", "kind", "rows"),
    [
        ("handle\n@Kim\n kim \nＫＩＭ\n", "entrants", ["handle/kim"] * 3),
        ("\ufeff작성일,닉네임,댓글\n1,군민,좋아요\n\n2,\"새, 벽\",또\n", "entrants",
         ["handle/군민", "handle/새, 벽"]),
        (f"member_id\n{MEMBER}\n06h0 2chz g2wv d3yg\n", "entrants", [f"member/{MEMBER}"] * 2),
        ("handle\n", "withdrawn", []),
        ("handle,reason\n", "excluded", []),
    ],
)  # fmt: skip
def test_one_column_names_the_account_and_others_are_passed_over(
    text: str, kind: UploadKind, rows: list[str]
) -> None:
    assert [row.account for row in entry_files.parse(text, kind)] == rows


def test_who_is_excluded_has_a_reason() -> None:
    rows = entry_files.parse("아이디,사유\n김,직원\n이,가족\n박,other\n", "excluded")
    assert rows == (
        Row(1, "handle/김", "staff"),
        Row(2, "handle/이", "household"),
        Row(3, "handle/박", "other"),
    )


@pytest.mark.parametrize(
    ("text", "kind", "faults"),
    [
        ("name\nkim\n", "entrants", [(1, "header")]),
        ("handle,member_id\nkim,x\n", "entrants", [(1, "header")]),
        ("handle\n", "entrants", [(1, "empty")]),
        ("", "entrants", [(1, "header")]),
        ("handle\nkim\n" + "가" * 61 + "\n@\n", "entrants", [(3, "handle"), (4, "handle")]),
        ("member_id\nmem_1\n", "entrants", [(2, "member_id")]),
        ("handle\nkim\n", "excluded", [(1, "header_reason")]),
        ("handle,reason\nkim,friend\n", "excluded", [(2, "reason")]),
        ("handle\nk\x00im\n", "entrants", [(2, "nul")]),
        ('handle\n"kim\n', "entrants", [(2, "quotes")]),
        ("handle\nki\u202em\n", "entrants", [(2, "handle")]),
    ],
)
def test_every_fault_is_named_by_its_line(
    text: str, kind: UploadKind, faults: list[tuple[int, str]]
) -> None:
    with pytest.raises(CsvInvalidError) as refused:
        entry_files.parse(text, kind)
    problems = refused.value.values["problems"]
    assert [(each["line"], each["code"]) for each in problems] == faults
