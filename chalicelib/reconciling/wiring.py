"""The nightly reconciliation, and its results for staff."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.approvals.wiring import ApprovalsWiring
from chalicelib.aws.adapters import Wiring
from chalicelib.cashbacks.wiring import CashbacksWiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.proofs.wiring import ProofsWiring
from chalicelib.sales.wiring import SalesWiring
from chalicelib.settlement.wiring import SettlementWiring
from chalicelib.totals.wiring import TotalsWiring

if TYPE_CHECKING:
    from chalicelib.reconciling.service import Reconciliations, ReconciliationService
    from chalicelib.reconciling.store import ReconciliationStore


class ReconcilingWiring(Wiring):
    @cached_property
    def store(self) -> "ReconciliationStore":
        from chalicelib.reconciling.store import ReconciliationStore

        return ReconciliationStore(self.adapters.table)

    @cached_property
    def reconciliations(self) -> "Reconciliations":
        from chalicelib.campaigns.store import CampaignDeskStore
        from chalicelib.draws.wiring import DrawsWiring
        from chalicelib.paper.sale_store import PaperSaleStore
        from chalicelib.paper.store import PaperStore
        from chalicelib.payments.wiring import PaymentsWiring
        from chalicelib.reconciling.approval_reading import ApprovalReading
        from chalicelib.reconciling.fee_share_reading import FeeShareReading
        from chalicelib.reconciling.interest_reading import InterestReading
        from chalicelib.reconciling.ledger_reader import LedgerReader
        from chalicelib.reconciling.ledger_reading import LedgerReading
        from chalicelib.reconciling.paper_reading import PaperReading
        from chalicelib.reconciling.receivable_reading import ReceivableReading
        from chalicelib.reconciling.service import Reconciliations
        from chalicelib.reconciling.settlement_reading import SettlementReading
        from chalicelib.reconciling.signup_reading import SignupReading
        from chalicelib.reconciling.trip_reading import TripReading
        from chalicelib.treasury.wiring import TreasuryWiring
        from chalicelib.trips.store import TripStore
        from chalicelib.visits.wiring import VisitsWiring

        approvals, proofs = self.adapters.wired(ApprovalsWiring), self.adapters.wired(ProofsWiring)
        payments = self.adapters.wired(PaymentsWiring)
        totals = self.adapters.wired(TotalsWiring)
        settlement = self.adapters.wired(SettlementWiring)
        visits = self.adapters.wired(VisitsWiring)
        paper_sales = PaperSaleStore(self.adapters.table)
        interest = self.adapters.wired(TreasuryWiring).interest_store
        return Reconciliations(
            reading=LedgerReading(
                ledger=LedgerReader(self.adapters.table),
                merchant_register=self.adapters.wired(MerchantsWiring).store,
                roots=proofs.store,
                published=proofs.files,
                rounds=self.adapters.wired(SalesWiring).store,
                draws=self.adapters.wired(DrawsWiring).store,
                cashbacks=self.adapters.wired(CashbacksWiring).store,
                campaigns=self.adapters.wired(JoiningWiring).campaign_store,
                approvals=ApprovalReading(
                    adjustments=approvals.adjustment_store,
                    bulk_grants=approvals.bulk_grant_store,
                    others=(
                        approvals.setting_proposal_store,
                        self.adapters.wired(SalesWiring).counter_request_store,
                        CampaignDeskStore(self.adapters.table),
                        payments.receivable_store,
                        settlement.invoice_withdrawal_store,
                        interest,
                    ),
                ),
                signups=SignupReading(
                    self.adapters.wired(JoiningWiring).campaign_store,
                    self.adapters.wired(CountyWiring).store,
                ),
                settlements=SettlementReading(
                    settlement.files,
                    settlement.payout_store,
                    settlement.statement_store,
                    settlement.invoice_store,
                    settlement.invoice_withdrawal_store,
                    paper_sales,
                ),
                trips=TripReading(TripStore(self.adapters.table), self.adapters.pause),
                paper=PaperReading(
                    PaperStore(self.adapters.table), paper_sales, self.adapters.pause
                ),
                receivables=ReceivableReading(payments.receivable_store, self.adapters.pause),
                interest=InterestReading(interest),
                fee_shares=FeeShareReading(visits.fee_share_store, visits.facilities),
                pause=self.adapters.pause,
            ),
            totals_history=totals.totals_history,
            day_totals=totals.store,
            counties=self.adapters.wired(CountyWiring).store,
            outcomes=self.store,
            files=self.adapters.report_files,
        )

    @cached_property
    def results(self) -> "ReconciliationService":
        from chalicelib.reconciling.service import ReconciliationService

        return ReconciliationService(
            counties=self.adapters.wired(CountyWiring).store,
            outcomes=self.store,
            files=self.adapters.report_files,
        )
