"""Cashback campaigns: given by payments, made and closed by staff."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring

if TYPE_CHECKING:
    from chalicelib.cashbacks.giving import Cashbacks
    from chalicelib.cashbacks.service import CashbackDesk
    from chalicelib.cashbacks.store import CashbackStore


class CashbacksWiring(Wiring):
    @cached_property
    def store(self) -> "CashbackStore":
        from chalicelib.cashbacks.store import CashbackStore

        return CashbackStore(self.adapters.table)

    @cached_property
    def cashbacks(self) -> "Cashbacks":
        from chalicelib.cashbacks.giving import Cashbacks
        from chalicelib.cashbacks.terms_store import CashbackTermsStore

        return Cashbacks(CashbackTermsStore(self.adapters.table), self.adapters.now)

    @cached_property
    def desk(self) -> "CashbackDesk":
        from chalicelib.cashbacks.service import CashbackDesk
        from chalicelib.merchants.wiring import MerchantsWiring
        from chalicelib.staff.wiring import StaffWiring

        return CashbackDesk(
            store=self.store,
            cashbacks=self.cashbacks,
            merchants=self.adapters.wired(MerchantsWiring).store,
            idempotency_store=self.adapters.wired(StaffWiring).idempotency_store,
            idempotency_keys=self.adapters.wired(StaffWiring).idempotency_keys,
            clock=self.adapters.now,
        )
