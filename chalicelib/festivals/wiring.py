"""What members do at a campaign."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.ledger.wiring import LedgerWiring

if TYPE_CHECKING:
    from chalicelib.festivals.service import Visits


class FestivalsWiring(Wiring):
    @cached_property
    def visits(self) -> "Visits":
        from chalicelib.festivals.service import Visits
        from chalicelib.festivals.store import VisitStore

        ledger = self.adapters.wired(LedgerWiring)
        return Visits(
            chain=ledger.chain,
            wallets=ledger.store,
            store=VisitStore(self.adapters.table),
            campaigns=self.adapters.wired(JoiningWiring).campaigns,
            counties=self.adapters.wired(CountyWiring).counties,
            signer=self.adapters.signer,
            clock=self.adapters.now,
        )
