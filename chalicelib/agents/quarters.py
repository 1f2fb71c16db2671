"""What an agent sold, took back and exchanged in a quarter, and its stock at both ends.

An agent reports to the county by the 20th of the month after the quarter; the county makes the
report itself, from its own ledger, so that there is nothing to be sent in.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from chalicelib.agents.days import AgentDay, Sum, sum_up
from chalicelib.core.periods import YEARS, PeriodInvalidError
from chalicelib.core.values import add_months
from chalicelib.paper.exchanges import Exchange
from chalicelib.paper.selling import PaperSale
from chalicelib.paper.serials import NoteRange
from chalicelib.paper.stock import Movement, Series
from chalicelib.sales.counter_cancels import CounterCancel
from chalicelib.sales.counter_records import CounterSaleRecord

_FORM = re.compile(r"([0-9]{4})-Q([1-4])")
_MONTHS = 3
_DUE_DAY = 20


class Quarter(Struct, frozen=True):
    """`first_on` and `last_on` are both inside; the report of it is due on `due_on`."""

    code: str
    first_on: date

    @property
    def last_on(self) -> date:
        return add_months(self.first_on, _MONTHS) - timedelta(days=1)

    @property
    def due_on(self) -> date:
        return add_months(self.first_on, _MONTHS).replace(day=_DUE_DAY)


def read_quarter(text: str) -> Quarter:
    """Of `2026-Q4`. Raises `PeriodInvalidError`."""
    found = _FORM.fullmatch(text)
    if found is None or int(found[1]) not in YEARS:
        raise PeriodInvalidError(period=text[:20])
    return Quarter(text, date(int(found[1]), (int(found[2]) - 1) * _MONTHS + 1, 1))


class DayRecords(Struct, frozen=True):
    """What an agent did on a day. `paper`: sales, and those that were taken back. `cancelled`: what
    its buyers took back that day of what it sold into wallets."""

    electronic: Sequence[CounterSaleRecord]
    cancelled: Sequence[CounterCancel]
    paper: Sequence[PaperSale]
    exchanged: Sequence[Exchange]


class Line(Struct, frozen=True):
    """Of one value: of sales into wallets how often, of notes how many; `face` in won."""

    value: int
    count: int

    @property
    def face(self) -> int:
        return self.value * self.count


class StockLine(Struct, frozen=True):
    """Notes of a series in the agent's safe, as the quarter began and as it ended."""

    series: str
    value: int
    begin: int
    end: int


class QuarterReport(Struct, frozen=True, kw_only=True):
    """`discount`: won that buyers paid less than face value, of what was not taken back."""

    quarter: Quarter
    agent_name: str
    electronic: tuple[Line, ...]
    cancelled: tuple[Line, ...]
    paper: tuple[Line, ...]
    returned: tuple[Line, ...]
    exchanged: tuple[Line, ...]
    sums: Mapping[str, Sum]
    discount: int
    cash_due: int
    commission: int
    stock: tuple[StockLine, ...]


def summed(
    quarter: Quarter,
    agent_name: str,
    days: Iterable[tuple[DayRecords, AgentDay]],
    series: Mapping[str, Series],
    stock: tuple[StockLine, ...],
) -> QuarterReport:
    """The days' own sums added up: commission is rounded day by day, as it is paid."""
    electronic: Counter[int] = Counter()
    cancelled: Counter[int] = Counter()
    paper: Counter[int] = Counter()
    returned: Counter[int] = Counter()
    exchanged: Counter[int] = Counter()
    told: list[AgentDay] = []
    for records, day in days:
        told.append(day)
        electronic.update(record.face_amount for record in records.electronic)
        cancelled.update(cancel.face_amount for cancel in records.cancelled)
        for sale in records.paper:
            into = returned if sale.of_entry_id else paper
            for notes in sale.notes:
                into[series[notes.series].denomination] += notes.size
        for exchange in records.exchanged:
            exchanged.update(series[serial.series].denomination for serial in exchange.serials)
    names = ("electronic", "cancelled", "paper", "returned", "exchanged")
    sums = {
        name: sum_up((of.count, of.face, of.price) for day in told for of in [getattr(day, name)])
        for name in names
    }
    discounts = {name: of.face - of.price for name, of in sums.items()}
    return QuarterReport(
        quarter=quarter,
        agent_name=agent_name,
        electronic=_lines(electronic),
        cancelled=_lines(cancelled),
        paper=_lines(paper),
        returned=_lines(returned),
        exchanged=_lines(exchanged),
        sums=sums,
        discount=discounts["electronic"]
        + discounts["paper"]
        - discounts["cancelled"]
        - discounts["returned"],
        cash_due=sum(day.cash_due for day in told),
        commission=sum(day.commission for day in told),
        stock=stock,
    )


def _lines(of: Counter[int]) -> tuple[Line, ...]:
    return tuple(Line(value, count) for value, count in sorted(of.items()))


def change_of(movements: Iterable[Movement], sold: Iterable[NoteRange]) -> Counter[str]:
    """How many notes of each series came into an agent's safe by these, less those that left it.
    What a buyer brings back goes to the county."""
    change: Counter[str] = Counter()
    for movement in movements:
        sign = {"received": 1, "given_back": -1, "voided": -1}.get(movement.kind, 0)
        change[movement.notes.series] += sign * movement.notes.size
    for notes in sold:
        change[notes.series] -= notes.size
    return change
