"""What the desk shows of a day and of a round agrees with the day's report."""

from datetime import date, timedelta
from typing import Any

from chalicelib.core import periods
from chalicelib.core.values import day_start
from chalicelib.reconciling.wiring import ReconcilingWiring
from chalicelib.reporting.wiring import ReportingWiring
from chalicelib.sales.store import RoundStore
from tests import builders
from tests.builders import COUNTY
from tests.conftest import Stack
from tests.refusals import check_refused
from tests.reporting.test_figures_for_staff import a_days_events
from tests.sales.test_counter_sales import ROUND, sell

DAY = date(2026, 11, 22)


def dashboard(stack: Stack, on: date, headers: Any = None) -> Any:
    return stack.call("GET", f"/v1/staff/dashboard?on={on}", token="anna", headers=headers)


def sales(stack: Stack, round_id: str) -> Any:
    return stack.call("GET", f"/v1/staff/rounds/{round_id}/sales", token="anna").json


def test_a_past_day_has_the_figures_of_its_report(stack: Stack) -> None:
    a_days_events(stack)
    stack.later(days=1)
    report = stack.wired(ReportingWiring).reports.make(COUNTY, periods.daily(DAY), now=stack.now)

    seen = dashboard(stack, DAY).json

    assert seen["on"] == "2026-11-22"
    assert seen["signups"] == report.signups.total == 3
    assert seen["signups_by_hour"] == list(report.signups.by_hour)
    of_booths = {row.booth_code: row.count for row in report.signups.by_booth if row.booth_code}
    assert {b["code"]: b["signups"] for b in seen["signups_by_booth"]} == of_booths
    (day,) = stack.call("GET", f"/v1/staff/figures?from_on={DAY}&to_on={DAY}", token="anna").json[
        "data"
    ]
    for name in day.keys() & seen.keys():
        assert seen[name] == day[name], name


def test_a_day_that_has_not_begun_has_no_figures(stack: Stack) -> None:
    check_refused(
        stack, lambda h: dashboard(stack, DAY + timedelta(days=1), h), 400, "period_invalid", "on"
    )


def test_a_round_shows_what_was_sold_by_when(stack: Stack) -> None:
    opened = builders.a_round(opens_at=day_start(DAY), closes_at=day_start(DAY + timedelta(days=9)))
    RoundStore(stack.table).create(opened)
    stack.staff_roles = frozenset({"treasurer"})
    member = stack.member()
    assert sell(stack, member, 30_000, key="a").status == 201
    stack.later(hours=1)
    assert sell(stack, member, 20_000, key="b").status == 201
    first = sales(stack, ROUND)
    assert first["sold_amount"] == first["points"][-1]["sold_amount"] == 50_000
    assert [hour["sold_amount"] for hour in first["hours"] if hour["sold_amount"]] == [
        30_000, 20_000,
    ]  # fmt: skip
    assert dashboard(stack, DAY).json["vouchers_sold_amount"] == 50_000

    stack.later(days=1)
    stack.wired(ReconcilingWiring).reconciliations.run(COUNTY, DAY, now=stack.now)
    assert sell(stack, member, 10_000, key="c").status == 201
    second = sales(stack, ROUND)
    left = sum(RoundStore(stack.table).left(opened).values())
    assert second["points"][-1]["sold_amount"] == opened.budget_amount - left == 60_000
    assert second["missing_on"] == []
    amounts = [point["sold_amount"] for point in second["points"]]
    assert amounts[0] == 0
    assert amounts == sorted(amounts)
