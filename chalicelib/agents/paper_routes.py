"""The county's notes at the desk: deliveries, movements, and what became of one note."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.agents.answers import (
    MovementRow,
    NotesRow,
    NotesShape,
    Reason,
    SerialText,
    StockRow,
    movement_row,
    notes_row,
    stock_rows,
)
from chalicelib.agents.errors import AgentClosedError, AgentNotFoundError
from chalicelib.agents.wiring import AgentsWiring
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import AMOUNT_MAX, ID_FORM
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, PageQuery, Time
from chalicelib.http.terms import AgentRef, NextCursor, SerialRef
from chalicelib.paper.errors import (
    NotesElsewhereError,
    NotesScatteredError,
    PaperSeriesNotFoundError,
    PaperSeriesTakenError,
    SerialInvalidError,
    TooManyNotesError,
)
from chalicelib.paper.serials import read_range, read_serial
from chalicelib.paper.stock import EndState, RunState, Series
from chalicelib.paper.wiring import PaperWiring
from chalicelib.staff.actor import person_of

routes = Operations(tag="paper")

KEEPERS = ("manager", "treasurer")
SEERS = ("operator", "manager", "treasurer", "auditor")
AgentId = Annotated[str, Field(pattern=f"^agt_{ID_FORM}$")]


class SeriesBody(Shape):
    first: SerialText
    """The first serial number of the delivery."""
    last: SerialText
    """The last serial number."""
    denomination: Annotated[int, Field(ge=1, le=AMOUNT_MAX)]
    """Won of each note."""
    issued_on: Day
    """The day of issue that is printed on it: from it the notes' validity runs."""


class SeriesRow(Shape):
    series: str
    """The two letters of the series."""
    notes: NotesRow
    """All of its notes."""
    denomination: int
    """Won of each note."""
    issued_on: date
    """The day of issue that is printed on it."""
    expires_on: date
    """The last day of its notes."""
    delivered_at: Time
    """When the county took delivery."""


class SeriesAnswer(Shape):
    data: list[SeriesRow]
    """All series, by their letters."""
    stock: list[StockRow]
    """What the county has in its own safe."""


class MovementBody(NotesShape):
    """`sent` to an agent, `recalled` before it confirmed, `taken_back` from one that sent some
    back, `voided` in the county's safe, or in that of the agent that is named; `note_voided`: sold
    notes that were lost or stolen."""

    kind: Literal["sent", "recalled", "taken_back", "voided", "note_voided"]
    """What is done with the notes."""
    agent_id: AgentId | None = None
    """The agent; none of what is in the county's safe, or sold."""
    reason: Reason
    """Why, for the record."""


class MovementsAnswer(Shape):
    data: list[MovementRow]
    """Movements, the newest first."""
    next_cursor: NextCursor


class NoteAnswer(Shape):
    serial: str
    """The serial number."""
    denomination: int
    """Won of its value."""
    expires_on: date
    """Its last day."""
    state: RunState
    """Where it is, as far as the stock knows; sold notes stay so."""
    agent_id: AgentRef | None
    cause: str
    """The movement or the entry that put it there."""
    ended: EndState | None
    """What became of it after it was sold; null while it is in circulation, or was not sold."""
    ended_by: str | None
    """The exchange, entry or movement that ended it."""
    ended_at: Time | None
    """When it ended."""


@routes.operation(
    "POST",
    "/v1/staff/paper-series",
    summary="Take delivery of a printed series of notes into the county's safe",
    audience="staff",
    roles=KEEPERS,
    status=201,
    body=SeriesBody,
    answer=SeriesRow,
    requires_idempotency_key=True,
    errors=(
        SerialInvalidError,
        PaperSeriesTakenError,
        PaperSeriesNotFoundError,
        VersionConflictError,
    ),
)
def deliver_series(call: Call[SeriesBody]) -> SeriesRow:
    body = call.body
    series, is_repeated = call.wired(PaperWiring).stock.deliver(
        call.county_id,
        person_of(call),
        read_range(body.first, body.last),
        denomination=body.denomination,
        issued_on=body.issued_on,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return _series(series)


@routes.operation(
    "GET",
    "/v1/staff/paper-series",
    summary="The printed series, and the county's own stock of notes",
    audience="staff",
    roles=SEERS,
    answer=SeriesAnswer,
)
def list_series(call: Call[None]) -> SeriesAnswer:
    store = call.wired(PaperWiring).store
    series = store.all_series(call.county_id)
    sums = store.sums(call.county_id, "COUNTY")
    return SeriesAnswer(data=[_series(one) for one in series], stock=stock_rows(series, sums))


@routes.operation(
    "POST",
    "/v1/staff/paper-movements",
    summary="Send notes to an agent, take them back, or void them",
    audience="staff",
    roles=KEEPERS,
    status=201,
    body=MovementBody,
    answer=MovementRow,
    requires_idempotency_key=True,
    errors=(
        AgentNotFoundError,
        AgentClosedError,
        PaperSeriesNotFoundError,
        NotesElsewhereError,
        VersionConflictError,
        SerialInvalidError,
        NotesScatteredError,
        TooManyNotesError,
    ),
)
def move_notes(call: Call[MovementBody]) -> MovementRow:
    body = call.body
    movement, is_repeated = call.wired(AgentsWiring).notes.move(
        call.county_id,
        person_of(call),
        body.kind,
        read_range(body.first, body.last),
        agent_id=body.agent_id,
        reason=body.reason,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return movement_row(movement)


@routes.operation(
    "GET",
    "/v1/staff/paper-movements",
    summary="Movements of notes, newest first",
    audience="staff",
    roles=SEERS,
    query=PageQuery,
    answer=MovementsAnswer,
)
def list_movements(call: Call[None]) -> MovementsAnswer:
    page, store = call.page(), call.wired(PaperWiring).store
    found, cursor = page.read(
        lambda position: store.movements(call.county_id, limit=page.limit, before_id=position)
    )
    return MovementsAnswer(data=[movement_row(each) for each in found], next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/staff/paper-notes/{serial}",
    summary="Where one note is, and what became of it",
    audience="staff",
    roles=SEERS,
    answer=NoteAnswer,
    errors=(PaperSeriesNotFoundError, SerialInvalidError),
)
def show_note(call: Call[None], serial: SerialRef) -> NoteAnswer:
    story = call.wired(PaperWiring).stock.story(
        call.county_id, read := read_serial(serial, param="serial")
    )
    end = story.end
    return NoteAnswer(
        serial=read.text,
        denomination=story.series.denomination,
        expires_on=story.series.expires_on,
        state=story.run.standing.state,
        agent_id=story.run.standing.agent_id,
        cause=story.run.cause,
        ended=end.state if end else None,
        ended_by=end.cause if end else None,
        ended_at=end.at if end else None,
    )


def _series(series: Series) -> SeriesRow:
    return SeriesRow(
        series=series.code,
        notes=notes_row(series.all_notes),
        denomination=series.denomination,
        issued_on=series.issued_on,
        expires_on=series.expires_on,
        delivered_at=series.delivered_at,
    )
