"""A shop's days, and what it is paid for them."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.staff.wiring import StaffWiring

if TYPE_CHECKING:
    from chalicelib.settlement.closing import Closing
    from chalicelib.settlement.files import SettlementFiles
    from chalicelib.settlement.gathering import DayGathering
    from chalicelib.settlement.holiday_store import HolidayStore
    from chalicelib.settlement.invoice_service import Invoices
    from chalicelib.settlement.invoice_store import InvoiceStore
    from chalicelib.settlement.invoice_withdrawal_service import InvoiceWithdrawals
    from chalicelib.settlement.invoice_withdrawal_store import InvoiceWithdrawalStore
    from chalicelib.settlement.payout_service import Payouts
    from chalicelib.settlement.payout_store import PayoutStore
    from chalicelib.settlement.period_figures import SettledPeriods
    from chalicelib.settlement.ports import PayeeSource
    from chalicelib.settlement.queue import SettlementQueue
    from chalicelib.settlement.service import Settlements, ShopDays
    from chalicelib.settlement.store import ClosedDayStore, StatementStore


class SettlementWiring(Wiring):
    @cached_property
    def shop_days(self) -> "ShopDays":
        from chalicelib.settlement.sales_reader import SalesReader
        from chalicelib.settlement.service import ShopDays

        return ShopDays(
            SalesReader(self.adapters.table), self.adapters.wired(CountyWiring).counties
        )

    @cached_property
    def settlements(self) -> "Settlements":
        from chalicelib.settlement.service import Settlements

        return Settlements(self.statement_store, self.files)

    @cached_property
    def payees(self) -> "PayeeSource":
        from chalicelib.settlement.registered_payees import RegisteredPayees

        merchants = self.adapters.wired(MerchantsWiring)
        return RegisteredPayees(merchants.store, merchants.registry, self.adapters.cipher)

    @cached_property
    def payout_store(self) -> "PayoutStore":
        from chalicelib.settlement.payout_store import PayoutStore

        return PayoutStore(self.adapters.table)

    @cached_property
    def payouts(self) -> "Payouts":
        from chalicelib.settlement.files import PayoutFiles
        from chalicelib.settlement.payout_service import Payouts

        staff = self.adapters.wired(StaffWiring)
        return Payouts(
            store=self.payout_store,
            files=PayoutFiles(self.adapters.ledger_files),
            payees=self.payees,
            counties=self.adapters.wired(CountyWiring).counties,
            idempotency_keys=staff.idempotency_keys,
            record=staff.audit_store.put,
            clock=self.adapters.now,
        )

    @cached_property
    def closed_days(self) -> "ClosedDayStore":
        from chalicelib.settlement.store import ClosedDayStore

        return ClosedDayStore(self.adapters.table)

    @cached_property
    def statement_store(self) -> "StatementStore":
        from chalicelib.settlement.store import StatementStore

        return StatementStore(self.adapters.table)

    @cached_property
    def invoice_store(self) -> "InvoiceStore":
        from chalicelib.settlement.invoice_store import InvoiceStore

        return InvoiceStore(self.adapters.table)

    @cached_property
    def periods(self) -> "SettledPeriods":
        from chalicelib.settlement.files import PayoutFiles
        from chalicelib.settlement.period_figures import SettledPeriods

        return SettledPeriods(
            statements=self.statement_store,
            payouts=self.payout_store,
            invoices=self.invoice_store,
            counties=self.adapters.wired(CountyWiring).store,
            days=self.files,
            lines=PayoutFiles(self.adapters.ledger_files),
        )

    @cached_property
    def invoices(self) -> "Invoices":
        from chalicelib.settlement.invoice_service import Invoices

        keys = self.adapters.wired(StaffWiring).idempotency_keys
        return Invoices(self.invoice_store, keys, self.adapters.now)

    @cached_property
    def invoice_withdrawal_store(self) -> "InvoiceWithdrawalStore":
        from chalicelib.settlement.invoice_withdrawal_store import InvoiceWithdrawalStore

        return InvoiceWithdrawalStore(self.adapters.table)

    @cached_property
    def invoice_withdrawals(self) -> "InvoiceWithdrawals":
        from chalicelib.settlement.invoice_withdrawal_service import InvoiceWithdrawals

        return InvoiceWithdrawals(
            store=self.invoice_withdrawal_store,
            idempotency_keys=self.adapters.wired(StaffWiring).idempotency_keys,
            clock=self.adapters.now,
            invoices=self.invoices,
        )

    @cached_property
    def holiday_store(self) -> "HolidayStore":
        from chalicelib.settlement.holiday_store import HolidayStore

        return HolidayStore(self.adapters.table)

    @cached_property
    def files(self) -> "SettlementFiles":
        from chalicelib.settlement.files import SettlementFiles

        return SettlementFiles(self.adapters.ledger_files)

    @cached_property
    def queue(self) -> "SettlementQueue":
        from chalicelib.settlement.queue import SettlementQueue

        url = self.adapters.settings.settlement_queue_url
        return SettlementQueue(self.adapters.queue(url))

    @cached_property
    def gathering(self) -> "DayGathering":
        from chalicelib.paper.sale_store import PaperSaleStore
        from chalicelib.settlement.gathering import DayGathering

        return DayGathering(
            self.adapters.wired(LedgerWiring).store,
            PaperSaleStore(self.adapters.table),
            self.closed_days,
            self.files,
            self.adapters.wired(CountyWiring).counties,
        )

    @cached_property
    def closing(self) -> "Closing":
        from chalicelib.settlement.closing import Closing
        from chalicelib.settlement.sales_reader import PaymentReader

        return Closing(
            days=self.closed_days,
            store=self.statement_store,
            files=self.files,
            payments=PaymentReader(self.adapters.wired(LedgerWiring).store),
            counties=self.adapters.wired(CountyWiring).store,
            holidays=self.holiday_store,
            invoices=self.invoice_store,
        )
