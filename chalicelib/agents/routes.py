"""At an agent's counter: coming in by a PIN, the stock of notes, and the day."""

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.agents.actors import AgentActor
from chalicelib.agents.answers import (
    AgentDayAnswer,
    MovementRow,
    NotesShape,
    Reason,
    StockRow,
    day_answer,
    movement_row,
    stock_rows,
)
from chalicelib.agents.errors import (
    TellerPinMissingError,
    TellerPinSetError,
    TellerPinTooEasyError,
    TellerPinWrongError,
)
from chalicelib.agents.session_service import TellerSession
from chalicelib.agents.wiring import AgentsWiring
from chalicelib.core.errors import RateLimitedError, VersionConflictError
from chalicelib.core.values import seoul_date
from chalicelib.http.call import Call, Query, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, Time
from chalicelib.http.terms import AgentRef, TellerRef
from chalicelib.paper.errors import (
    NotesElsewhereError,
    NotesScatteredError,
    PaperSeriesNotFoundError,
    SerialInvalidError,
    VoidReasonMissingError,
)
from chalicelib.paper.serials import read_range
from chalicelib.paper.wiring import PaperWiring

routes = Operations(tag="agents")

Pin = Annotated[str, Field(pattern="^[0-9]{6}$")]


class PinBody(Shape):
    pin: Pin
    """Six digits."""


class TellerSessionAnswer(Shape):
    access_token: str
    """Sent as `Authorization: Bearer` by whoever works at the counter."""
    expires_at: Time
    """When it takes the PIN again."""


class CounterAnswer(Shape):
    """Whose counter it is. `has_pin`: whether it takes a PIN to work, or one is to be set first."""

    agent_id: AgentRef
    agent_name: str
    """What the agent is called."""
    teller_id: TellerRef
    label: str
    """What the counter is called."""
    has_pin: bool
    """Whether its teller has set a PIN."""


class OwnStockAnswer(Shape):
    data: list[StockRow]
    """The agent's notes, series by series."""


class OwnMovementBody(NotesShape):
    """`received` from the county, `given_back` to it, or `voided` as they are spoilt."""

    kind: Literal["received", "given_back", "voided"]
    """What is done with the notes."""
    reason: Reason | None = None
    """Why; of notes that are voided it must be said."""


class DayQuery(Query):
    on: Day | None = None
    """The day in Seoul; today if left out."""


@routes.operation(
    "GET",
    "/v1/agent",
    summary="Whose counter this is",
    audience="agent",
    scope="counter",
    answer=CounterAnswer,
)
def show_counter(call: Call[None]) -> CounterAnswer:
    actor = call.actor(AgentActor)
    return CounterAnswer(
        agent_id=actor.agent.agent_id,
        agent_name=actor.agent.name,
        teller_id=actor.teller.teller_id,
        label=actor.teller.label,
        has_pin=actor.teller.pin_hash is not None,
    )


@routes.operation(
    "PUT",
    "/v1/agent/pin",
    summary="Set the PIN of this counter, once for each key, and begin to work",
    audience="agent",
    scope="counter",
    body=PinBody,
    answer=TellerSessionAnswer,
    errors=(TellerPinSetError, TellerPinTooEasyError, RateLimitedError, VersionConflictError),
)
def set_teller_pin(call: Call[PinBody]) -> TellerSessionAnswer:
    sessions = call.wired(AgentsWiring).sessions
    return _session(sessions.set_pin(call.actor(AgentActor), call.body.pin))


@routes.operation(
    "POST",
    "/v1/agent/sessions",
    summary="Begin to work at this counter, by the PIN",
    audience="agent",
    scope="counter",
    status=201,
    body=PinBody,
    answer=TellerSessionAnswer,
    errors=(TellerPinMissingError, TellerPinWrongError, RateLimitedError),
)
def begin_teller_session(call: Call[PinBody]) -> TellerSessionAnswer:
    sessions = call.wired(AgentsWiring).sessions
    return _session(sessions.begin(call.actor(AgentActor), call.body.pin))


@routes.operation(
    "GET",
    "/v1/agent/stock",
    summary="The agent's notes: in its safe, on their way, sold",
    audience="agent",
    scope="work",
    answer=OwnStockAnswer,
)
def show_own_stock(call: Call[None]) -> OwnStockAnswer:
    store = call.wired(PaperWiring).store
    sums = store.sums(call.county_id, call.actor(AgentActor).agent.agent_id)
    return OwnStockAnswer(data=stock_rows(store.all_series(call.county_id), sums))


@routes.operation(
    "POST",
    "/v1/agent/stock-movements",
    summary="Confirm notes that the county sent, send some back, void spoilt ones",
    audience="agent",
    scope="work",
    status=201,
    body=OwnMovementBody,
    answer=MovementRow,
    requires_idempotency_key=True,
    errors=(
        PaperSeriesNotFoundError,
        NotesElsewhereError,
        VersionConflictError,
        SerialInvalidError,
        NotesScatteredError,
        VoidReasonMissingError,
    ),
)
def move_own_stock(call: Call[OwnMovementBody]) -> MovementRow:
    actor, body = call.actor(AgentActor), call.body
    movement, is_repeated = call.wired(PaperWiring).stock.move(
        call.county_id,
        actor.person,
        body.kind,
        read_range(body.first, body.last),
        agent_id=actor.agent.agent_id,
        reason=body.reason or "",
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return movement_row(movement)


@routes.operation(
    "GET",
    "/v1/agent/day",
    summary="What the agent sold, took back and exchanged on a day, and what is due",
    audience="agent",
    scope="work",
    query=DayQuery,
    answer=AgentDayAnswer,
)
def show_own_day(call: Call[None]) -> AgentDayAnswer:
    on = call.query.on or seoul_date(call.now())
    agent_id = call.actor(AgentActor).agent.agent_id
    return day_answer(call.wired(AgentsWiring).days.of(call.county_id, agent_id, on))


def _session(begun: TellerSession) -> TellerSessionAnswer:
    return TellerSessionAnswer(access_token=begun.token, expires_at=begun.expires_at)
