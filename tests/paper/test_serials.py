"""Serial numbers as they are printed, scanned and typed."""

import pytest

from chalicelib.paper.errors import NotesRepeatedError, SerialInvalidError, TooManyNotesError
from chalicelib.paper.serials import (
    NoteRange,
    Serial,
    check_apart,
    check_digit,
    read_range,
    read_serial,
)

NOTE = Serial("GA", 123_457)


def test_the_digit_is_damms() -> None:
    # "AA" is 01 01; the digit over the rest follows from the table, 572 → 4 by its author.
    assert [check_digit("", number) for number in (0, 572)] == [0, 4]


def test_one_wrong_digit_or_two_swapped_are_another_note() -> None:
    text = NOTE.text
    wrong = [
        text[:at] + digit + text[at + 1 :]
        for at in range(2, len(text))
        for digit in "0123456789"
        if digit != text[at]
    ]
    swapped = [
        text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        for at in range(2, len(text) - 1)
        if text[at] != text[at + 1]
    ]
    for each in (*wrong, *swapped, f"GB{text[2:]}", f"AG{text[2:]}"):
        with pytest.raises(SerialInvalidError):
            read_serial(each)


def test_how_it_is_typed_makes_no_difference() -> None:
    text = NOTE.text.lower()
    for typed in (text, f" {text[:2]} {text[2:6]}-{text[6:]} ", text.translate({48: "０"})):
        assert read_serial(typed) == NOTE


@pytest.mark.parametrize("text", ["", "GA", "GA00000000", "GA0000000000", "가나000000010"])
def test_what_is_no_serial_is_refused(text: str) -> None:
    with pytest.raises(SerialInvalidError):
        read_serial(text)


def test_a_range_is_of_one_series_and_runs_forwards() -> None:
    last = Serial("GA", 123_460)
    assert read_range(NOTE.text, last.text) == NoteRange("GA", 123_457, 123_460)
    assert read_range(NOTE.text).size == 1
    for end in (Serial("GB", 123_460), Serial("GA", 1)):
        with pytest.raises(SerialInvalidError):
            read_range(NOTE.text, end.text)


def test_no_note_is_named_twice_and_none_too_many() -> None:
    ranges = [NoteRange("GA", 5, 9), NoteRange("GA", 1, 4), NoteRange("GB", 4, 5)]
    assert check_apart(ranges, most=11) == tuple(sorted(ranges))
    with pytest.raises(TooManyNotesError):
        check_apart(ranges, most=10)
    with pytest.raises(NotesRepeatedError):
        check_apart([*ranges, NoteRange("GA", 9, 9)], most=20)
