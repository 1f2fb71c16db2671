"""Agents and their counters at the desk, and an agent's day."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field

from chalicelib.agents.answers import (
    AgentDayAnswer,
    AgentRow,
    Reason,
    StockRow,
    TellerRow,
    agent_row,
    day_answer,
    stock_rows,
    teller_row,
)
from chalicelib.agents.errors import (
    AgentClosedError,
    AgentNotFoundError,
    AgentStockHeldError,
    TellerLimitError,
    TellerNotFoundError,
)
from chalicelib.agents.service import NewKey
from chalicelib.agents.wiring import AgentsWiring
from chalicelib.core import qr
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import seoul_date
from chalicelib.http.call import Call, Query, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, Letters, OneLine, Time
from chalicelib.http.terms import AgentRef, TellerRef
from chalicelib.joining import phones
from chalicelib.joining.errors import PhoneInvalidError
from chalicelib.paper.wiring import PaperWiring
from chalicelib.staff.actor import person_of

routes = Operations(tag="agents")

MAKERS = ("manager",)
SEERS = ("operator", "manager", "treasurer", "auditor")
Label = Annotated[OneLine, Letters(30)]


class AgentBody(Shape):
    name: Label
    """What the agent is called, such as a branch of a bank."""


class AgentsAnswer(Shape):
    data: list[AgentRow]
    """All of them, newest first."""


class AgentAnswer(Shape):
    agent: AgentRow
    """The agent."""
    tellers: list[TellerRow]
    """Its counters, those that ended included."""
    stock: list[StockRow]
    """Its notes, series by series."""


class AgentReasonBody(Shape):
    reason: Reason
    """Why, for the record."""


class TellerBody(Shape):
    label: Label
    """What the counter is called; no name of a person."""
    phone: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    """The teller's own mobile number, by which the own wallet is refused; it is not kept."""


class TellerKeyAnswer(Shape):
    """`teller_key` is shown this once, and again for the same request; `qr_svg` leads a browser to
    the agent's page with it."""

    teller: TellerRow
    """The counter."""
    teller_key: str
    """By what the counter proves itself."""
    invited_until: Time
    """Until when a PIN is to be set by it."""
    agent_url: str
    """The agent's page, with the key."""
    qr_svg: str
    """As a QR code, in SVG."""


class AgentDayQuery(Query):
    on: Day | None = None
    """The day in Seoul; today if left out."""


