"""An agent's day and quarter: what it sold, took back and exchanged, and what is due."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache, partial

from msgspec import Struct

from chalicelib.agents.agents import agent_of
from chalicelib.agents.days import AgentDay, sum_up
from chalicelib.agents.quarters import DayRecords
from chalicelib.core.values import id_time, seoul_date
from chalicelib.county.service import Counties
from chalicelib.paper.sale_store import PaperSaleStore
from chalicelib.sales.counter_cancels import CounterCancelStore
from chalicelib.sales.counter_records import CounterSaleRecord
from chalicelib.sales.counter_store import CounterSaleStore

PAGE = 500
SoldOn = Callable[[date], list[CounterSaleRecord]]


class AgentDays(Struct, frozen=True):
    counter: CounterSaleStore
    cancels: CounterCancelStore
    paper: PaperSaleStore
    counties: Counties

    def of(self, county_id: str, agent_id: str, on: date) -> AgentDay:
        return self._summed(county_id, on, self.records(county_id, agent_id, on))

    def records(self, county_id: str, agent_id: str, on: date) -> DayRecords:
        [(_, found)] = self.span(county_id, agent_id, on, on)
        return found

    def span(
        self, county_id: str, agent_id: str, first_on: date, last_on: date
    ) -> Iterator[tuple[date, DayRecords]]:
        """Day by day. Of each one query of the county's counter sales, one of what was taken back
        of them, of its paper sales and of its exchanges: some hundreds each. Days before on which
        was sold what is taken back are read once each."""
        sold_on = cache(partial(self._electronic, county_id, agent_id))
        for number in range((last_on - first_on).days + 1):
            on = first_on + timedelta(days=number)
            yield on, self._records(county_id, agent_id, on, sold_on)

    def _records(self, county_id: str, agent_id: str, on: date, sold_on: SoldOn) -> DayRecords:
        records = sold_on(on)
        # After the records: notes that are sold in between were no sale into a wallet.
        sold = [s for s in self.paper.sales_on(county_id, on) if s.agent_id == agent_id]
        on_paper = {sale.entry_id for sale in sold}
        electronic = [record for record in records if record.entry_id not in on_paper]
        exchanged = [e for e in self.paper.exchanges_on(county_id, on) if e.agent_id == agent_id]
        cancelled = [
            each
            for each in self.cancels.on(county_id, on)
            if any(
                record.entry_id == each.sale_entry_id
                for record in sold_on(seoul_date(id_time(each.sale_entry_id)))
            )
        ]
        return DayRecords(electronic, cancelled, sold, exchanged)

    def _summed(self, county_id: str, on: date, of: DayRecords) -> AgentDay:
        # Before the county opened no rule was in force, and nothing was sold.
        ruled_on = max(on, self.counties.county(county_id).opened_on)
        return AgentDay(
            on=on,
            electronic=sum_up((1, r.face_amount, r.price_amount) for r in of.electronic),
            cancelled=sum_up((1, c.face_amount, c.price_amount) for c in of.cancelled),
            paper=sum_up(
                (s.note_count, s.face_amount, s.price_amount) for s in of.paper if not s.of_entry_id
            ),
            returned=sum_up(
                (s.note_count, -s.face_amount, -s.price_amount) for s in of.paper if s.of_entry_id
            ),
            exchanged=sum_up((len(e.serials), e.amount, e.amount) for e in of.exchanged),
            basis_points=self.counties.on(county_id, ruled_on).agent_commission_basis_points,
        )

    def between(
        self, county_id: str, agent_id: str, first_on: date, last_on: date
    ) -> Iterator[tuple[DayRecords, AgentDay]]:
        for on, records in self.span(county_id, agent_id, first_on, last_on):
            yield records, self._summed(county_id, on, records)

    def _electronic(self, county_id: str, agent_id: str, on: date) -> list[CounterSaleRecord]:
        """What the agent sold on the day, with what it sold on paper."""
        found: list[CounterSaleRecord] = []
        after: str | None = None
        while True:
            page, after = self.counter.page(county_id, on, limit=PAGE, after=after)
            found += [one for one in page if agent_of(one.sold_by.subject) == agent_id]
            if after is None:
                return found
