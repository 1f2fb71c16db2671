"""Which reports are mailed: each asking once, and what a morning missed."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from chalicelib.aws.mail import MailUnansweredError
from chalicelib.core import periods
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import day_start
from chalicelib.reporting.kept import ReportName
from chalicelib.reporting.sendings import Sendings
from chalicelib.reporting.service import MORNINGS_MAX, REPORTS_MAX
from tests.reporting.report_ledgers import FIRST_ON, ORIGINS, Ledger, at_seoul
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


def a_world_of(readers):
    """A report to so many, not sent yet."""
    world = World(a_festival())
    world.addresses = [f"staff-{n}@gangjin.example" for n in range(readers)]
    return world, *a_report(world)


def a_report(world):
    report = world.reports.make("gangjin", periods.daily(date(2026, 2, 21)), now=LATER)
    return report, world.reports.publish(report)


SENT = "gangjin/daily/2026-02-21/sent"


@pytest.mark.parametrize("end", ["failed", "stale", "failed, then stale", "of an older release"])
def test_of_two_that_take_over_at_once_one_mails(end):
    """The other reads what both take over from, and then writes first."""
    world = World(a_festival())
    report, rendered = a_report(world)
    sendings = world.reports.mails.sendings
    if end == "of an older release":
        world.kept[SENT] = b"failed"
    else:
        first = sendings.begin(SENT)
        if "failed" in end:
            first.failed()
        if end == "failed, then stale":
            sendings.begin(SENT)
        world.now += timedelta(minutes=15)
    taken = []

    class Overtaken(type(sendings.files)):
        def put_once(self, name, content, content_type):
            if not taken and name not in world.kept:
                taken.append(sendings.begin(SENT))
            return super().put_once(name, content, content_type)

    mails = replace(
        world.reports.mails, sendings=Sendings(Overtaken(world.kept), lambda: world.now)
    )
    with pytest.raises(TryAgainError):
        mails.send(report, rendered.workbook, folder="gangjin/daily/2026-02-21")
    assert (len(taken), world.mails) == (1, [])
    taken[0].done("digest")
    assert mails.send(report, rendered.workbook, folder="gangjin/daily/2026-02-21") == 0
    assert sendings.is_done(SENT)


def test_a_try_that_writes_late_takes_nothing_from_the_next():
    """It failed, and its note of that comes when the next one is at it, or is done."""
    world = World(a_festival())
    sendings = world.reports.mails.sendings
    first = sendings.begin(SENT)
    world.now += timedelta(minutes=15)
    second = sendings.begin(SENT)
    first.failed()
    with pytest.raises(TryAgainError):
        sendings.begin(SENT)
    second.done("digest")
    first.failed()
    assert sendings.begin(SENT) is None
    assert sendings.is_done(SENT)


def test_a_mail_to_many_goes_on_with_those_whom_it_did_not_reach():
    world, report, rendered = a_world_of(117)
    working = world.send

    def refuse_the_second(*mail):
        if len(world.mails) == 1:
            raise TryAgainError(retry_after_seconds=30)
        working(*mail)

    world.send = refuse_the_second
    with pytest.raises(TryAgainError):
        world.reports.send(report, rendered)
    # Somebody who reads the reports from now on, and shifts all the others.
    world.addresses.insert(0, "new@gangjin.example")
    world.send = working
    assert world.reports.send(report, rendered) == 68

    assert [len(to) for to, *_ in world.mails] == [50, 50, 18]
    assert sorted(reader for to, *_ in world.mails for reader in to) == sorted(world.addresses)
    assert world.reports.send(report, rendered) == 0
    assert not any(b"gangjin.example" in world.kept[name] for name in world.kept if SENT in name)


def test_a_mail_without_an_answer_is_not_mailed_again_at_once():
    """It may be under way. Who was mailed before is not mailed again at all."""
    world, report, rendered = a_world_of(51)
    working = world.send

    def lose_the_answer(*mail):
        working(*mail)
        if len(world.mails) == 2:
            raise MailUnansweredError

    world.send = lose_the_answer
    with pytest.raises(MailUnansweredError):
        world.reports.send(report, rendered)
    with pytest.raises(TryAgainError):
        world.reports.send(report, rendered)
    world.now += timedelta(minutes=15)
    assert world.reports.send(report, rendered) == 1
    assert [len(to) for to, *_ in world.mails] == [50, 1, 1]
    assert world.reports.mails.sendings.is_done(SENT)


def test_what_staff_asked_for_settles_a_morning_that_failed():
    world = World(a_festival())
    report, rendered = a_report(world)
    world.reports.mails.sendings.begin(SENT).failed()
    assert world.reports.send(report, rendered, request_id="req_1") == 2
    assert world.reports.send(report, rendered) == 0


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
    assert world.reports.missing("gangjin", date(2026, 2, 22)) == (
        ReportName("daily", "2026-02-20"),
        ReportName("daily", "2026-02-21"),
    )
    world.reports.run("gangjin", "daily", "2026-02-21", now=LATER)
    assert world.reports.missing("gangjin", date(2026, 2, 22)) == (
        ReportName("daily", "2026-02-20"),
    )


def test_a_county_that_is_set_up_late_is_sent_no_month_of_empty_reports():
    """Its first day is the programme's, two months ago; nobody has joined."""
    world = World(Ledger())
    set_up_on = FIRST_ON + timedelta(days=60)
    assert mornings(world, set_up_on) == [("daily", "2026-04-20")]
    # From then on each missed morning counts, joined or not.
    assert mornings(world, set_up_on + timedelta(days=3)) == [
        ("daily", "2026-04-21"),
        ("daily", "2026-04-22"),
        ("daily", "2026-04-23"),
    ]


def test_mornings_count_from_the_first_who_joined_though_none_was_ever_run():
    ledger = Ledger()
    ledger.sign_up("mem_1", at_seoul(22, 23, 59), ORIGINS[0])
    assert mornings(World(ledger), date(2026, 2, 25)) == [
        ("daily", "2026-02-22"),
        ("weekly", "2026-W08"),
        ("daily", "2026-02-23"),
        ("campaign", "celadon"),
        ("daily", "2026-02-24"),
    ]
