"""An agent's quarter report at the desk."""

from datetime import date

from chalicelib.agents import quarter_documents as documents
from chalicelib.agents.answers import DaySum, day_sum
from chalicelib.agents.errors import AgentNotFoundError
from chalicelib.agents.quarters import Line, QuarterReport
from chalicelib.agents.staff_routes import SEERS
from chalicelib.agents.wiring import AgentsWiring
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.periods import PeriodInvalidError, PeriodNotOverError
from chalicelib.http.call import Call, Document, Shape, attachment
from chalicelib.http.operations import Operations
from chalicelib.http.terms import AgentRef, QuarterName
from chalicelib.staff.table_files import CONTENT_TYPES

routes = Operations(tag="agents")


class QuarterLine(Shape):
    value_amount: int
    """Won of each sale into a wallet, or of each note."""
    count: int
    """How many sales; of paper and exchanges how many notes."""
    face_amount: int
    """Won of face value together."""


class QuarterPart(Shape):
    lines: list[QuarterLine]
    """By value, the smallest first."""
    sum: DaySum
    """All of them together."""


class QuarterStock(Shape):
    series: str
    """The two letters of the series."""
    denomination: int
    """Won of each note."""
    begin: int
    """Notes in the safe as the quarter began."""
    end: int
    """Notes in the safe as it ended."""


class QuarterAnswer(Shape):
    quarter: str
    """The quarter's name."""
    first_on: date
    """Its first day in Seoul."""
    last_on: date
    """Its last day."""
    due_on: date
    """By when the agent reports: the 20th of the month after it."""
    agent_name: str
    """What the agent is called."""
    electronic: QuarterPart
    """Sold into wallets."""
    cancelled: QuarterPart
    """Sales into wallets that their buyers took back in the quarter. The agent keeps nothing of
    them but owes their money still: the county's desk hands the price back."""
    paper: QuarterPart
    """Sold on paper."""
    returned: QuarterPart
    """Notes that buyers gave back."""
    exchanged: QuarterPart
    """Notes that shops brought."""
    discount_amount: int
    """Won that buyers paid less than face value, of what was not taken back."""
    cash_due_amount: int
    """Won that the agent owed the county for its days."""
    commission_amount: int
    """Won that the county owed the agent for its days."""
    stock: list[QuarterStock]
    """The agent's notes at both ends, series by series."""


@routes.operation(
    "GET",
    "/v1/staff/agents/{agent_id}/quarters/{quarter}",
    summary="An agent's quarter as JSON; `.html`, `.csv` or `.xlsx` after it for the other forms",
    audience="staff",
    roles=SEERS,
    errors=(AgentNotFoundError, PeriodInvalidError, PeriodNotOverError, VersionConflictError),
)
def show_agent_quarter(call: Call[None], agent_id: AgentRef, quarter: QuarterName) -> Document:
    name, _, form = quarter.partition(".")
    if form not in ("", "json", "html", "csv", "xlsx"):
        raise PeriodInvalidError(period=quarter[:20])
    report = call.wired(AgentsWiring).quarters.report(call.county_id, agent_id, name)
    if form == "html":
        return Document(documents.to_html(report), "text/html; charset=utf-8")
    if form == "csv":
        return attachment(f"onmin-{agent_id}-{name}.csv", documents.to_csv(report))
    if form == "xlsx":
        content = documents.to_workbook(report)
        return attachment(f"onmin-{agent_id}-{name}.xlsx", content, CONTENT_TYPES["xlsx"])
    return Document(_answer(report).model_dump_json(), "application/json")


def _answer(report: QuarterReport) -> QuarterAnswer:
    def part(name: str, lines: tuple[Line, ...]) -> QuarterPart:
        rows = [
            QuarterLine(value_amount=one.value, count=one.count, face_amount=one.face)
            for one in lines
        ]
        return QuarterPart(lines=rows, sum=day_sum(report.sums[name]))

    quarter = report.quarter
    return QuarterAnswer(
        quarter=quarter.code,
        first_on=quarter.first_on,
        last_on=quarter.last_on,
        due_on=quarter.due_on,
        agent_name=report.agent_name,
        electronic=part("electronic", report.electronic),
        cancelled=part("cancelled", report.cancelled),
        paper=part("paper", report.paper),
        returned=part("returned", report.returned),
        exchanged=part("exchanged", report.exchanged),
        discount_amount=report.discount,
        cash_due_amount=report.cash_due,
        commission_amount=report.commission,
        stock=[
            QuarterStock(series=s.series, denomination=s.value, begin=s.begin, end=s.end)
            for s in report.stock
        ],
    )
