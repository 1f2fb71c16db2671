"""When a facility is open: its rules, the holidays of the year, and what was announced."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.settlement.business_days import business_days
from chalicelib.visits.opening import Calendar, Notice
from chalicelib.web.home import Home
from tests import builders
from tests.conftest import Answer, Stack
from tests.refusals import check_refused

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
        until=date(2026, 11, 22),
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


TERMS = f"/v1/staff/facilities/{builders.FACILITY}/terms"
PROPOSALS = "/v1/staff/facility-proposals"
NEW_TERMS: dict[str, Any] = {
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


def propose(stack: Stack, *, key: str = "new", **changes: Any) -> Answer:
    return stack.call("POST", TERMS, NEW_TERMS | changes, token="anna", key=key)


def decide(stack: Stack, proposal_id: str, what: str = "approve", by: str = "bora") -> Answer:
    body = {} if what == "approve" else {"reason": "근거 없음"}
    path = f"{PROPOSALS}/{proposal_id}/{what}"
    key = "new" if what == "approve" else None
    return stack.call("POST", path, body, token=by, key=key)


def test_a_day_that_no_year_has_closes_nothing(stack: Stack) -> None:
    for day in ("13-01", "02-30", "99-99", "１2-31"):
        wrong = propose(stack, closed_dates=["설날", day])
        assert (wrong.status, wrong.json.get("param")) == (422, "closed_dates"), day
    assert propose(stack, closed_dates=["추석", "02-29"]).status == 201


def test_what_is_shown_at_the_gate_is_told_in_english_where_the_county_has_words(
    stack: Stack,
) -> None:
    told = NEW_TERMS["benefits"][0] | {"proof_en": "Online resident's pass"}
    proposal = propose(stack, benefits=[told, told | {"visitor_class": "senior", "proof_en": None}])
    assert decide(stack, proposal.json["proposal_id"]).json["status"] == "applied"
    stack.later(days=12)
    row = stack.call("GET", f"/v1/facilities/{builders.FACILITY}").json
    assert [one["proof_en"] for one in row["benefits"]] == ["Online resident's pass", None]
    # As it was stored before there were such words, and is still where there are none.
    (terms,) = [
        item for item in stack.table.items.values() if item.get("effective_on") == "2026-12-01"
    ]
    assert ["proof_en" in one for one in terms["benefits"]] == [True, False]


def test_terms_take_two_people_and_days_to_come(stack: Stack) -> None:
    assert propose(stack, effective_on="2026-11-22").json["code"] == "terms_not_ahead"
    wrong = propose(stack, effective_on="2026-12-02", opens_at="16:45")
    assert wrong.json["code"] == "terms_invalid"
    made = propose(stack, key="k-1")
    assert (made.status, made.json["status"]) == (201, "proposed")
    assert propose(stack, key="k-1").json == made.json
    proposal_id = made.json["proposal_id"]
    # Nobody else's day, no price: nothing holds before another one approves.
    assert len(stack.call("GET", TERMS, token="anna").json["data"]) == 1
    assert decide(stack, proposal_id, by="anna").json["code"] == "approver_is_proposer"

    for _ in range(2):
        assert decide(stack, proposal_id).json["status"] == "applied"

    assert len(stack.call("GET", TERMS, token="anna").json["data"]) == 2
    assert decide(stack, proposal_id, "reject").json["code"] == "already_decided"
    [record] = stack.call("GET", "/v1/staff/audit?action=facility_terms_set", token="anna").json[
        "data"
    ]
    assert (record["by"], record["reason"]) == ("bora", "요금 조정")
    stack.later(days=12)
    row = stack.call("GET", f"/v1/facilities/{builders.FACILITY}").json
    assert row["fee_amount"] == 3000
    # Home says the fee in force, not the one that the sight was once set up with.
    with stack.adapters.clock.simulated(stack.now):
        [place] = Home(stack.adapters).places(builders.COUNTY)
    assert place.fee_amount == 3000


def test_of_two_proposals_for_one_day_the_second_is_refused_when_it_is_approved(
    stack: Stack,
) -> None:
    first, second = (propose(stack, opens_at=at).json["proposal_id"] for at in ("10:00", "11:00"))
    decide(stack, first)

    refused = decide(stack, second).json

    assert (refused["status"], refused["refusal"]["code"]) == ("refused", "terms_fixed")
    assert propose(stack, opens_at="12:00").json["code"] == "terms_fixed"
    listed = stack.call("GET", f"{PROPOSALS}?status=refused", token="anna").json["data"]
    assert [one["proposal_id"] for one in listed] == [second]
    check_refused(
        stack,
        lambda h: stack.call("GET", f"{PROPOSALS}/fpr_x", token="anna", headers=h),
        404,
        "facility_proposal_not_found",
    )


def test_a_closed_day_takes_a_weeks_notice_unless_it_cannot_wait(stack: Stack) -> None:
    path = f"/v1/staff/facilities/{builders.FACILITY}/notices"
    body = {"on": "2026-11-28", "reason": "전기 공사"}
    assert stack.call("POST", path, body, token="staff").json["code"] == "notice_too_late"
    assert stack.call("POST", path, body | {"on": "2026-11-29"}, token="staff").status == 201
    storm = {"on": "2026-11-22", "is_urgent": True, "reason": "강풍"}
    assert stack.call("POST", path, storm, token="staff").status == 201
    row = stack.call("GET", f"/v1/facilities/{builders.FACILITY}").json
    assert (row["today"]["closed_by"], row["today"]["reason"]) == ("notice", "강풍")
