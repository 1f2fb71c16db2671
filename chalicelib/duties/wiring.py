"""The calendar over the county's records."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.agents.wiring import AgentsWiring
from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.settlement.wiring import SettlementWiring
from chalicelib.staff.wiring import StaffWiring
from chalicelib.treasury.wiring import TreasuryWiring
from chalicelib.visits.wiring import VisitsWiring

if TYPE_CHECKING:
    from chalicelib.duties.service import Duties


class DutiesWiring(Wiring):
    @cached_property
    def duties(self) -> "Duties":
        from chalicelib.duties.service import Duties
        from chalicelib.duties.store import DutyStore

        merchants = self.adapters.wired(MerchantsWiring)
        return Duties(
            store=DutyStore(self.adapters.table),
            counties=self.adapters.wired(CountyWiring).counties,
            holidays=self.adapters.wired(SettlementWiring).holiday_store,
            applications=merchants.decisions,
            registers=merchants.registers,
            funds=self.adapters.wired(TreasuryWiring).publications,
            issue_reports=self.adapters.wired(TreasuryWiring).issue_reports,
            agents=self.adapters.wired(AgentsWiring).agents,
            fees=self.adapters.wired(VisitsWiring).fee_dues,
            reviews=self.adapters.wired(StaffWiring).data_reviews,
            clock=self.adapters.now,
        )
