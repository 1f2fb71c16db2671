"""How a round's budget goes, for the desk."""

from datetime import date

from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Time
from chalicelib.http.terms import RoundRef
from chalicelib.reporting.routes import OFFICE
from chalicelib.reporting.wiring import ReportingWiring
from chalicelib.sales.errors import RoundNotFoundError

routes = Operations(tag="rounds")


class SoldByPoint(Shape):
    at: Time
    """The moment."""
    sold_amount: int
    """Won of face value that had left the budget by then, less what came back to it."""


class SoldHour(Shape):
    at: Time
    """The end of the hour, or of selling."""
    sold_amount: int
    """Won of face value that left the budget in it, less what came back to it."""


class RoundSalesAnswer(Shape):
    round_id: str
    """The round."""
    budget_amount: int
    """Won of face value that it has to sell."""
    sold_amount: int
    """Won sold by now."""
    points: list[SoldByPoint]
    """Sold by when, from nothing at the opening on: by the hour on the first day and on days that
    are not reconciled yet, by the day on the others."""
    hours: list[SoldHour]
    """Of the days that are there by the hour, what each hour sold."""
    missing_on: list[date]
    """Days that were not reconciled, whose sales are in no point."""


@routes.operation(
    "GET",
    "/v1/staff/rounds/{round_id}/sales",
    summary="How a round's budget went over time",
    audience="staff",
    roles=OFFICE,
    answer=RoundSalesAnswer,
    errors=(RoundNotFoundError,),
)
def show_round_sales(call: Call[None], round_id: RoundRef) -> RoundSalesAnswer:
    found = call.wired(ReportingWiring).burn_downs.of(call.county_id, round_id)
    return RoundSalesAnswer(
        round_id=round_id,
        budget_amount=found.seen.round.budget_amount,
        sold_amount=found.seen.sold,
        points=[SoldByPoint(at=point.at, sold_amount=point.amount) for point in found.points],
        hours=[SoldHour(at=hour.at, sold_amount=hour.amount) for hour in found.hours],
        missing_on=list(found.missing_on),
    )
