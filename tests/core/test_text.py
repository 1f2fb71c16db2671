"""Text as people type it, made one."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.text import (
    MARKS_MAX,
    cleaned,
    fits,
    graphemes,
    has_letter,
    in_form,
    is_shown,
    mask_name,
)

ZWNJ, ZWJ = "\u200c", "\u200d"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (unicodedata.normalize("NFD", "강진 청자"), "강진 청자"),
        ("\u3000강진\u00a0청자\u2003", "강진 청자"),
        ("\u3164\u3164", ""),
        ("\u115f\u1160", ""),
        ("\uffa0", ""),
        ("\u2800\u034f\ufe0f\u00ad", ""),
        ("\ufeff홍길동", "홍길동"),
        ("김\u2060수", "김수"),
        ("e\u0301", "é"),
        ("", ""),
    ],
)
def test_what_cannot_be_seen_counts_as_nothing(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept


@pytest.mark.parametrize("name", [f"می{ZWNJ}خواهم", f"ශ්{ZWJ}රී", f"क्{ZWJ}ष", f"ক{ZWNJ}খ"])
def test_a_joiner_stays_where_it_is_spelling(name: str) -> None:
    assert cleaned(name) == unicodedata.normalize("NFC", name)
    assert is_shown(cleaned(name))


@pytest.mark.parametrize("text", [f"홍{ZWJ}길동", f"{ZWNJ}Anna{ZWJ}", f"می{ZWNJ}", f"می{ZWNJ} x"])
def test_anywhere_else_it_shows_nothing(text: str) -> None:
    assert ZWJ not in cleaned(text)
    assert ZWNJ not in cleaned(text)


@pytest.mark.parametrize("text", ["홍\u202e길동", "김\u200b수", "a\nb", "a\x07", "\u2066x\u2069"])
def test_what_changes_what_is_beside_it_is_no_text(text: str) -> None:
    assert not is_shown(cleaned(text))


def test_a_letter_is_needed_by_a_name_alone() -> None:
    assert is_shown("1 - 2")
    assert not has_letter("1 - 2")
    assert has_letter("ก")


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("홍길동", "홍*동"),
        ("김수", "김*"),
        ("왕", "*"),
        ("", "*"),
        (" 남궁금희 ", "남**희"),
        ("กิตติ", "กิ*ติ"),
        ("นภา", "น*า"),
        ("Zoë\u0323", "Z*ë\u0323"),
    ],
)
def test_a_name_is_masked_letter_by_letter(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(st.text(max_size=40))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)


@given(st.text(max_size=60))
def test_letters_put_together_are_the_text(text: str) -> None:
    assert "".join(graphemes(text)) == text


@given(st.text(min_size=3, max_size=60))
def test_a_masked_name_shows_two_letters_at_most(name: str) -> None:
    shown = [letter for letter in graphemes(mask_name(name)) if letter[0] != "*"]

    assert len(shown) <= 2


def test_one_letter_of_many_marks_is_none_however_short_the_text() -> None:
    assert fits("가나다", 40)
    assert fits("ประสิทธิ์", 40)
    assert not fits("가" + "\u0301" * 9 + "나", 40)
    assert not fits("나다" + "\u0300" * 30, 40)


def test_marks_without_end_are_cut_before_they_are_put_in_order() -> None:
    """Of each sign that is a mark or comes apart into marks; else its time is its square."""
    signs = map(chr, [*range(0xD800), *range(0xE000, 0x20000)])
    marks = {c for c in signs if unicodedata.combining(unicodedata.normalize("NFKD", c)[0])}
    assert len(marks) > 900
    for mark in marks:
        assert len(in_form("NFKC", f"a{mark * 100}b")) <= 2 * MARKS_MAX + 2, hex(ord(mark))
    endless = "가" + "\u0301\u0316" * 500_000
    assert len(cleaned(endless)) == MARKS_MAX + 1
    assert not fits(cleaned(endless), 40), "a letter of so many marks is none still"
    assert cleaned("가" * 40 + "e\u0301") == "가" * 40 + "é"
