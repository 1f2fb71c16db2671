"""How a year's budget of half-price trips stands, at the desk."""

from datetime import date

from chalicelib.approvals.answers import READERS
from chalicelib.core.errors import InvalidRequestError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.terms import TripYear
from chalicelib.trips.forecast import Basis
from chalicelib.trips.wiring import TripsWiring

routes = Operations(tag="trips")


class TripBudgetAnswer(Shape):
    year: int
    """Whose trips it is for: those that begin in it."""
    limit_amount: int
    """Won of the year, by the setting `trip.budget`."""
    held_amount: int
    """Won that open trips hold."""
    spent_amount: int
    """Won that were paid, without what was taken back."""
    left_amount: int
    """Won that new trips can hold."""
    closes_on: date | None
    """When a team can presumably no longer apply; today if it cannot now, null if the year ends
    first or nothing is known yet."""
    based_on: Basis | None
    """What the days to come were taken to be like: `season`, last year's, grown as this year has;
    or `pace`, the last four weeks."""


@routes.operation(
    "GET",
    "/v1/staff/trip-budgets/{year}",
    summary="A year's budget of half-price trips, and when it presumably runs out",
    audience="staff",
    roles=READERS,
    answer=TripBudgetAnswer,
    errors=(InvalidRequestError,),
)
def show_trip_budget(call: Call[None], year: TripYear) -> TripBudgetAnswer:
    seen = call.wired(TripsWiring).budgets.of_text(call.county_id, year)
    budget = seen.budget
    return TripBudgetAnswer(
        year=budget.year,
        limit_amount=seen.limit,
        held_amount=budget.held,
        spent_amount=budget.spent,
        left_amount=max(seen.limit - budget.held - budget.spent, 0),
        closes_on=seen.forecast.closes_on,
        based_on=seen.forecast.based_on,
    )
