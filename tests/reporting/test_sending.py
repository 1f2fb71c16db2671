"""Which reports are mailed: each asking once, and what a morning missed."""

from datetime import date, timedelta

import pytest

from chalicelib.core import periods
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import day_start
from chalicelib.reporting.kept import ReportName
from chalicelib.reporting.service import MORNINGS_MAX, REPORTS_MAX
from tests.reporting.report_ledgers import FIRST_ON
from tests.reporting.report_world import World
from tests.reporting.test_service import LATER, a_festival


def test_run_keeps_three_files_and_sends_once():
    world = World(a_festival())
    for _ in range(2):
        world.reports.run("gangjin", "daily", "2026-02-21", now=LATER)
    assert len(world.mails) == 1
    to, subject, _, _, [attachment] = world.mails[0]
    assert to == world.addresses
    assert subject == "강진군 2026-02-21"
    assert attachment[0] == "gangjin-daily-2026-02-21.xlsx"
    folder = "gangjin/daily/2026-02-21"
    assert {f"{folder}/report.{x}" for x in ("json", "html", "xlsx")} < set(world.kept)


def test_a_request_mails_once_however_often_it_is_delivered():
    world = World(a_festival())
    for request_id in ("", "req_1", "req_1", "req_2", "req_1"):
        world.reports.run("gangjin", "daily", "2026-02-21", now=LATER, request_id=request_id)
    assert len(world.mails) == 3


def test_what_staff_asked_for_is_not_mailed_again_in_the_morning():
    world = World(a_festival())
    for request_id in ("req_1", ""):
        world.reports.run("gangjin", "daily", "2026-02-22", now=LATER, request_id=request_id)
    assert len(world.mails) == 1


def test_without_subscribers_nothing_is_sent():
    world = World(a_festival())
    world.addresses = []
    report = world.reports.run("gangjin", "daily", "2026-02-21", now=LATER)
    assert world.mails == []
    assert world.reports.send(report, world.reports.publish(report), request_id="req_1") == 0


def test_a_failed_mail_is_tried_again():
    world = World(a_festival())
    report = world.reports.make("gangjin", periods.daily(date(2026, 2, 21)), now=LATER)

    rendered = world.reports.publish(report)

    def fail(*_args, **_kwargs):
        raise ConnectionError

    working, world.send = world.send, fail
    with pytest.raises(ConnectionError):
        world.reports.send(report, rendered)
    world.send = working
    assert world.reports.send(report, rendered) == 2


def test_of_two_deliveries_at_once_one_mails_and_the_other_comes_again():
    world = World(a_festival())
    report = world.reports.make("gangjin", periods.daily(date(2026, 2, 21)), now=LATER)
    rendered = world.reports.publish(report)
    working, refused = world.send, []

    def send(*mail):
        """While SES is asked, the other delivery arrives."""
        with pytest.raises(TryAgainError) as met:
            world.reports.send(report, rendered, request_id="req_1")
        refused.append(met.value.values["retry_after_seconds"])
        working(*mail)

    world.send = send
    assert world.reports.send(report, rendered, request_id="req_1") == 2
    assert (len(world.mails), refused) == (1, [900])
    assert world.reports.send(report, rendered, request_id="req_1") == 0


def test_a_mail_that_was_cut_off_is_sent_when_its_function_cannot_run_any_more():
    world = World(a_festival())
    report = world.reports.make("gangjin", periods.daily(date(2026, 2, 21)), now=LATER)
    rendered = world.reports.publish(report)
    sendings = world.reports.mails.sendings
    assert sendings.begin("gangjin/daily/2026-02-21/sent")

    world.now += timedelta(minutes=14)
    with pytest.raises(TryAgainError):
        world.reports.send(report, rendered)
    assert not sendings.is_done("gangjin/daily/2026-02-21/sent")
    world.now += timedelta(minutes=1)
    assert world.reports.send(report, rendered) == 2
    assert sendings.is_done("gangjin/daily/2026-02-21/sent")


def mornings(world, *days):
    """What is made on these mornings: as the worker does it."""
    made = []
    for day in days:
        now = day_start(day) + timedelta(hours=6, minutes=30)
        for name in world.reports.missing("gangjin", day):
            world.reports.run("gangjin", name.kind, name.period, now=now)
            made.append((name.kind, name.period))
    return made


def test_missed_mornings_are_made_up_for_by_the_next_oldest_first():
    world = World(a_festival())
    assert mornings(world, date(2026, 2, 21)) == [("daily", "2026-02-20")]

    made = mornings(world, date(2026, 2, 25))
    assert made == [
        ("daily", "2026-02-21"),
        ("daily", "2026-02-22"),
        ("weekly", "2026-W08"),
        ("daily", "2026-02-23"),
        ("campaign", "celadon"),
        ("daily", "2026-02-24"),
    ]
    assert len(world.mails) == 7
    assert mornings(world, date(2026, 2, 25)) == []


def test_a_long_gap_is_made_up_for_in_parts_and_not_for_ever():
    world = World(a_festival())
    day = FIRST_ON + timedelta(days=60)
    first = mornings(world, day)
    second = mornings(world, day + timedelta(days=1))
    third = mornings(world, day + timedelta(days=2), day + timedelta(days=3))

    assert len(first) == REPORTS_MAX
    assert first[0] == ("daily", (day - timedelta(days=MORNINGS_MAX)).isoformat())
    assert len(set(first + second + third)) == len(first) + len(second) + len(third)
    made = {period for kind, period in first + second + third if kind == "daily"}
    assert len(made) == MORNINGS_MAX + 3


def test_one_that_fails_is_due_again_and_holds_up_no_other():
    world = World(a_festival())
    del world.ledger.entries[:]
    assert world.reports.missing("gangjin", date(2026, 2, 22)) == (
        ReportName("daily", "2026-02-20"),
        ReportName("daily", "2026-02-21"),
    )
    world.reports.run("gangjin", "daily", "2026-02-21", now=LATER)
    assert world.reports.missing("gangjin", date(2026, 2, 22)) == (
        ReportName("daily", "2026-02-20"),
    )
