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
    """The first day."""
    to_on: Day
    """The last day."""


class DayFiguresAnswer(Shape):
    """As the day's report has them, in points and won; adjustments (bulk grants too) with their
    sign. `members`, `mileage_left` and `vouchers_left_amount` are at the end of the day."""

    on: date
    """The day in Seoul."""
    signups: int
    """Sign-ups of the day."""
    mileage_granted: int
    """Points given by the county's rules."""
    mileage_converted: int
    """Points turned into vouchers."""
    mileage_adjusted: int
    """Points that staff corrected and granted by file, with their sign."""
    vouchers_sold_amount: int
    """Won of vouchers sold, by face value."""
    vouchers_adjusted_amount: int
    """Won that staff corrected and granted by file, with their sign."""
    redemptions: int
    """How many payments there were."""
    redeemed_amount: int
    """Won paid at shops."""
    canceled_amount: int
    """Won of cancels."""
    members: int
    """How many had ever joined, at the end of the day."""
    mileage_left: int
    """Points in all wallets at the end of the day."""
    vouchers_left_amount: int
    """Won of vouchers in all wallets at the end of the day."""


class FiguresAnswer(Shape):
    """Days whose totals are not made yet are not there."""

    data: list[DayFiguresAnswer]
    """Days, the oldest first."""


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
