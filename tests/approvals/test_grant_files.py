"""What a spreadsheet may write into a file of grants, and what we write back."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.approvals.errors import CsvInvalidError
from chalicelib.approvals.grant_files import GrantBounds, GrantRow, parse

HEADER = "row_key,member_id,mileage,reason"
MEMBER = "mem_06BX3K9QZ7M2T4WA"
ROW = f"r1,{MEMBER},1000,축제 봉사"


BOUNDS = GrantBounds(row=1_000_000)


def read(text: str, bounds: GrantBounds = BOUNDS) -> tuple[GrantRow, ...]:
    return parse(text, bounds)


def faults(text: str, bounds: GrantBounds = BOUNDS) -> list[tuple[int, str, str]]:
    """(line, column, code) of everything that is wrong."""
    with pytest.raises(CsvInvalidError) as caught:
        read(text, bounds)
    error = caught.value
    assert error.status == 400
    for language in ("ko", "en"):
        assert error.detail(language)
    problems: list[dict[str, Any]] = error.values["problems"]
    return [(p["line"], p["column"], p["code"]) for p in problems]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n", "\r\n\r\n", "\n,,,\n", "\n , , , \n"])
def test_rows_are_read_and_empty_lines_passed_over(line_end: str, last: str) -> None:
    text = line_end.join([HEADER, ROW, f"r2, {MEMBER} , 20 , 안내 "]) + last

    assert read(text) == (
        GrantRow(1, "r1", MEMBER, 1000, "축제 봉사"),
        GrantRow(2, "r2", MEMBER, 20, "안내"),
    )


def test_a_cell_in_quotes_may_hold_commas_and_quotes() -> None:
    row = read(f'{HEADER}\n"r1","{MEMBER}","7","봉사, ""최우수"""\n')[0]

    assert (row.mileage, row.reason) == (7, '봉사, "최우수"')


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("\n", 1),
        ("row_key,member_id,mileage", 1),
        ("row_key;member_id;mileage;reason", 1),
        ("row_key\tmember_id\tmileage\treason", 1),
        ("member_id,row_key,mileage,reason", 1),
        (ROW, 1),
        ("sep=,\n" + HEADER, 1),
    ],
)
def test_a_file_without_its_header_is_refused(text: str, line: int) -> None:
    assert faults(text) == [(line, "csv", "header")]


@pytest.mark.parametrize("text", [HEADER, f"{HEADER}\n", f"{HEADER}\n,,,\n\n"])
def test_a_file_without_rows_is_refused(text: str) -> None:
    assert faults(text) == [(1, "csv", "empty")]


@pytest.mark.parametrize(
    "mileage",
    [
        "0", "-5", "+5", "1e3", "1E3", "1,00", "1.0", "1,000.00", "٣", "", "천", "1천원", "0x10",
        "1_000", "007", "=1+1", "1 000", "NaN", "9" * 16, "9" * 5000, "²", "1,000원정",
    ],
)  # fmt: skip
def test_mileage_is_a_number_and_nothing_else(mileage: str) -> None:
    assert faults(f'{HEADER}\n{ROW}\nr2,{MEMBER},"{mileage}",x\n') == [(3, "mileage", "mileage")]


def test_a_row_above_the_countys_bound_is_refused() -> None:
    assert faults(f"{HEADER}\nr1,{MEMBER},1000001,x") == [(2, "mileage", "mileage_maximum")]
    assert read(f"{HEADER}\nr1,{MEMBER},1000000,x")


@pytest.mark.parametrize("key", ["", "열쇠", "a b", "a" * 65, "a/b", "１", "a#b", "_x"])
def test_a_row_key_that_is_none_is_refused(key: str) -> None:
    assert faults(f'{HEADER}\n"{key}",{MEMBER},1,x') == [(2, "row_key", "row_key")]


@pytest.mark.parametrize("member", [MEMBER[4:], MEMBER[4:].lower(), "06BX-3K9Q-Z7M2-T4WA"])
def test_a_members_number_is_taken_as_the_card_has_it(member: str) -> None:
    assert [row.member_id for row in read(f"{HEADER}\nr1,{member},1000,x")] == [MEMBER]


@pytest.mark.parametrize(
    "member", ["", "06BX3K9QZ7M2T4W", f"{MEMBER}0", "mem_06BX3K9QZ7M2T4WI", "ent_" + MEMBER[4:]]
)
def test_a_member_id_that_is_none_is_refused(member: str) -> None:
    assert faults(f"{HEADER}\nr1,{member},1,x") == [(2, "member_id", "member_id")]


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "  ",
        "\u3164\u2800",
        "가" * 101,
        "a" + "\u0323" * 900,
        "두\n줄",
        "탭\t",
        "\u202e거꾸로",
        "a\x07",
    ],
)
def test_a_reason_is_one_printable_line(reason: str) -> None:
    expected = [] if reason.strip() == "탭" else [(2, "reason", "reason")]
    if expected:
        assert faults(f'{HEADER}\nr1,{MEMBER},1,"{reason}"') == expected
    else:  # A tab at the end is white space, and goes.
        assert read(f'{HEADER}\nr1,{MEMBER},1,"{reason}"')[0].reason == "탭"


def test_the_line_of_a_fault_is_the_line_a_person_sees() -> None:
    text = f'{HEADER}\nr1,{MEMBER},1,"두\n줄"\nr2,{MEMBER},x,ok\n\nr3,nobody,1,ok\n'

    assert faults(text) == [
        (2, "reason", "reason"),
        (4, "mileage", "mileage"),
        (6, "member_id", "member_id"),
    ]


