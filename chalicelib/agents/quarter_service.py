"""Making an agent's quarter report, of a quarter that is over."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from chalicelib.agents.day_service import AgentDays
from chalicelib.agents.quarters import (
    DayRecords,
    QuarterReport,
    StockLine,
    change_of,
    read_quarter,
    summed,
)
from chalicelib.agents.service import Agents
from chalicelib.core.clock import Clock
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.periods import PeriodNotOverError
from chalicelib.core.values import day_start, least_id, seoul_date
from chalicelib.paper.store import PaperStore

LOOKS_MAX = 3
_DAY = timedelta(days=1)


class AgentQuarters(Struct, frozen=True):
    agents: Agents
    days: AgentDays
    stock: PaperStore
    clock: Clock

    def report(self, county_id: str, agent_id: str, text: str) -> QuarterReport:
        """Three queries a day of the quarter, and two a day since for the stock. Raises
        `AgentNotFoundError`, `PeriodInvalidError`, `PeriodNotOverError`, `VersionConflictError`
        where notes kept moving while they were counted."""
        agent = self.agents.one(county_id, agent_id)
        quarter = read_quarter(text)
        today = seoul_date(self.clock())
        if today <= quarter.last_on:
            raise PeriodNotOverError(last_on=quarter.last_on.isoformat())
        days = list(self.days.between(county_id, agent_id, quarter.first_on, quarter.last_on))
        series = {one.code: one for one in self.stock.all_series(county_id)}
        end = self._held_after(county_id, agent_id, quarter.last_on, today)
        within = self._changed(
            county_id, agent_id, quarter.first_on, quarter.last_on, [of for of, _ in days]
        )
        stock = tuple(
            StockLine(code, one.denomination, end[code] - within[code], end[code])
            for code, one in series.items()
            if end[code] or within[code]
        )
        return summed(quarter, agent.name, days, series, stock)

    def _held_after(self, county_id: str, agent_id: str, on: date, today: date) -> Counter[str]:
        """What is held now, less what came since: looked at again where it moved meanwhile."""
        for _ in range(LOOKS_MAX):
            before = self.stock.sums(county_id, agent_id)
            since = [found for _, found in self.days.span(county_id, agent_id, on + _DAY, today)]
            changed = self._changed(county_id, agent_id, on + _DAY, today, since)
            if self.stock.sums(county_id, agent_id) == before:
                held = Counter({code: n for (code, state), n in before.items() if state == "agent"})
                held.subtract(changed)
                return held
        raise VersionConflictError

    def _changed(
        self,
        county_id: str,
        agent_id: str,
        first_on: date,
        last_on: date,
        days: Sequence[DayRecords],
    ) -> Counter[str]:
        ids = (least_id("pmv", day_start(first_on)), least_id("pmv", day_start(last_on + _DAY)))
        moved = self.stock.movements_between(county_id, *ids)
        sold = [
            notes
            for day in days
            for sale in day.paper
            if not sale.of_entry_id
            for notes in sale.notes
        ]
        return change_of([one for one in moved if one.agent_id == agent_id], sold)
