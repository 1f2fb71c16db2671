"""Vouchers on paper: stock, sales, exchanges."""

from functools import cached_property, partial
from typing import TYPE_CHECKING

from chalicelib.approvals.wiring import ApprovalsWiring
from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.sales.wiring import SalesWiring
from chalicelib.staff.wiring import StaffWiring

if TYPE_CHECKING:
    from chalicelib.paper.circulation import NotesInCirculation
    from chalicelib.paper.exchange_service import PaperExchanges
    from chalicelib.paper.sale_store import PaperSaleStore
    from chalicelib.paper.service import PaperSales
    from chalicelib.paper.stock_service import PaperStock
    from chalicelib.paper.store import PaperStore


class PaperWiring(Wiring):
    @cached_property
    def store(self) -> "PaperStore":
        from chalicelib.paper.store import PaperStore

        return PaperStore(self.adapters.table)

    @cached_property
    def sale_store(self) -> "PaperSaleStore":
        from chalicelib.paper.sale_store import PaperSaleStore

        return PaperSaleStore(self.adapters.table)

    @cached_property
    def circulation(self) -> "NotesInCirculation":
        from chalicelib.paper.circulation import NotesInCirculation

        return NotesInCirculation(self.store, self.adapters.now)

    @cached_property
    def stock(self) -> "PaperStock":
        from chalicelib.paper.stock_service import PaperStock

        return PaperStock(
            self.store,
            self.adapters.wired(StaffWiring).idempotency_store,
            self.adapters.wired(CountyWiring).counties,
            self.adapters.now,
        )

    @cached_property
    def sales(self) -> "PaperSales":
        from chalicelib.paper.service import PaperSales

        return PaperSales(
            counter=self.adapters.wired(SalesWiring).counter_sales,
            stock=self.stock,
            store=self.sale_store,
            table=self.adapters.table,
            wallets=self.adapters.wired(LedgerWiring).store,
            counties=self.adapters.wired(CountyWiring).counties,
            own_wallets=self.adapters.wired(ApprovalsWiring).own_wallets,
            idempotency_keys=self.adapters.wired(StaffWiring).idempotency_keys,
            clock=self.adapters.now,
        )

    @cached_property
    def exchanges(self) -> "PaperExchanges":
        from chalicelib.paper.exchange_service import PaperExchanges
        from chalicelib.paper.ringing import ring_for_unsold

        return PaperExchanges(
            store=self.sale_store,
            stock=self.store,
            merchants=self.adapters.wired(MerchantsWiring).store,
            idempotency_store=self.adapters.wired(StaffWiring).idempotency_store,
            counties=self.adapters.wired(CountyWiring).counties,
            ring=partial(ring_for_unsold, stage=self.adapters.settings.stage),
            clock=self.adapters.now,
        )
