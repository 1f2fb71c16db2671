"""Codes that people type, or a scanner types for them."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.codes import read_code, read_scanned

# The Korean layout, by the keys of a Latin one: what an input method makes of them.
COMPOSED = {
    "2zryf": "2ㅋㄲㅛㄹ",
    "gksrmf": "한글",
    "rkdwls1": "강진1",
    "dksk9": "아나9",
    "fqrk": "ㄼ가",
    "hkl": "ㅘㅣ",
    "ekfr0": "닭0",
    "tmqttp": "슶ㅅㅔ",
}


@pytest.mark.parametrize(
    "typed", ["gj0001", "GJ 0001", "ＧＪ０００１", " Gj\u30000001\t", "gj\u200b0001"]
)
def test_case_spaces_and_width_make_no_difference(typed: str) -> None:
    assert read_code(typed) == "gj0001"


@pytest.mark.parametrize(("keys", "came"), COMPOSED.items())
def test_keys_that_came_as_korean_letters_are_read_as_keys(keys: str, came: str) -> None:
    assert read_scanned(came) == keys


@pytest.mark.parametrize(
    "frame", ["{}\r", "\x02{}\x03", "]Q1{}", "\x02]Q3{}\x03\r\n", "  {}\t", "]C1{}"]
)
def test_the_frame_of_a_scanner_is_no_part_of_the_code(frame: str) -> None:
    assert read_scanned(frame.format("2ZRYF-9K")) == "2zryf-9k"


@given(st.text(string.ascii_uppercase + string.digits, min_size=1, max_size=60))
def test_a_code_is_read_as_it_is(code: str) -> None:
    assert read_scanned(code) == read_code(code) == code.lower()


@given(st.text(max_size=60))
def test_whatever_comes_is_read(text: str) -> None:
    read_scanned(text)
