"""Making, keeping and sending reports: from the ledger alone, once, the same every time."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from chalicelib.core import periods
from chalicelib.core.periods import PeriodInvalidError, PeriodNotOverError
from chalicelib.core.values import day_start
from chalicelib.reporting.errors import ReportNotFoundError
from chalicelib.reporting.kept import KeptReports, ReportName
from chalicelib.totals.day_totals import ClosingTotals, from_record
from tests.reporting.report_ledgers import FIRST_ON, ORIGINS, SHOPS, Ledger, at_seoul, ledgers
from tests.reporting.report_world import World

LATER = day_start(date(2026, 4, 1))


def a_festival() -> Ledger:
    ledger = Ledger()
    for day in (20, 21, 22, 23):
        for n in range(4):
            member = f"mem_{day}{n}"
            ledger.sign_up(member, at_seoul(day, 10, n), ORIGINS[0])
            ledger.convert(member, at_seoul(day, 11, n), 3_000)
            ledger.pay(member, at_seoul(day, 12, n), SHOPS[0], 1_000)
    return ledger


def test_a_missing_history_is_made_again_from_the_first_day():
    world = World(a_festival())
    period = periods.daily(date(2026, 2, 23))
    report = world.reports.make("gangjin", period, now=LATER)
    assert (report.members.opening, report.members.joined) == (12, 4)
    assert report.mileage.opening == 12 * 2_000
    assert world.days_read == [date(2026, 2, day) for day in (20, 21, 22, 23)]
    assert report.previous is not None
    assert (report.previous.joined, report.previous.net_amount) == (4, 4_000)
    world.days_read.clear()
    assert world.reports.make("gangjin", period, now=LATER).to_json() == report.to_json()
    assert world.days_read == [date(2026, 2, 23)]


def test_one_lost_day_is_made_again_alone():
    world = World(a_festival())
    period = periods.daily(date(2026, 2, 23))
    first = world.reports.make("gangjin", period, now=LATER).to_json()
    kept = dict(world.totals)
    del world.totals[date(2026, 2, 22)]
    world.days_read.clear()
    assert world.reports.make("gangjin", period, now=LATER).to_json() == first
    assert world.days_read == [date(2026, 2, 22), date(2026, 2, 23)]
    assert world.totals == kept


def test_fresh_mends_totals_that_were_kept_wrong():
    world = World(a_festival())
    period = periods.daily(date(2026, 2, 23))
    right = world.reports.make("gangjin", period, now=LATER).to_json()
    before = date(2026, 2, 22)
    wrong = replace(from_record(world.totals[before]), closing=ClosingTotals(1, 2, 3))
    world.totals[before] = wrong.to_record()
    assert world.reports.make("gangjin", period, now=LATER).to_json() != right
    assert world.reports.make("gangjin", period, now=LATER, fresh=True).to_json() == right


@settings(max_examples=25, deadline=None)
@given(ledgers(days=9, events_max=80), st.booleans(), st.data())
def test_any_order_of_making_gives_the_same_bytes(ledger, is_tampered, data):
    """Even of a ledger that contradicts itself: the report of a fault must be repeatable too."""
    if is_tampered and ledger.entries:
        index = data.draw(st.integers(0, len(ledger.entries) - 1))
        entry = ledger.entries[index]
        ledger.entries[index] = replace(entry, mileage_balance=entry.mileage_balance + 700)
    names = [("daily", f"2026-02-{day}") for day in range(20, 29)]
    names += [("weekly", "2026-W08"), ("weekly", "2026-W09"), ("campaign", "celadon")]

    def make_all(order):
        world = World(ledger)
        return {
            name: world.reports.make(
                "gangjin", world.reports.period("gangjin", *name), now=LATER
            ).to_json()
            for name in order
        }

    forwards = make_all(names)
    assert make_all(list(reversed(names))) == forwards


def test_a_fault_gives_the_same_totals_whichever_report_met_it_first():
    ledger = Ledger()
    ledger.sign_up("mem_a", at_seoul(20), ORIGINS[0])
    ledger.adjust("mem_a", at_seoul(21), 100)
    ledger.entries[0] = replace(ledger.entries[0], mileage_balance=9_000)
    by_day, by_week = World(ledger), World(ledger)
    by_day.reports.make("gangjin", periods.daily(date(2026, 2, 23)), now=LATER)
    by_week.reports.make("gangjin", periods.parse("weekly", "2026-W08"), now=LATER)
    for day in (20, 21, 22):
        assert by_week.totals[date(2026, 2, day)] == by_day.totals[date(2026, 2, day)]


def test_days_of_a_week_add_up_to_the_week():
    world = World(a_festival())
    week = world.reports.make("gangjin", periods.parse("weekly", "2026-W08"), now=LATER)
    days = [
        world.reports.make("gangjin", periods.daily(on), now=LATER)
        for on in periods.parse("weekly", "2026-W08").days()
        if on >= FIRST_ON
    ]
    assert week.signups.total == sum(day.signups.total for day in days) == 12
    assert week.redemptions.total.net_amount == 12_000
    assert week.mileage.outstanding == days[-1].mileage.outstanding
    assert week.previous is None


def test_a_period_must_be_over():
    world = World(a_festival())
    period = periods.daily(date(2026, 2, 23))
    last = period.ends_at - timedelta(milliseconds=1)
    with pytest.raises(PeriodNotOverError):
        world.reports.make("gangjin", period, now=last)
    assert world.reports.make("gangjin", period, now=period.ends_at).members.joined == 4


def test_a_period_before_the_county_opened_is_refused_at_once():
    world = World(a_festival())
    day_before = (FIRST_ON - timedelta(days=1)).isoformat()
    with pytest.raises(ReportNotFoundError):
        world.reports.check_can_run("gangjin", "daily", day_before, now=LATER)


def test_a_campaign_too_long_for_a_report_stops_no_other():
    world = World(a_festival())
    due_before = world.reports.due("gangjin", date(2026, 3, 2))
    first = world.campaigns[0]
    opens_at = first.opens_at - timedelta(days=700)
    world.campaigns.append(replace(first, campaign_id="cmp_long", code="long", opens_at=opens_at))
    assert world.reports.due("gangjin", date(2026, 3, 2)) == due_before


def test_kept_reports_are_listed_and_read():
    world = World(a_festival())
    for name in (("daily", "2026-02-20"), ("daily", "2026-02-21"), ("campaign", "celadon")):
        world.reports.run("gangjin", *name, now=LATER)
    kept = KeptReports(files=world.reports.files)
    assert kept.list_kept("gangjin") == [
        ReportName("daily", "2026-02-21"),
        ReportName("daily", "2026-02-20"),
        ReportName("campaign", "celadon"),
    ]
    assert kept.list_kept("gangjin", "weekly") == []
    assert kept.list_kept("jinju") == []
    assert kept.read("gangjin", "campaign", "celadon", "xlsx") == b"PK"
    for kind, text in (("daily", "2026-02-22"), ("campaign", "../daily"), ("campaign", "hamaek")):
        with pytest.raises(ReportNotFoundError):
            kept.read("gangjin", kind, text, "json")
    with pytest.raises(PeriodInvalidError):
        kept.read("gangjin", "daily", "../../jinju", "json")


def test_the_campaign_report_covers_its_days_in_seoul():
    world = World(a_festival())
    period = world.reports.period("gangjin", "campaign", "celadon")
    assert (period.first_on, period.last_on) == (date(2026, 2, 21), date(2026, 2, 23))
    report = world.reports.make("gangjin", period, now=LATER)
    assert report.campaign is not None
    assert (report.signups.total, report.campaign.use.active) == (12, 12)
    with pytest.raises(ReportNotFoundError):
        world.reports.period("gangjin", "campaign", "celadon-a")


def test_the_morning_after_a_campaign_its_report_is_due():
    reports = World(Ledger()).reports
    assert reports.due("gangjin", date(2026, 2, 24)) == (
        ReportName("daily", "2026-02-23"),
        ReportName("campaign", "celadon"),
    )
    assert reports.due("gangjin", date(2026, 3, 1))[1:] == (ReportName("monthly", "2026-02"),)


def test_an_unknown_county_has_no_report():
    with pytest.raises(ReportNotFoundError):
        World(Ledger()).reports.make("jinju", periods.daily(FIRST_ON), now=LATER)


def test_the_time_of_making_leaves_no_trace():
    period = periods.daily(date(2026, 2, 21))
    made = {
        World(a_festival()).reports.make("gangjin", period, now=now).signups
        for now in (LATER, LATER + timedelta(days=400), datetime.fromisoformat("2026-03-01T00:00Z"))
    }
    assert len(made) == 1