@routes.operation(
    "POST",
    "/v1/staff/agents",
    summary="Open an agent who sells vouchers for the county at its counters",
    audience="staff",
    roles=MAKERS,
    status=201,
    body=AgentBody,
    answer=AgentRow,
    requires_idempotency_key=True,
)
def open_agent(call: Call[AgentBody]) -> AgentRow:
    agent, is_repeated = call.wired(AgentsWiring).agents.open(
        call.county_id,
        person_of(call),
        name=call.body.name,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return agent_row(agent)


@routes.operation(
    "GET",
    "/v1/staff/agents",
    summary="The county's agents, newest first, those that were closed included",
    audience="staff",
    roles=SEERS,
    answer=AgentsAnswer,
)
def list_agents(call: Call[None]) -> AgentsAnswer:
    agents = call.wired(AgentsWiring).agents.all(call.county_id)
    return AgentsAnswer(data=[agent_row(agent) for agent in agents])


@routes.operation(
    "GET",
    "/v1/staff/agents/{agent_id}",
    summary="One agent, its counters and its notes",
    audience="staff",
    roles=SEERS,
    answer=AgentAnswer,
    errors=(AgentNotFoundError,),
)
def show_agent(call: Call[None], agent_id: AgentRef) -> AgentAnswer:
    agents, paper = call.wired(AgentsWiring).agents, call.wired(PaperWiring).store
    tellers = agents.tellers(call.county_id, agent_id)
    sums = paper.sums(call.county_id, agent_id)
    return AgentAnswer(
        agent=agent_row(agents.one(call.county_id, agent_id)),
        tellers=[teller_row(teller) for teller in tellers],
        stock=stock_rows(paper.all_series(call.county_id), sums),
    )


@routes.operation(
    "POST",
    "/v1/staff/agents/{agent_id}/close",
    summary="Close an agent that has no notes left: within a minute its counters do nothing",
    audience="staff",
    roles=MAKERS,
    body=AgentReasonBody,
    answer=AgentRow,
    errors=(AgentNotFoundError, AgentStockHeldError, VersionConflictError),
)
def close_agent(call: Call[AgentReasonBody], agent_id: AgentRef) -> AgentRow:
    closed = call.wired(AgentsWiring).agents.close(
        call.county_id, person_of(call), agent_id, reason=call.body.reason
    )
    return agent_row(closed)


@routes.operation(
    "POST",
    "/v1/staff/agents/{agent_id}/tellers",
    summary="Add a counter; its key lets one browser in, where a PIN is set",
    audience="staff",
    roles=MAKERS,
    status=201,
    body=TellerBody,
    answer=TellerKeyAnswer,
    requires_idempotency_key=True,
    errors=(
        AgentNotFoundError,
        AgentClosedError,
        TellerLimitError,
        VersionConflictError,
        PhoneInvalidError,
    ),
)
def add_teller(call: Call[TellerBody], agent_id: AgentRef) -> TellerKeyAnswer:
    made = call.wired(AgentsWiring).agents.add_teller(
        call.county_id,
        person_of(call),
        agent_id,
        label=call.body.label,
        phone=call.body.phone and phones.normalize(call.body.phone),
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(made.is_repeated)
    return _key(call, made)


@routes.operation(
    "POST",
    "/v1/staff/agents/{agent_id}/tellers/{teller_id}/renew",
    summary="Issue a new key to a counter, with no PIN yet; the one before opens nothing",
    audience="staff",
    roles=MAKERS,
    body=AgentReasonBody,
    answer=TellerKeyAnswer,
    errors=(AgentNotFoundError, AgentClosedError, TellerNotFoundError, VersionConflictError),
)
def renew_teller(
    call: Call[AgentReasonBody], agent_id: AgentRef, teller_id: TellerRef
) -> TellerKeyAnswer:
    made = call.wired(AgentsWiring).agents.renew(
        call.county_id, person_of(call), agent_id, teller_id, reason=call.body.reason
    )
    return _key(call, made)


@routes.operation(
    "POST",
    "/v1/staff/agents/{agent_id}/tellers/{teller_id}/end",
    summary="End a counter: within a minute nobody works at it",
    audience="staff",
    roles=MAKERS,
    body=AgentReasonBody,
    answer=TellerRow,
    errors=(TellerNotFoundError, VersionConflictError),
)
def end_teller(call: Call[AgentReasonBody], agent_id: AgentRef, teller_id: TellerRef) -> TellerRow:
    ended = call.wired(AgentsWiring).agents.end(
        call.county_id, person_of(call), agent_id, teller_id, reason=call.body.reason
    )
    return teller_row(ended)


@routes.operation(
    "GET",
    "/v1/staff/agents/{agent_id}/day",
    summary="What an agent sold, took back and exchanged on a day, and what is due",
    audience="staff",
    roles=SEERS,
    query=AgentDayQuery,
    answer=AgentDayAnswer,
    errors=(AgentNotFoundError,),
)
def show_agent_day(call: Call[None], agent_id: AgentRef) -> AgentDayAnswer:
    wired, on = call.wired(AgentsWiring), call.query.on or seoul_date(call.now())
    wired.agents.one(call.county_id, agent_id)
    return day_answer(wired.days.of(call.county_id, agent_id, on))


def _key(call: "Call[TellerBody] | Call[AgentReasonBody]", made: NewKey) -> TellerKeyAnswer:
    # As a fragment, which no browser sends and no log keeps.
    url = urlsplit(f"{call.base_url}/agent")._replace(fragment=made.key).geturl()
    return TellerKeyAnswer(
        teller=teller_row(made.teller),
        teller_key=made.key,
        invited_until=made.teller.invited_until,
        agent_url=url,
        qr_svg=qr.svg(url),
    )
