"""How agents, counters, stock and days are shown, and how notes are named."""

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.agents.agents import Agent, Teller
from chalicelib.agents.days import AgentDay, Sum
from chalicelib.http.call import Shape
from chalicelib.http.shapes import Letters, OneLine, Time
from chalicelib.http.terms import AgentRef, TellerRef
from chalicelib.paper.serials import NoteRange, read_range
from chalicelib.paper.stock import MoveKind, Movement, RunState, Series

Reason = Annotated[OneLine, Letters(200)]
SerialText = Annotated[OneLine, Field(min_length=1, max_length=40)]


class NotesShape(Shape):
    """Notes whose numbers follow one another, or one note."""

    first: SerialText
    """The first serial number, as printed, typed or scanned."""
    last: SerialText | None = None
    """The last one; the first alone if left out."""


def ranges_of(notes: list[NotesShape]) -> list[NoteRange]:
    """Raises `SerialInvalidError`."""
    return [read_range(each.first, each.last) for each in notes]


class NotesRow(Shape):
    first: str
    """The first serial number."""
    last: str
    """The last serial number; the first again of one note."""
    count: int
    """How many notes."""


def notes_row(notes: NoteRange) -> NotesRow:
    first, last = notes.texts
    return NotesRow(first=first, last=last, count=notes.size)


class AgentRow(Shape):
    agent_id: AgentRef
    name: str
    """What the agent is called."""
    opened_at: Time
    """Since when it sells for the county."""
    closed_at: Time | None
    """Until when it did; null while it does."""


def agent_row(agent: Agent) -> AgentRow:
    return AgentRow(
        agent_id=agent.agent_id,
        name=agent.name,
        opened_at=agent.opened_at,
        closed_at=agent.closed_at,
    )


class TellerRow(Shape):
    teller_id: TellerRef
    label: str
    """What the counter is called."""
    is_active: bool
    """Whether it may be worked at."""
    has_pin: bool
    """Whether its teller has set a PIN."""
    has_number: bool
    """Whether the teller's own number is known, by which the own wallet is refused."""


def teller_row(teller: Teller) -> TellerRow:
    return TellerRow(
        teller_id=teller.teller_id,
        label=teller.label,
        is_active=teller.is_active,
        has_pin=teller.pin_hash is not None,
        has_number=bool(teller.person_key),
    )


class StockRow(Shape):
    """Of a series; `sold`: by whom the stock is of, since ever."""

    series: str
    """The two letters of the series."""
    denomination: int
    """Won of each note."""
    expires_on: date
    """The last day of its notes."""
    held: int
    """Notes in the safe."""
    coming: int
    """Notes on their way to the agent."""
    returning: int
    """Notes on their way back to the county."""
    sold: int
    """Notes that were sold."""
    voided: int
    """Notes that are no vouchers any more."""


Sums = dict[tuple[str, RunState], int]


def stock_rows(series: list[Series], sums: Sums) -> list[StockRow]:
    """One for each series that there was anything of."""

    def row(one: Series) -> StockRow:
        def of(*states: RunState) -> int:
            return sum(sums.get((one.code, state), 0) for state in states)

        return StockRow(
            series=one.code,
            denomination=one.denomination,
            expires_on=one.expires_on,
            held=of("county", "agent"),
            coming=of("sent"),
            returning=of("returning"),
            sold=of("sold"),
            voided=of("void"),
        )

    known = {code for code, _ in sums}
    return [row(one) for one in series if one.code in known]


class MovementRow(Shape):
    move_id: str
    """Names the movement."""
    kind: MoveKind
    """What was done with the notes."""
    notes: NotesRow
    """Which notes."""
    agent_id: AgentRef | None
    by: str
    """Who did it."""
    at: Time
    """When it was done."""
    reason: str
    """Why, where it was said."""


def movement_row(movement: Movement) -> MovementRow:
    return MovementRow(
        move_id=movement.move_id,
        kind=movement.kind,
        notes=notes_row(movement.notes),
        agent_id=movement.agent_id,
        by=movement.by.username,
        at=movement.at,
        reason=movement.reason,
    )


class DaySum(Shape):
    count: int
    """How many sales; of paper and exchanges how many notes."""
    face_amount: int
    """Won of face value."""
    price_amount: int
    """Won of money."""


class AgentDayAnswer(Shape):
    """`cash_due_amount` is the county's: what buyers paid less what was paid back to them."""

    on: date
    """The day in Seoul."""
    electronic: DaySum
    """Sold into wallets."""
    cancelled: DaySum
    """Sales into wallets, of this day or before, that their buyers took back on it; the county's
    desk hands the price back, so the agent still owes it, and earns nothing for them."""
    paper: DaySum
    """Sold on paper."""
    returned: DaySum
    """Notes that buyers gave back."""
    exchanged: DaySum
    """Notes that shops brought; they are paid by their settlement."""
    cash_due_amount: int
    """Won that the agent owes the county for the day."""
    commission_amount: int
    """Won that the county owes the agent for the day."""


def day_answer(day: AgentDay) -> AgentDayAnswer:
    return AgentDayAnswer(
        on=day.on,
        electronic=day_sum(day.electronic),
        cancelled=day_sum(day.cancelled),
        paper=day_sum(day.paper),
        returned=day_sum(day.returned),
        exchanged=day_sum(day.exchanged),
        cash_due_amount=day.cash_due,
        commission_amount=day.commission,
    )


def day_sum(of: Sum) -> DaySum:
    return DaySum(count=of.count, face_amount=of.face, price_amount=of.price)
