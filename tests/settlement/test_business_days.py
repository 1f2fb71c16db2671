"""When shops are paid: against the lists of holidays that the state published."""

from datetime import date, timedelta

import pytest

from chalicelib.settlement.business_days import (
    BusinessDays,
    HolidaysUnknownError,
    TemporaryHoliday,
    business_days,
)

PUBLISHED = {
    # 관공서의 공휴일에 관한 규정; 2026 on with 제헌절 and 노동절 (공휴일에 관한 법률, Act 21338).
    2025: "01-01 01-27 01-28 01-29 01-30 03-03 05-01 05-05 05-06 06-03 06-06 08-15 10-03 10-06 "
    "10-07 10-08 10-09 12-25",
    2026: "01-01 02-16 02-17 02-18 03-02 05-01 05-05 05-25 06-03 07-17 08-17 09-24 09-25 10-05 "
    "10-09 12-25",
    2027: "01-01 02-08 02-09 03-01 05-03 05-05 05-13 07-19 08-16 09-14 09-15 09-16 10-04 10-11 "
    "12-27",
}
"""On weekdays; of 2025 with 1 May, on which banks rested and offices did not."""


@pytest.mark.parametrize("year", PUBLISHED)
def test_banks_rest_on_weekends_and_on_the_published_days_alone(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(n) for n in range(365)]
    known = BusinessDays()

    resting = [d for d in days if d.weekday() < 5 and known.rests(d, known_on=d)]

    assert " ".join(d.strftime("%m-%d") for d in resting) == PUBLISHED[year]
    assert all(known.rests(d, known_on=d) for d in days if d.weekday() >= 5)


@pytest.mark.parametrize(
    ("closed", "paid"),
    [
        ("2026-11-23", "2026-11-26"),  # Monday: Thursday.
        ("2026-11-24", "2026-11-27"),
        ("2026-11-25", "2026-11-27"),  # Saturday would be the third day: Friday.
        ("2026-11-26", "2026-11-27"),
        ("2026-11-27", "2026-11-30"),  # Friday: Monday is the third.
        ("2026-11-28", "2026-12-01"),
        ("2026-02-13", "2026-02-19"),  # 설: none of the three is one.
        ("2026-02-14", "2026-02-19"),
        ("2026-02-15", "2026-02-19"),
        ("2026-09-22", "2026-09-23"),  # Before 추석: the day after, and no later.
        ("2026-09-23", "2026-09-28"),
        ("2025-10-02", "2025-10-10"),  # The longest of these years: a week.
        ("2026-12-31", "2027-01-04"),  # A year's end.
    ],
)
def test_a_shop_is_paid_by_the_last_business_day_within_three_days(closed: str, paid: str) -> None:
    day = date.fromisoformat(closed)

    assert BusinessDays().payout_on(day, within_days=3) == date.fromisoformat(paid)


def test_a_holiday_declared_at_short_notice_counts_from_when_it_was_known() -> None:
    bridge = TemporaryHoliday(
        on=date(2026, 11, 27), name="임시공휴일", declared_on=date(2026, 11, 25), source="고시"
    )
    known = business_days([bridge])

    assert known.payout_on(date(2026, 11, 25), within_days=3) == date(2026, 11, 26)
    # What was closed before stays as it was closed.
    assert known.payout_on(date(2026, 11, 24), within_days=3) == date(2026, 11, 27)


def test_beyond_the_file_nobody_guesses() -> None:
    with pytest.raises(HolidaysUnknownError):
        BusinessDays().payout_on(date(2036, 12, 30), within_days=3)