@pytest.mark.parametrize(
    ("code", "keys"),
    [
        ("row_key_spaces", [" v7", "v7 ", "\u3000v7"]),
        ("row_key_formula", ["=cmd", "+7a", "-1", "@sum", "＝a1", "'007"]),
        ("row_key_zeros", ["00684213", "07", "000"]),
        ("row_key_digits", ["123456789012", "9" * 16, "2026112900000001"]),
        ("row_key_exponent", ["12E3", "1e5", "7E-2", "12.5E3"]),
        (
            "row_key_date",
            [
                "1-2", "2026-11-29", "2026/11/29", "11.29", "1.50", "3.", "2026-001", "10:30",
                "Mar1", "sept-2", "29-Nov", "29nov2026", "DEC.2026",
            ],
        ),
    ],
)  # fmt: skip
def test_a_row_key_that_a_spreadsheet_rewrites_is_refused(code: str, keys: list[str]) -> None:
    for key in keys:
        assert faults(f"{HEADER}\n{ROW}\n{key},{MEMBER},1,x") == [(3, "row_key", code)], key


@pytest.mark.parametrize(
    "key", ["1", "12345678901", "v007", "A1-2", "2026-11-29a", "x12E3", "marvin-1", "0a", "may"]
)
def test_a_row_key_that_stays_as_it_is_is_taken(key: str) -> None:
    assert read(f"{HEADER}\n{key},{MEMBER},1,x")[0].row_key == key


def test_case_makes_no_other_row_key() -> None:
    text = f"{HEADER}\nVol-7,{MEMBER},1,x\nvol-8,{MEMBER},1,x\nvOL-7,{MEMBER},2,y\n"
    assert faults(text) == [(4, "row_key", "duplicate")]


def test_the_sums_of_a_person_and_of_a_file_are_bounded() -> None:
    other = MEMBER[:-1] + "B"
    rows = [f"r{n},{who},{amount},x" for n, (who, amount) in enumerate(
        [(MEMBER, 400), (other, 700), (MEMBER, 600), (MEMBER, 1), (other, 300), (other, 1)]
    )]  # fmt: skip
    text = "\n".join([HEADER, *rows])
    assert faults(text, GrantBounds(1_000, person=1_000)) == [
        (5, "mileage", "person_maximum"), (7, "mileage", "person_maximum"),
    ]  # fmt: skip
    assert faults(text, GrantBounds(1_000, file=1_700)) == [(5, "mileage", "file_maximum")]
    assert len(read(text, GrantBounds(1_000, person=1_001, file=2_002))) == 6


def test_a_file_of_vouchers_says_so_in_its_first_line() -> None:
    text = f"row_key,member_id,voucher_amount,reason\nv1,{MEMBER},30000,시상\n"
    assert read(text) == (GrantRow(1, "v1", MEMBER, 0, "시상", 30_000),)
    assert faults(text.replace("30000", "3,0")) == [(2, "csv", "cells")]
    assert faults(text.replace("30000", "1000001")) == [(2, "voucher_amount", "mileage_maximum")]


def test_the_same_row_key_twice_names_both_lines() -> None:
    text = f"{HEADER}\n{ROW}\nr2,{MEMBER},1,x\n{ROW}\n"

    assert faults(text) == [(4, "row_key", "duplicate")]
    with pytest.raises(CsvInvalidError) as caught:
        read(text)
    assert "2번째 줄" in caught.value.detail("ko")
    assert "line 2" in caught.value.detail("en")


@pytest.mark.parametrize("cells", ["r1", f"r1,{MEMBER},1", f"r1,{MEMBER},1,000,x"])
def test_a_row_of_another_width_is_refused(cells: str) -> None:
    assert faults(f"{HEADER}\n{cells}\n") == [(2, "csv", "cells")]


@pytest.mark.parametrize("cells", [f'r1,{MEMBER},1,"x', f'r1,{MEMBER},1,"x"y', '"'])
def test_quotes_that_do_not_match_are_refused(cells: str) -> None:
    assert faults(f"{HEADER}\n{ROW}\n{cells}") == [(3, "csv", "quotes")]


def test_a_nul_is_refused_with_its_line() -> None:
    assert faults(f"{HEADER}\n{ROW}\nr2,{MEMBER},1\x00,x") == [(3, "csv", "nul")]


def test_all_faults_are_counted_and_fifty_listed() -> None:
    text = HEADER + "\n" + "".join(f"r{n},x,1,x\n" for n in range(80))
    with pytest.raises(CsvInvalidError) as caught:
        read(text)

    assert caught.value.values["problem_count"] == 80
    assert len(caught.value.values["problems"]) == 50


def test_ten_thousand_rows_are_too_many() -> None:
    text = HEADER + "\n" + "".join(f"r{n},{MEMBER},1,x\n" for n in range(10_000))

    assert faults(text) == [(2002, "csv", "too_many")]


def faulty(work: Callable[[], Any]) -> list[str]:
    """The codes of a refusal, or none."""
    try:
        work()
    except CsvInvalidError as error:
        return [problem["code"] for problem in error.values["problems"]]
    return []


@given(st.text(max_size=300))
def test_any_text_at_all_is_read_or_refused(text: str) -> None:
    for candidate in (text, f"{HEADER}\n{text}"):
        if not faulty(lambda c=candidate: read(c)):
            assert all(0 < row.mileage <= 1_000_000 for row in read(candidate))
