"""A county whose indexes can say something else than its table, and its reconciliation."""

import copy
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from chalicelib.approvals.adjustment_store import AdjustmentStore
from chalicelib.approvals.bulk_grant_store import BulkGrantStore
from chalicelib.approvals.setting_proposal_store import SettingProposalStore
from chalicelib.aws.files import FileStore
from chalicelib.aws.table import Page
from chalicelib.cashbacks.store import CashbackStore
from chalicelib.county.store import CountyStore
from chalicelib.draws.store import DrawStore
from chalicelib.joining.campaign_store import CampaignStore
from chalicelib.ledger import keys
from chalicelib.ledger.appending import Draft, append
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.idempotency import CommandKeys, digest
from chalicelib.ledger.store import WalletStore
from chalicelib.merchants.store import MerchantStore
from chalicelib.paper.sale_store import PaperSaleStore
from chalicelib.paper.store import PaperStore
from chalicelib.payments.receivable_store import ReceivableStore
from chalicelib.proofs.files import LedgerFiles
from chalicelib.proofs.publishing import RootPublisher
from chalicelib.proofs.store import LedgerRootStore
from chalicelib.reconciling.approval_reading import ApprovalReading
from chalicelib.reconciling.fee_share_reading import FeeShareReading
from chalicelib.reconciling.interest_reading import InterestReading
from chalicelib.reconciling.ledger_reader import LedgerReader
from chalicelib.reconciling.ledger_reading import LedgerReading
from chalicelib.reconciling.paper_reading import PaperReading
from chalicelib.reconciling.receivable_reading import ReceivableReading
from chalicelib.reconciling.reconciliation import Reconciliation
from chalicelib.reconciling.service import Reconciliations, ReconciliationService
from chalicelib.reconciling.settlement_reading import SettlementReading
from chalicelib.reconciling.signup_reading import SignupReading
from chalicelib.reconciling.store import ReconciliationStore
from chalicelib.reconciling.trip_reading import TripReading
from chalicelib.sales.counter_request_store import CounterRequestStore
from chalicelib.sales.store import RoundStore
from chalicelib.settlement.files import SettlementFiles
from chalicelib.settlement.invoice_store import InvoiceStore
from chalicelib.settlement.invoice_withdrawal_store import InvoiceWithdrawalStore
from chalicelib.settlement.payout_store import PayoutStore
from chalicelib.settlement.store import StatementStore
from chalicelib.totals.store import DayTotalsStore
from chalicelib.totals.totals_history import TotalsHistory
from chalicelib.treasury.interest_store import InterestStore
from chalicelib.trips.store import TripStore
from chalicelib.visits.fee_share_store import FeeShareStore
from tests import builders, fake_files, fakes
from tests.ledger_checks import entries_of
from tests.races.visit_cases import facilities_of
from tests.worlds import Holder, World

COUNTY = builders.COUNTY
TODAY = date(2026, 11, 22)
TOMORROW = TODAY + timedelta(days=1)
OPENED = TODAY - timedelta(days=3)
NIGHT = builders.NOON + timedelta(hours=14)
"""02:00 in Seoul, of the next day."""

ItemKey = tuple[str, str]


