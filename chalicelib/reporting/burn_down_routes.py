"""How a round's budget goes, for the desk."""

from datetime import date

from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Time
from chalicelib.http.terms import RoundRef
from chalicelib.reporting.outlook import Outlook
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


class RoundOutlook(Shape):
    """At the pace of the last seven days, or since the opening where that was later; the range is
    of the quickest and the slowest of that, of the last day, and of all days."""

    sold_out_at: Time | None
    """When it will be sold out; null if not before it closes."""
    soonest_at: Time | None
    """The same at the quickest pace."""
    latest_at: Time | None
    """The same at the slowest pace."""
    unsold_amount: int
    """Won of face value that will be left when it closes."""
    unsold_least: int
    """The same at the quickest pace."""
    unsold_most: int
    """The same at the slowest pace."""


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
    outlook: RoundOutlook | None
    """How it will presumably end; null where that cannot be told: it is not open, is sold by lot,
    has sold nothing, or is younger than ten minutes."""


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
        outlook=_outlook(found.outlook),
    )


def _outlook(found: Outlook | None) -> RoundOutlook | None:
    if found is None:
        return None
    return RoundOutlook(
        sold_out_at=found.sold_out_at,
        soonest_at=found.soonest_at,
        latest_at=found.latest_at,
        unsold_amount=found.unsold,
        unsold_least=found.unsold_least,
        unsold_most=found.unsold_most,
    )
