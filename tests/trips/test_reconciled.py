"""The night adds up what open trips hold, and names a budget that does not fit."""

from datetime import date, timedelta

import pytest

from chalicelib.core.values import seoul_date
from chalicelib.reconciling.trip_reading import TripReading
from chalicelib.trips import keys
from chalicelib.trips.wiring import TripsWiring
from tests import builders
from tests.conftest import Stack
from tests.trips.journeys import FRIEND, apply, decide

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("change", [1, -100_000])
def test_a_budget_that_does_not_hold_what_its_trips_hold_is_named(
    stack: Stack, change: int
) -> None:
    member, pauses = stack.member(), list[float]()
    reading = TripReading(stack.wired(TripsWiring).store, pauses.append)
    apply(member, 1)
    rejected = apply(member, 8).json["trip_id"]
    decide(stack, rejected, "reject", reason="신분증 없음")
    next_year = date(2027, 1, 1) - seoul_date(stack.now)
    apply(member, next_year // timedelta(days=1), companions=[FRIEND])
    assert reading.differences(builders.COUNTY, TODAY) == []
    assert pauses == []

    stack.table.items[tuple(keys.budget(builders.COUNTY, 2027))]["held"] += change

    found = reading.differences(builders.COUNTY, TODAY)
    assert [(d.kind, d.subject, d.detail) for d in found] == [("trip_budget", "2027", str(change))]
    assert len(pauses) == 2
