"""When a facility is open: its rules, the holidays of the year, and what was announced."""

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from chalicelib.settlement.business_days import business_days
from chalicelib.visits.opening import Calendar, Notice
from tests import builders
from tests.conftest import Stack

LATER = datetime(2027, 12, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("on", "closed_by"),
    [
        (date(2026, 11, 22), None),
        (date(2026, 11, 23), "weekday"),
        (date(2026, 1, 1), "yearly"),
        (date(2026, 2, 17), "yearly"),  # 설날
        (date(2026, 9, 25), "yearly"),  # 추석
        (date(2026, 3, 2), None),  # Monday, in lieu of 1 March: open,
        (date(2026, 3, 3), "weekday"),  # and the first weekday after it closed.
        (date(2026, 2, 16), None),  # Monday, the day before 설날,
        (date(2026, 2, 18), None),  # the day after it,
        (date(2026, 2, 19), "weekday"),  # and the first day that is no holiday.
        (date(2026, 5, 25), None),
        (date(2026, 5, 26), "weekday"),
    ],
)
def test_closed_days_follow_the_ordinance(on: date, closed_by: str | None) -> None:
    calendar = Calendar(builders.some_terms(), (), business_days([]).holiday)
    assert calendar.day(on, known_at=LATER).closed_by == closed_by


def test_the_last_notice_counts_from_when_it_was_made() -> None:
    made_at = datetime(2026, 11, 22, 3, tzinfo=UTC)
    closed = Notice(
        county_id=builders.COUNTY,
        facility_id=builders.FACILITY,
        notice_id="ntc_1",
        on=date(2026, 11, 22),
        is_open=False,
        reason="강풍",
        made_at=made_at,
    )
    opened = replace(closed, notice_id="ntc_2", is_open=True, made_at=made_at + timedelta(hours=1))
    calendar = Calendar(builders.some_terms(), (closed, opened), business_days([]).holiday)

    def is_open(minutes: int) -> bool:
        known_at = made_at + timedelta(minutes=minutes)
        return calendar.day(closed.on, known_at=known_at).is_open

    assert [is_open(m) for m in (-1, 0, 59, 60)] == [True, False, False, True]


def test_a_year_beyond_the_table_of_holidays_still_has_mondays() -> None:
    calendar = Calendar(builders.some_terms(), (), business_days([]).holiday)
    assert calendar.day(date(2099, 1, 5), known_at=LATER).closed_by == "weekday"


def test_everybody_sees_hours_fees_and_who_pays_less(stack: Stack) -> None:
    rows = stack.call("GET", "/v1/facilities").json["data"]
    assert rows[0]["fee_amount"] == 2000
    assert rows[0]["today"]["entry_until"] == "2026-11-22T08:30:00.000Z"
    assert rows[0]["benefits"][0]["article"] == "제8조제5호"
    one = stack.call("GET", f"/v1/facilities/{builders.FACILITY}").json
    assert [day["closed_by"] for day in one["days"][:3]] == [None, "weekday", None]


def test_staff_set_terms_for_days_to_come_alone(stack: Stack) -> None:
    path = f"/v1/staff/facilities/{builders.FACILITY}/terms"
    body = {
        "effective_on": "2026-12-01",
        "opens_at": "10:00",
        "closes_at": "17:00",
        "closed_weekdays": [],
        "closed_dates": [],
        "fees": [{"age_class": "adult", "amount": 3000, "group_amount": 2000}],
        "benefits": [
            {
                "visitor_class": "online_resident",
                "kind": "percent",
                "value": 50,
                "proof": "입장권",
                "article": "제8조",
            }
        ],
        "source": "시행규칙 개정",
        "reason": "요금 조정",
    }
    today = stack.call("POST", path, body | {"effective_on": "2026-11-22"}, token="staff")
    assert today.json["code"] == "terms_not_ahead"
    for _ in range(2):
        assert stack.call("POST", path, body, token="staff").status == 201
    other = stack.call("POST", path, body | {"opens_at": "11:00"}, token="staff")
    assert (other.status, other.json["code"]) == (409, "terms_fixed")
    wrong = {"effective_on": "2026-12-02", "opens_at": "16:45"}
    assert stack.call("POST", path, body | wrong, token="staff").json["code"] == "terms_invalid"
    assert len(stack.call("GET", path, token="staff").json["data"]) == 2
    stack.later(days=12)
    row = stack.call("GET", f"/v1/facilities/{builders.FACILITY}").json
    assert row["fee_amount"] == 3000


def test_a_closed_day_takes_a_weeks_notice_unless_it_cannot_wait(stack: Stack) -> None:
    path = f"/v1/staff/facilities/{builders.FACILITY}/notices"
    body = {"on": "2026-11-28", "reason": "전기 공사"}
    assert stack.call("POST", path, body, token="staff").json["code"] == "notice_too_late"
    assert stack.call("POST", path, body | {"on": "2026-11-29"}, token="staff").status == 201
    storm = {"on": "2026-11-22", "is_urgent": True, "reason": "강풍"}
    assert stack.call("POST", path, storm, token="staff").status == 201
    row = stack.call("GET", f"/v1/facilities/{builders.FACILITY}").json
    assert (row["today"]["closed_by"], row["today"]["reason"]) == ("notice", "강풍")
