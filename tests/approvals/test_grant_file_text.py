"""A file of grants as people and spreadsheets write it: encodings, spaces, numbers, columns."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.approvals.errors import CsvInvalidError
from chalicelib.approvals.grant_files import GrantRow, decode
from tests.approvals.test_grant_files import HEADER, MEMBER, faults, read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_what_korean_excel_saves_is_read(encoding: str) -> None:
    content = f"{HEADER}\r\nr1,{MEMBER},1000,뷁 축제 봉사\r\n".encode(encoding)

    assert read(decode(content))[0].reason == "뷁 축제 봉사"


def undecoded(content: bytes) -> list[tuple[int, str]]:
    """(line, code) of what cannot be read."""
    with pytest.raises(CsvInvalidError) as caught:
        decode(content)
    assert caught.value.detail("ko")
    problems: list[dict[str, Any]] = caught.value.values["problems"]
    return [(p["line"], p["code"]) for p in problems]


@pytest.mark.parametrize("content", [b"\xff\xff\xff", "축제".encode("utf-16"), b"\x80"])
def test_another_encoding_is_refused(content: bytes) -> None:
    assert undecoded(content + b"\x81")[0] == (1, "encoding")
    assert undecoded(b"row_key\r\n" + content + b"\x81") == [(2, "encoding")]


def test_lines_of_two_encodings_are_named() -> None:
    rows = [f"r{n},{MEMBER},100,{reason}" for n, reason in enumerate(("책", "찻집", "짜장", "봄"))]
    mixed = [HEADER.encode(), *(row.encode("cp949") for row in rows)]
    assert read(decode(b"\r\n".join(mixed)))[2].reason == "짜장"

    mixed[2] = rows[1].encode()
    assert undecoded(b"\r\n".join(mixed)) == [(3, "encoding_mixed")]
    assert undecoded(b"\r".join(mixed)) == [(3, "encoding_mixed")]

    mixed[3], mixed[4] = rows[2].encode(), rows[3].encode()
    # The first row might be either (책 of CP949 is å of UTF-8), and the header is.
    assert read(decode(b"\n".join(mixed)))[0].reason == "å"
    mixed[1] = rows[1].encode("cp949")
    assert undecoded(b"\n".join(mixed)) == [(2, "encoding_mixed")]


def test_a_file_that_says_it_is_utf8_is_held_to_it() -> None:
    rows = [f"r{n},{MEMBER},100,봄꽃".encode("cp949") for n in range(3)]
    content = b"\n".join(["\ufeff".encode() + HEADER.encode(), *rows])

    assert undecoded(content) == [(n, "encoding_mixed") for n in (2, 3, 4)]


@pytest.mark.parametrize("text", ["짜짠", "쨔", "춘향", "볜", "책 나눔"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_a_line_is_read_in_the_encoding_it_has(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding) + b"\nabc") == f"{text}\nabc"


@pytest.mark.parametrize("mileage", ["2,300", "2300원", "₩2,300", "２３００", " 2,300 점\u3000"])
def test_mileage_is_the_number_that_is_written(mileage: str) -> None:
    assert read(f'{HEADER}\nr2,{MEMBER},"{mileage}",x\n')[0].mileage == 2300


@pytest.mark.parametrize("end", ["4,500", "12,000,", "7,250,,,", "1,900점", "3,000 원"])
def test_an_amount_that_its_comma_cut_in_two_is_no_other_amount(end: str) -> None:
    assert faults(f"{HEADER}\nr1,{MEMBER},{end}\n") == [(2, "mileage", "mileage_comma")]


def test_nine_digits_are_above_any_bound() -> None:
    assert faults(f"{HEADER}\nr1,{MEMBER},123456789,x") == [(2, "mileage", "mileage_maximum")]


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER},,\r\nr1,{MEMBER},10,봉사,,\r\n",
        f"{HEADER}\nr1,{MEMBER},10,봉사,\u00a0,\u3000,\n,,,,,,\n",
        f"{HEADER},\nr1,{MEMBER},10,봉사",
    ],
)
def test_empty_columns_at_the_right_are_passed_over(text: str) -> None:
    assert read(text) == (GrantRow(1, "r1", MEMBER, 10, "봉사"),)


def test_a_fifth_column_with_something_in_it_is_refused() -> None:
    assert faults(f"{HEADER},note\nr1,{MEMBER},1,x") == [(1, "csv", "header")]
    assert faults(f"{HEADER}\nr1,{MEMBER},1,x,,y") == [(2, "csv", "cells")]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("차\u00a0나눔\u3000봉사", "차 나눔 봉사"),
        (unicodedata.normalize("NFD", "길" * 100), "길" * 100),
        ("봉\u2060사", "봉사"),
        ("ชื่อ" * 50, "ชื่อ" * 50),
    ],
)
def test_a_reason_is_read_as_people_see_it(typed: str, kept: str) -> None:
    assert read(f"{HEADER}\nr1,{MEMBER},1,{typed}")[0].reason == kept


@pytest.mark.parametrize(
    "member",
    [
        "06BX 3K9Q Z7M2 T4WA",
        "mem_06bx3k9qz7m2t4wa",
        "ＭＥＭ＿06BX-3K9Q-Z7M2-T4WA",
        "\u3000" + MEMBER,
    ],
)
def test_a_member_is_found_however_the_number_is_typed(member: str) -> None:
    assert read(f"{HEADER}\nr1,{member},1,x")[0].member_id == MEMBER


@given(st.binary(max_size=300))
def test_any_bytes_at_all_are_decoded_or_refused(content: bytes) -> None:
    try:
        decode(content)
    except CsvInvalidError as refused:
        codes = {problem["code"] for problem in refused.values["problems"]}
        assert codes in ({"encoding"}, {"encoding_mixed"})


@given(st.lists(st.text(max_size=12), max_size=12), st.sampled_from(["utf-8", "utf-8-sig"]))
def test_what_is_utf8_is_read_as_it_is(rows: list[str], encoding: str) -> None:
    text = "\n".join(["청자", *rows])
    if "\x00" not in text and not text.startswith("\ufeff"):
        assert decode(text.encode(encoding)) == text
