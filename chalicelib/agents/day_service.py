"""An agent's day and quarter: what it sold, took back and exchanged, and what is due."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from msgspec import Struct

from chalicelib.agents.agents import agent_of
from chalicelib.agents.days import AgentDay, sum_up
from chalicelib.agents.quarters import DayRecords
from chalicelib.core.values import id_time, seoul_date
from chalicelib.county.service import Counties
from chalicelib.paper.sale_store import PaperSaleStore
from chalicelib.sales.counter_cancels import CounterCancel, CounterCancelStore
from chalicelib.sales.counter_records import CounterSaleRecord
from chalicelib.sales.counter_store import CounterSaleStore

PAGE = 500


class AgentDays(Struct, frozen=True):
    counter: CounterSaleStore
    cancels: CounterCancelStore
    paper: PaperSaleStore
    counties: Counties

    def of(self, county_id: str, agent_id: str, on: date) -> AgentDay:
        return self._summed(county_id, on, self.records(county_id, agent_id, on))

    def records(self, county_id: str, agent_id: str, on: date) -> DayRecords:
        """One query of the county's counter sales of the day, one of what was taken back of them
        (and one of each day that it was sold on), of its paper sales and of its exchanges: some
        hundreds each."""
        records = [
            record
            for record in self._records(county_id, on)
            if agent_of(record.sold_by.subject) == agent_id
        ]
        # After the records: notes that are sold in between were no sale into a wallet.
        sold = [s for s in self.paper.sales_on(county_id, on) if s.agent_id == agent_id]
        on_paper = {sale.entry_id for sale in sold}
        electronic = [record for record in records if record.entry_id not in on_paper]
        exchanged = [e for e in self.paper.exchanges_on(county_id, on) if e.agent_id == agent_id]
        return DayRecords(electronic, self._cancelled(county_id, agent_id, on), sold, exchanged)

    def _cancelled(self, county_id: str, agent_id: str, on: date) -> list[CounterCancel]:
        cancels = self.cancels.on(county_id, on)
        days = {seoul_date(id_time(each.sale_entry_id)) for each in cancels}
        sold = {
            record.entry_id
            for day in days
            for record in self._records(county_id, day)
            if agent_of(record.sold_by.subject) == agent_id
        }
        return [each for each in cancels if each.sale_entry_id in sold]

    def _summed(self, county_id: str, on: date, of: DayRecords) -> AgentDay:
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
            basis_points=self.counties.on(county_id, on).agent_commission_basis_points,
        )

    def between(
        self, county_id: str, agent_id: str, first_on: date, last_on: date
    ) -> Iterator[tuple[DayRecords, AgentDay]]:
        for number in range((last_on - first_on).days + 1):
            on = first_on + timedelta(days=number)
            records = self.records(county_id, agent_id, on)
            yield records, self._summed(county_id, on, records)

    def _records(self, county_id: str, on: date) -> Iterable[CounterSaleRecord]:
        after: str | None = None
        while True:
            page, after = self.counter.page(county_id, on, limit=PAGE, after=after)
            yield from page
            if after is None:
                return
