"""Signals over the ledger and members' reports."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.merchants.wiring import MerchantsWiring

if TYPE_CHECKING:
    from chalicelib.fraud.service import FraudCases


class FraudWiring(Wiring):
    @cached_property
    def cases(self) -> "FraudCases":
        from chalicelib.fraud.service import FraudCases
        from chalicelib.fraud.store import FraudCaseStore

        return FraudCases(
            wallets=self.adapters.wired(LedgerWiring).store,
            reports=self.adapters.wired(MerchantsWiring).reports,
            store=FraudCaseStore(self.adapters.table),
            clock=self.adapters.now,
        )