class IndexedTable(fakes.FakeTable):
    """Its indexes show what they are told: `shown` by index and key, `None` for hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: dict[str, dict[ItemKey, Mapping[str, Any] | None]] = {}
        self.items_read = 0

    def query(self, pk: str, *, index: str | None = None, **options: Any) -> Page:
        if index is None:
            page = super().query(pk, **options)
        else:
            view = fakes.FakeTable()
            view.items = {
                key: item
                for key, item in {**self.items, **self.shown.get(index, {})}.items()
                if item is not None
            }
            page = view.query(pk, index=index, **options)
        self.items_read += len(page.items)
        return page


class Ledger:
    """A world whose day is `TODAY`, and its reconciliation at night."""

    def __init__(self, table: Any = None) -> None:
        """Over an `IndexedTable` of its own, if none is given."""
        self.table = IndexedTable() if table is None else table
        builders.seed(self.table)
        table = self.table
        counties = CountyStore(table)
        counties.put_county(replace(builders.a_county(), opened_on=OPENED))
        self.world = World(table)
        self.files = fake_files.FakeFiles()
        self.bucket = fake_files.FakeS3()
        self.pauses: list[float] = []
        wallets, totals = WalletStore(table), DayTotalsStore(table)
        roots, published = LedgerRootStore(table), LedgerFiles(FileStore(self.bucket, "ledger"))
        settled = SettlementFiles(FileStore(self.bucket, "ledger"))
        self.adjustments = AdjustmentStore(table)
        self.bulk_grants = BulkGrantStore(table)
        self.settings = SettingProposalStore(table)
        self.requests = CounterRequestStore(table)
        self.receivables = ReceivableStore(table)
        self.publisher = RootPublisher(wallets, roots, published, self.world.counties)
        self.totals_history = TotalsHistory(wallets, totals)
        self.totals = totals
        self.service = Reconciliations(
            reading=LedgerReading(
                ledger=LedgerReader(table),
                merchant_register=MerchantStore(table),
                roots=roots,
                published=published,
                rounds=RoundStore(table),
                draws=DrawStore(table, None),  # type: ignore[arg-type]
                cashbacks=CashbackStore(table),
                campaigns=CampaignStore(table),
                approvals=ApprovalReading(
                    adjustments=self.adjustments,
                    bulk_grants=self.bulk_grants,
                    others=(
                        self.settings,
                        self.requests,
                        self.receivables,
                        InterestStore(table),
                    ),
                ),
                signups=SignupReading(CampaignStore(table), counties),
                settlements=SettlementReading(
                    settled,
                    PayoutStore(table),
                    StatementStore(table),
                    InvoiceStore(table),
                    InvoiceWithdrawalStore(table),
                    PaperSaleStore(table),
                ),
                trips=TripReading(TripStore(table), lambda seconds: None),
                paper=PaperReading(PaperStore(table), PaperSaleStore(table), lambda seconds: None),
                receivables=ReceivableReading(self.receivables, lambda seconds: None),
                interest=InterestReading(InterestStore(table)),
                fee_shares=FeeShareReading(FeeShareStore(table), facilities_of(self.world)),
                pause=self.pauses.append,
            ),
            totals_history=self.totals_history,
            day_totals=totals,
            counties=counties,
            outcomes=ReconciliationStore(table),
            files=self.files,
        )
        self.desk = ReconciliationService(counties, ReconciliationStore(table), self.files)

    def publish(self, through: date = TODAY) -> None:
        self.publisher.catch_up(COUNTY, through)

    def reconcile(self, on: date = TODAY, *, days_later: int = 0) -> Reconciliation:
        now = NIGHT + timedelta(days=days_later)
        return self.service.run(COUNTY, on, now=max(now, self.world.now))

    def a_day(self) -> dict[str, Holder]:
        """Two members, each with a payment; one of them had one cancelled in part."""
        holders = {name: self.world.join(person=name, vouchers=3000) for name in "ab"}
        for name, holder in holders.items():
            self.pay(holder, 1000, name)
        paid = self.entries(holders["a"])[-1]
        self.world.cancel(paid.redemption_id or "", 400, expected=1000, key="cancel-a")
        return holders

    def pay(self, holder: Holder, amount: int, name: str) -> None:
        self.world.now += timedelta(minutes=1)
        code = holder.pay_code(self.world.now)
        self.world.redeem(code, amount, order_id=f"order-{name}", key=f"pay-{name}")

    def grow(self, head: Entry, at: datetime) -> Entry:
        """One more entry after `head` that moves nothing."""
        reference = f"grow/{head.seq}"
        keys_ = CommandKeys(reference=reference, fingerprint=digest(reference))
        entry = append(
            head,
            Draft(kind="adjustment", reason="x"),
            county_id=COUNTY,
            member_id=head.member_id,
            keys=keys_,
            now=at,
        )
        assert WalletStore(self.table).append(entry)
        return entry

    def entries(self, holder: Holder) -> list[Entry]:
        return entries_of(self.table, holder.member_id)

    def item(self, entry: Entry) -> dict[str, Any]:
        """The stored item itself: to be tampered with."""
        return self.table.items[tuple(keys.entry(COUNTY, entry.member_id, entry.seq))]

    def remove(self, entry: Entry) -> None:
        del self.table.items[tuple(keys.entry(COUNTY, entry.member_id, entry.seq))]

    def show(self, index: str, entry: Entry, **changes: Any) -> None:
        """Let an index have the entry as it is now, but for `changes`."""
        item = copy.deepcopy(self.item(entry)) | changes
        self.table.shown.setdefault(index, {})[item["pk"], item["sk"]] = item

    def hide(self, index: str, entry: Entry) -> None:
        key = tuple(keys.entry(COUNTY, entry.member_id, entry.seq))
        self.table.shown.setdefault(index, {})[key] = None  # type: ignore[index]


def named(made: Reconciliation) -> list[tuple[str, str | None]]:
    """(kind, entry or subject) of each difference."""
    assert made.difference_count == len(made.differences)
    return [(d.kind, d.entry_id or d.subject) for d in made.differences]
