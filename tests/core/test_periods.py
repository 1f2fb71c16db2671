"""Periods: their names, their days, and their edges in Seoul."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core import periods
from chalicelib.core.periods import PeriodInvalidError

DATES = st.dates(date(2000, 1, 10), date(2100, 12, 31))
MAKERS = {"daily": periods.daily, "weekly": periods.weekly, "monthly": periods.monthly}


@given(DATES, st.sampled_from(sorted(MAKERS)))
def test_names_lead_back_to_the_same_period(on, kind):
    period = MAKERS[kind](on)
    assert periods.parse(kind, period.code) == period
    assert period.first_on <= on <= period.last_on
    days = list(period.days())
    assert (days[0], days[-1], len(days)) == (
        period.first_on, period.last_on, {"daily": 1, "weekly": 7}.get(kind, len(days))
    )  # fmt: skip


@given(DATES, st.sampled_from(sorted(MAKERS)))
def test_the_previous_period_ends_the_day_before(on, kind):
    period = MAKERS[kind](on)
    before = periods.previous(period)
    assert before.kind == kind
    assert before.last_on + timedelta(days=1) == period.first_on
    assert before.ends_at == period.starts_at


@pytest.mark.parametrize(
    ("kind", "code", "first", "last"),
    [("daily", "2026-11-22", date(2026, 11, 22), date(2026, 11, 22)),
     ("weekly", "2026-W47", date(2026, 11, 16), date(2026, 11, 22)),
     ("weekly", "2026-W01", date(2025, 12, 29), date(2026, 1, 4)),
     ("weekly", "2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
     ("monthly", "2028-02", date(2028, 2, 1), date(2028, 2, 29)),
     ("monthly", "2026-12", date(2026, 12, 1), date(2026, 12, 31))],
)  # fmt: skip
def test_examples(kind, code, first, last):
    period = periods.parse(kind, code)
    assert (period.first_on, period.last_on, period.code) == (first, last, code)


@pytest.mark.parametrize(
    ("kind", "code"),
    [("daily", "2026-11-31"), ("daily", "20261122"), ("daily", "2026-W47-1"), ("daily", ""),
     ("weekly", "2026-W54"), ("weekly", "2025-W53"), ("weekly", "2026-47"), ("weekly", "2026W47"),
     ("weekly", "2026-W7"), ("weekly", "2026-W+7"), ("monthly", "2026-13"), ("monthly", "2026-1"),
     ("monthly", "2026-11-01"), ("monthly", "０２６-11"), ("campaign", "celadon"),
     ("daily", "../x")],
)  # fmt: skip
def test_other_names_are_refused(kind, code):
    with pytest.raises(PeriodInvalidError):
        periods.parse(kind, code)


def test_kinds_and_campaign_codes():
    assert periods.parse_kind("campaign") == "campaign"
    with pytest.raises(PeriodInvalidError):
        periods.parse_kind("yearly")
    for code in ("../x", "", "a/b", "Celadon", "x" * 65):
        with pytest.raises(PeriodInvalidError):
            periods.campaign(code, first_on=date(2026, 1, 1), last_on=date(2026, 1, 2))
    with pytest.raises(PeriodInvalidError):
        periods.campaign("celadon", first_on=date(2026, 1, 2), last_on=date(2026, 1, 1))


def test_edges_are_seouls():
    period = periods.parse("daily", "2026-11-22")
    assert period.starts_at == datetime(2026, 11, 21, 15, tzinfo=UTC)
    assert period.ends_at == datetime(2026, 11, 22, 15, tzinfo=UTC)


def test_the_morning_job_makes_what_has_just_ended():
    def due(day):
        return [f"{p.kind} {p.code}" for p in periods.due(day)]

    assert due(date(2026, 11, 24)) == ["daily 2026-11-23"]
    assert due(date(2026, 11, 23)) == ["daily 2026-11-22", "weekly 2026-W47"]
    assert due(date(2026, 12, 1)) == ["daily 2026-11-30", "monthly 2026-11"]
    assert due(date(2026, 6, 1)) == ["daily 2026-05-31", "weekly 2026-W22", "monthly 2026-05"]


def test_the_period_before_a_campaign_is_as_long():
    festival = periods.campaign("celadon", first_on=date(2026, 2, 21), last_on=date(2026, 3, 2))
    before = periods.previous(festival)
    assert (before.first_on, before.last_on) == (date(2026, 2, 11), date(2026, 2, 20))
