"""Notes that people hold, at the desk."""

from datetime import date

from chalicelib.agents.paper_routes import SEERS
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.paper.circulation import Circulation, held_amount
from chalicelib.paper.wiring import PaperWiring

routes = Operations(tag="paper")


class CirculationRow(Shape):
    series: str
    """The two letters of the series."""
    denomination: int
    """Won of each note."""
    expires_on: date
    """The last day of its notes."""
    sold: int
    """Notes that were ever sold."""
    exchanged: int
    """Of these, brought by shops."""
    returned: int
    """Of these, given back by their buyers."""
    voided: int
    """Of these, no vouchers any more."""
    expired: int
    """Of these, not brought by the last day."""
    held: int
    """Notes that people hold: sold, and none of the others."""
    held_amount: int
    """Won that the county still owes for them."""


class CirculationAnswer(Shape):
    data: list[CirculationRow]
    """Series by series."""
    held: int
    """Notes that people hold, of all series."""
    held_amount: int
    """Won that the county still owes for all of them."""


@routes.operation(
    "GET",
    "/v1/staff/paper-circulation",
    summary="Notes in circulation, series by series: sold, exchanged, given back, void, expired",
    audience="staff",
    roles=SEERS,
    answer=CirculationAnswer,
)
def show_circulation(call: Call[None]) -> CirculationAnswer:
    found = call.wired(PaperWiring).circulation.now(call.county_id)
    return CirculationAnswer(
        data=[_row(one) for one in found],
        held=sum(one.held for one in found),
        held_amount=held_amount(found),
    )


def _row(one: Circulation) -> CirculationRow:
    return CirculationRow(
        series=one.series.code,
        denomination=one.series.denomination,
        expires_on=one.series.expires_on,
        sold=one.sold,
        exchanged=one.exchanged,
        returned=one.returned,
        voided=one.voided,
        expired=one.expired,
        held=one.held,
        held_amount=one.amount,
    )
