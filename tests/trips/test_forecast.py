"""When the year's budget of trips runs out, as the desk is told."""

from datetime import date, timedelta

import pytest

from chalicelib.core.values import seoul_date
from chalicelib.trips.forecast import AppliedDay, Forecast, forecast
from chalicelib.trips.trips import Budget
from chalicelib.trips.wiring import TripsWiring
from tests import builders
from tests.conftest import Stack
from tests.trips.journeys import FRIEND, apply, decide, night
from tests.trips.test_applying import check_refused

DAY = timedelta(days=1)
FIRST, TODAY = date(2026, 1, 1), date(2026, 4, 1)
MOST = 200_000


def days(since: date, before: date, amount: int, *, is_closed: bool = False) -> list[AppliedDay]:
    number = (before - since).days
    return [AppliedDay(since + n * DAY, 1, amount, is_closed) for n in range(number)]


def told(budget: Budget, limit: int, this: list[AppliedDay], last: list[AppliedDay]) -> Forecast:
    return forecast(budget, limit, MOST, this, last, TODAY)


def test_what_nobody_applied_for_yet_does_not_run_out() -> None:
    assert told(Budget("gangjin", 2026), 1_000_000, [], []) == Forecast(None, None)


def test_what_has_run_out_is_told_today() -> None:
    budget = Budget("gangjin", 2026, held=900_000, spent=1)
    assert told(budget, 1_100_000, [], []) == Forecast(TODAY, None)
    assert told(Budget("gangjin", 2026, held=900_000), 1_100_000, [], []).closes_on is None


def test_by_the_pace_of_four_weeks_until_it_is_decided_a_trip_costs_all() -> None:
    """Ninety days of 100,000 won, all held; 20 more fit beside one that may hold 200,000."""
    this = days(FIRST, TODAY, 100_000)
    budget = Budget("gangjin", 2026, held=9_000_000)
    assert told(budget, 11_200_000, this, []) == Forecast(TODAY + 21 * DAY, "pace")
    assert told(budget, 10**10, this, []) == Forecast(None, "pace"), "the year ends first"


def test_what_was_decided_tells_what_the_others_will_cost() -> None:
    """Of 90 days 30 wait still, and those that were decided cost half: so a day costs half."""
    this = days(FIRST, TODAY, 100_000)
    budget = Budget("gangjin", 2026, held=3_000_000, spent=3_000_000)
    limit = 6_000_000 + MOST + 50 * 50_000
    found = told(budget, limit, this, []).closes_on
    assert found is not None
    assert abs(found - (TODAY + 50 * DAY)) <= 2 * DAY


def test_last_years_season_is_taken_as_this_year_has_grown() -> None:
    """Twice as many as last year, which had nobody in April and thrice as many in May."""
    away = timedelta(days=364)
    last = [
        *days(FIRST - away, TODAY - away, 50_000),
        *days(TODAY - away, date(2026, 5, 1) - away, 0),
        *days(date(2026, 5, 1) - away, date(2026, 12, 31) - away, 150_000),
    ]
    this = days(FIRST, TODAY, 100_000)
    budget = Budget("gangjin", 2026, held=9_000_000)
    limit = 9_000_000 + MOST + 10 * 300_000
    assert told(budget, limit, this, last) == Forecast(date(2026, 5, 11), "season")


def test_days_on_which_nobody_could_apply_are_no_season() -> None:
    away = timedelta(days=364)
    last = [
        *days(FIRST - away, date(2026, 4, 11) - away, 100_000),
        *days(date(2026, 4, 11) - away, date(2026, 12, 31) - away, 0, is_closed=True),
    ]
    this = days(FIRST, TODAY, 100_000)
    found = told(Budget("gangjin", 2026, held=9_000_000), 9_200_000 + 2_000_000, this, last)
    assert found.closes_on == TODAY + 21 * DAY


def seen(stack: Stack, year: int | str = 2026) -> dict[str, object]:
    answer = stack.call("GET", f"/v1/staff/trip-budgets/{year}", token="anna")
    assert answer.status == 200, answer.raw
    return dict(answer.json)


def test_the_desk_is_told_before_a_night_and_after_many_that_failed(stack: Stack) -> None:
    stack.staff_roles = frozenset({"manager"})
    member = stack.member()
    assert seen(stack)["closes_on"] is None
    trip_id = apply(member, 4).json["trip_id"]
    apply(member, 8, companions=[FRIEND])
    decide(stack, trip_id, "reject", reason="신분증 없음")
    found = seen(stack)
    assert (found["limit_amount"], found["held_amount"]) == (1_000_000, 200_000)
    assert (found["left_amount"], found["spent_amount"]) == (800_000, 0)

    applied_on = seoul_date(stack.now)
    stack.later(days=5)
    night(stack)
    night(stack)

    noted = stack.wired(TripsWiring).budgets.store.applied_days(builders.COUNTY, 2026)
    assert noted[0] == AppliedDay(applied_on, 2, 300_000)
    assert [day.on for day in noted] == [applied_on, applied_on + 4 * DAY]
    found = seen(stack)
    # 300,000 in five days: of 800,000 that are left, what one team may hold stays free.
    assert (found["based_on"], found["closes_on"]) == ("pace", "2026-12-08")


@pytest.mark.parametrize("year", ["26", "2026x", "0001", "２０２６"])
def test_what_is_no_year_is_refused(stack: Stack, year: str) -> None:
    check_refused(
        stack.call("GET", f"/v1/staff/trip-budgets/{year}", token="anna"), 400, "invalid_request"
    )


def test_a_year_that_is_over_runs_out_no_more(stack: Stack) -> None:
    assert seen(stack, 2025)["closes_on"] is None
