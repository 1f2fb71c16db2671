"""Notes in circulation are what the ledger says was sold on paper, less what shops brought; and the
desk, the treasury account and reports say the same of them."""

from datetime import date, timedelta

from chalicelib.core import periods
from chalicelib.core.values import seoul_date
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.reporting.report import NoteFigures
from chalicelib.reporting.wiring import ReportingWiring
from chalicelib.totals.wiring import TotalsWiring
from chalicelib.treasury.wiring import TreasuryWiring
from tests import builders
from tests.agents.counters import counter_with_notes, hand_over, notes, staff
from tests.conftest import Stack


def test_what_is_held_is_sold_less_what_ended_and_the_ledgers_sum(stack: Stack) -> None:
    counter = counter_with_notes(stack)
    buyer, other = stack.member("010-1111-0001"), stack.member("010-1111-0002")
    assert counter.sell(buyer.member_id, notes(1, 5)).status == 201
    assert counter.sell(other.member_id, notes(10, 12)).status == 201
    assert counter.take_back(other.member_id, notes(10, 12)).status == 201
    assert counter.exchange(notes(1), notes(2)).status == 201
    void = notes(3) | {"kind": "note_voided", "reason": "훼손"}
    assert staff(stack, "POST", "/paper-movements", void).status == 201

    told = staff(stack, "GET", "/paper-circulation", key="").json
    [row] = told["data"]
    counts = [row[name] for name in ("sold", "exchanged", "returned", "voided", "expired")]
    assert counts == [8, 2, 3, 1, 0]
    assert (row["held"], row["held_amount"]) == (2, 20_000)
    assert (told["held"], told["held_amount"]) == (2, 20_000)
    entries = stack.adapters.wired(LedgerWiring).store.entries_on(
        builders.COUNTY, seoul_date(stack.now)
    )
    on_paper = sum(
        entry.purchase.held_amount
        for entry in entries
        if entry.purchase and entry.kind in ("paper_sale", "paper_return")
    )
    assert on_paper - 2 * 10_000 - 10_000 == told["held_amount"]

    stack.later(days=6 * 365)
    [row] = staff(stack, "GET", "/paper-circulation", key="").json["data"]
    assert (row["expired"], row["held"]) == (2, 0)


def test_desk_treasury_and_report_say_one_thing_of_notes_past_their_last_day_too(
    stack: Stack,
) -> None:
    """The account and a report of a day say the same of it whenever they are asked."""
    counter = counter_with_notes(stack)
    old = notes(1, 100, "GB")
    issued_on = (seoul_date(stack.now) - timedelta(days=5 * 365 - 3)).isoformat()
    made = old | {"denomination": 5_000, "issued_on": issued_on}
    assert staff(stack, "POST", "/paper-series", made).status == 201
    hand_over(counter, 1, 100, "GB")
    assert counter.sell(stack.member().member_id, notes(1, 5, "GB")).status == 201
    sold_on = seoul_date(stack.now)
    stack.later(days=1)
    counter.begin()
    assert counter.exchange(notes(1, series="GB")).status == 201
    rows = staff(stack, "GET", "/paper-circulation", key="").json["data"]
    last_day = date.fromisoformat(rows[-1]["expires_on"])

    assert _told(stack, sold_on) == (25_000, NoteFigures(5, 25_000))
    stack.later(days=(last_day - seoul_date(stack.now)).days)
    assert staff(stack, "GET", "/paper-circulation", key="").json["held_amount"] == 20_000
    stack.later(days=1)
    assert staff(stack, "GET", "/paper-circulation", key="").json["held_amount"] == 0
    stack.later(days=2)
    assert _told(stack, last_day) == (20_000, NoteFigures(4, 20_000))
    assert _told(stack, last_day + timedelta(days=1)) == (0, NoteFigures(0, 0))
    assert _told(stack, sold_on) == (25_000, NoteFigures(5, 25_000))


def _told(stack: Stack, on: date) -> tuple[int, NoteFigures | None]:
    """What is held at the day's end by the treasury account, and by the day's report."""
    after = on + timedelta(days=1)
    county = stack.wired(ReportingWiring).reports.county(builders.COUNTY)
    stack.wired(TotalsWiring).totals_history.history(county, after)
    [day] = stack.wired(TreasuryWiring).account.between(builders.COUNTY, on, on)
    assert day.money is not None
    assert day.money.notes_exchanged == 0
    report = stack.wired(ReportingWiring).reports.make(
        builders.COUNTY, periods.daily(on), now=stack.now
    )
    return day.money.notes_left, report.notes
