"""The figures of past days, for the desk's plots."""

from datetime import date

from msgspec.structs import asdict

from chalicelib.http.call import Call, Query, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day
from chalicelib.reporting.errors import SpanTooLongError
from chalicelib.reporting.routes import OFFICE
from chalicelib.reporting.wiring import ReportingWiring

routes = Operations(tag="staff")


class FiguresQuery(Query):
    """Days in Seoul, both included."""

    from_on: Day
    to_on: Day


class DayFiguresAnswer(Shape):
    """As the day's report has them, in points and won; adjustments (bulk grants too) with their
    sign. `members`, `mileage_left` and `vouchers_left_amount` are at the end of the day."""

    on: date
    signups: int
    mileage_granted: int
    mileage_converted: int
    mileage_adjusted: int
    vouchers_sold_amount: int
    vouchers_adjusted_amount: int
    redemptions: int
    redeemed_amount: int
    canceled_amount: int
    members: int
    mileage_left: int
    vouchers_left_amount: int


class FiguresAnswer(Shape):
    """Days whose totals are not made yet are not there."""

    data: list[DayFiguresAnswer]


@routes.operation(
    "GET",
    "/v1/staff/figures",
    summary="The figures of past days, a year at most, as their reports have them",
    audience="staff",
    roles=OFFICE,
    query=FiguresQuery,
    answer=FiguresAnswer,
    errors=(SpanTooLongError,),
)
def show_figures(call: Call[None]) -> FiguresAnswer:
    trends = call.wired(ReportingWiring).trends
    days = trends.between(call.county_id, call.query.from_on, call.query.to_on)
    won = ("vouchers_sold", "vouchers_adjusted", "redeemed", "canceled", "vouchers_left")
    rows = [
        {f"{name}_amount" if name in won else name: value for name, value in asdict(day).items()}
        for day in days
    ]
    return FiguresAnswer(data=[DayFiguresAnswer(**row) for row in rows])
