"""Ids, moments and days in Seoul, masked names."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core import values

MOMENTS = st.integers(365 * 86_400_000_000, 10**16).map(
    lambda microseconds: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
)
DAYS = st.dates(date(1980, 1, 1), date(2200, 1, 1))


@given(MOMENTS)
def test_an_id_tells_its_time_to_the_millisecond(moment: datetime) -> None:
    identifier = values.new_id("ent", moment)

    assert identifier.startswith("ent_")
    assert len(identifier) == 4 + values.ID_CHARACTERS
    assert values.id_time(identifier) == values.to_milliseconds(moment)
    assert values.id_time(values.sibling_id("vch", identifier)) == values.id_time(identifier)


@given(MOMENTS, MOMENTS)
def test_ids_sort_by_time(first: datetime, second: datetime) -> None:
    if second - first >= timedelta(milliseconds=1):
        assert values.new_id("x", first) < values.new_id("x", second)


@pytest.mark.parametrize("text", ["", "rdm_", "rdm_short", "rdm_OOOOOOOOOOOOOOOO", "é" * 16])
def test_what_is_no_id_of_ours_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        values.id_time(text)


@given(st.integers(0, 2**80 - 1))
def test_base32_comes_back(number: int) -> None:
    text = values.to_base32(number, characters=16)

    assert len(text) == 16
    assert not set(text) & set("ILOU")
    assert values.from_base32(text) == number


@given(MOMENTS)
def test_a_time_comes_back_from_its_text(moment: datetime) -> None:
    cut = values.to_milliseconds(moment)

    assert values.parse_time(values.format_time(cut)) == cut
    assert values.format_time(moment).endswith("Z")


@given(DAYS)
def test_a_day_begins_at_midnight_in_seoul(day: date) -> None:
    start = values.day_start(day)

    assert values.seoul_date(start) == day
    assert values.seoul_date(start - timedelta(milliseconds=1)) == day - timedelta(days=1)
    assert (start.hour, start.minute) == (15, 0)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-11-22", 60, "2031-11-22"),
        ("2028-02-29", 60, "2033-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-01-15", 0, "2026-01-15"),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last(
    day: str, months: int, expected: str
) -> None:
    assert values.add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_what_closes_at_midnight_in_seoul_ends_the_day_before() -> None:
    """A campaign's end was once shown as two different days."""
    midnight = datetime(2027, 12, 31, 15, tzinfo=UTC)
    assert values.last_day_before(midnight) == date(2027, 12, 31)
    assert values.last_day_before(midnight + timedelta(milliseconds=1)) == date(2028, 1, 1)
