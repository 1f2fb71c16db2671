"""The morning's reports and those that staff ask for, as Lambda calls their workers."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.core.values import format_time
from chalicelib.county.store import CountyStore
from chalicelib.reporting import worker as reports
from chalicelib.staff.subscriber_store import SubscriberStore
from tests import builders
from tests.conftest import Stack
from tests.fakes import FakeQueue
from tests.functional.test_workers import SCHEDULE, Context, deliver

MORNING = datetime(2026, 12, 1, 21, 30, tzinfo=UTC)
"""06:30 of 2 December in Seoul."""


@pytest.fixture
def office(stack: Stack) -> Stack:
    """The county opened on 22 November, its neighbor next year; reports go to one address."""
    kinds = ("daily", "weekly", "monthly", "campaign")
    opened = replace(builders.a_county(), opened_on=date(2026, 11, 22))
    CountyStore(stack.table).put_county(opened)
    later = replace(builders.a_county("jinju"), opened_on=date(2027, 1, 1))
    CountyStore(stack.table).put_county(later)
    SubscriberStore(stack.table).put(builders.COUNTY, "office@gangjin.example", kinds)
    return stack


def wake(stack: Stack, meant: datetime | None, now: datetime) -> list[str]:
    """What is mailed when the event that was `meant` for a moment comes at another."""
    stack.adapters.machine = lambda: now
    before = len(stack.adapters.mail.sent)
    event = SCHEDULE | {"time": format_time(meant) if meant else ""}
    stack.work(reports.make_reports, event, Context())
    return [mail["attachments"][0][0] for mail in stack.adapters.mail.sent[before:]]


def test_a_missed_morning_is_made_up_for_by_the_next(office: Stack) -> None:
    first = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)
    # 06:30 on a Monday: the day and the week before.
    assert wake(office, first, first) == [
        "gangjin-daily-2026-11-22.xlsx",
        "gangjin-weekly-2026-W47.xlsx",
    ]
    made = wake(office, MORNING, MORNING)

    days = [f"gangjin-daily-2026-11-{day}.xlsx" for day in range(23, 31)]
    assert made == [
        *days[:7],
        "gangjin-weekly-2026-W48.xlsx",
        days[7],
        "gangjin-monthly-2026-11.xlsx",
        "gangjin-daily-2026-12-01.xlsx",
    ]
    assert wake(office, MORNING, MORNING) == []


def test_a_new_stage_of_an_old_programme_begins_with_its_own_first_morning(office: Stack) -> None:
    old = replace(builders.a_county(), opened_on=date(2026, 3, 2))
    CountyStore(office.table).put_county(old)

    assert wake(office, MORNING, MORNING) == ["gangjin-daily-2026-12-01.xlsx"]
    later = MORNING + timedelta(days=2)
    assert wake(office, later, later) == [
        "gangjin-daily-2026-12-02.xlsx",
        "gangjin-daily-2026-12-03.xlsx",
    ]


def test_an_event_that_comes_a_day_late_is_about_its_own_day(office: Stack) -> None:
    """Delivered at 00:30 of the 3rd, before that day's root and reconciliation."""
    late = MORNING + timedelta(hours=18)

    made = wake(office, MORNING, late)

    assert "gangjin-daily-2026-12-01.xlsx" in made
    assert "gangjin-daily-2026-12-02.xlsx" not in made


@pytest.mark.parametrize("meant", [None, MORNING + timedelta(days=5)])
def test_by_hand_and_by_a_clock_that_is_ahead_it_is_now(
    office: Stack, meant: datetime | None
) -> None:
    assert wake(office, meant, MORNING)[-1] == "gangjin-daily-2026-12-01.xlsx"


def test_a_request_that_is_delivered_twice_is_mailed_once(office: Stack) -> None:
    office.adapters.machine = lambda: MORNING
    body: dict[str, Any] = {"county_id": builders.COUNTY, "kind": "daily", "period": "2026-11-23"}
    asked = json.dumps(body | {"request_id": "req_7"})

    for message_id in ("m1", "m1", "m2"):
        assert deliver(office, reports.run_report, {message_id: asked}) == []
    assert len(office.adapters.mail.sent) == 1
    # A message of before requests had a number is known by its own.
    for message_id in ("m3", "m3", "m4"):
        deliver(office, reports.run_report, {message_id: json.dumps(body)})
    assert len(office.adapters.mail.sent) == 3


def test_asking_twice_under_one_key_is_one_request(office: Stack) -> None:
    path = "/v1/staff/reports/daily/2026-11-22/run"
    office.now = MORNING
    office.staff_roles = frozenset({"manager"})
    queue = office.adapters.queue_by_url[office.adapters.settings.report_queue_url] = FakeQueue(
        json.loads
    )
    for key in ("press-1", "press-1", "press-2", None):
        assert office.call("POST", path, token="staff", key=key).status == 202

    assert len({request["request_id"] for request in queue.sent}) == 3
