"""What the reconciliation needs of the world, beside the general ports."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from chalicelib.approvals.adjustments import Adjustment
from chalicelib.approvals.approvals import Steps
from chalicelib.approvals.bulk_grants import BulkGrant, GrantedRow, RowOutcome
from chalicelib.approvals.grant_files import GrantRow
from chalicelib.cashbacks.campaigns import CashbackCampaign
from chalicelib.county.settings import SettingVersion
from chalicelib.draws.draws import Draw
from chalicelib.draws.offers import Offer
from chalicelib.joining.campaigns import Campaign
from chalicelib.ledger.entries import Entry
from chalicelib.merchants.merchants import Merchant
from chalicelib.paper.exchanges import Exchange
from chalicelib.paper.selling import PaperSale
from chalicelib.paper.stock import NoteEnd, Run, RunState, Series
from chalicelib.payments.waivers import Waiver
from chalicelib.reconciling.reconciliation import ReconciliationSummary, StoredEntry
from chalicelib.sales.rounds import Round
from chalicelib.settlement.invoice_withdrawals import InvoiceWithdrawal
from chalicelib.settlement.invoices import Invoice
from chalicelib.settlement.outcomes import Settlement
from chalicelib.settlement.statements import Statement
from chalicelib.treasury.interest import Interest, InterestProposal
from chalicelib.trips.trips import Budget, Trip
from chalicelib.visits.facility_service import KnownFacility
from chalicelib.visits.fee_shares import GivenShare


class FeeShareSource(Protocol):
    def of_day(self, county_id: str, facility_id: str, on: date) -> dict[str, GivenShare]: ...


class SightSource(Protocol):
    def all(self, county_id: str) -> list[KnownFacility]: ...


class ExchangeSource(Protocol):
    def exchanges_on(self, county_id: str, on: date) -> list[Exchange]: ...


class PaperSource(Protocol):
    def all_series(self, county_id: str) -> list[Series]: ...

    def all_runs(self, county_id: str, code: str) -> Iterator[Run]: ...

    def sums(self, county_id: str, holder: str) -> dict[tuple[str, RunState], int]: ...

    def ends(self, county_id: str, code: str, block: int) -> Iterator[NoteEnd]: ...


class PaperSaleSource(Protocol):
    def sales_on(self, county_id: str, on: date) -> list[PaperSale]: ...

    def exchanges_on(self, county_id: str, on: date) -> list[Exchange]: ...


class LedgerReader(Protocol):
    """The stored rows, whatever they say."""

    def day(self, county_id: str, on: date) -> Iterator[StoredEntry]:
        """What the index of days has; all of a wallet's rows come before another part of its
        shard ends, in the order of their time."""

    def in_day_index(self, entry: Entry) -> StoredEntry | None: ...

    def wallet_from(
        self, county_id: str, member_id: str, seq: int, *, page: int
    ) -> Iterator[StoredEntry]:
        """Oldest first, consistently."""

    def wallet_before(self, county_id: str, member_id: str, seq: int) -> Iterator[StoredEntry]:
        """Newest first, consistently."""

    def merchant_day(self, county_id: str, merchant_id: str, on: date) -> Iterator[StoredEntry]: ...

    def merchant_redemption(
        self, county_id: str, merchant_id: str, redemption_id: str
    ) -> Iterator[StoredEntry]: ...


class SummaryStore(Protocol):
    def put(self, county_id: str, outcome: ReconciliationSummary) -> None: ...

    def get(self, county_id: str, on: date) -> ReconciliationSummary | None: ...

    def newest(
        self, county_id: str, *, limit: int, before: date | None = None
    ) -> list[ReconciliationSummary]: ...

    def between(
        self, county_id: str, first: date, last: date
    ) -> Mapping[date, ReconciliationSummary]: ...


class MerchantSource(Protocol):
    def page(
        self, county_id: str, *, limit: int, after_id: str | None
    ) -> tuple[list[Merchant], str | None]: ...


class PublishedFiles(Protocol):
    """The bucket with object lock."""

    def leaves(self, county_id: str, on: date) -> bytes | None: ...

    def root(self, county_id: str, on: date) -> bytes | None: ...


class CashbackSource(Protocol):
    def all(self, county_id: str) -> list[CashbackCampaign]: ...

    def left(self, campaign: CashbackCampaign) -> Mapping[int, int]: ...


class ReceivableSource(Protocol):
    def moves(self, county_id: str) -> Iterator[Entry]: ...

    def by_id(self, county_id: str, waiver_id: str) -> Waiver | None: ...


class OfferSource(Protocol):
    """The draws of sale rounds."""

    def by_id(self, county_id: str, draw_id: str) -> Draw | None: ...

    def offers(self, draw: Draw) -> Sequence[Offer]: ...


class RoundSource(Protocol):
    def all(self, county_id: str) -> list[Round]: ...

    def left(self, round_: Round) -> Mapping[int, int]: ...

    def carried_over(self, county_id: str) -> int: ...


class CampaignSource(Protocol):
    def by_id(self, county_id: str, campaign_id: str) -> Campaign | None: ...

    def all(self, county_id: str) -> list[Campaign]: ...

    def left(self, county_id: str, campaign_id: str) -> Mapping[int, int]: ...


class SettingSource(Protocol):
    def setting_versions(self, county_id: str) -> list[SettingVersion]: ...


class AdjustmentSource(Protocol):
    def page(
        self, county_id: str, *, status: str | None, limit: int, before_id: str | None
    ) -> tuple[Sequence[Adjustment], str | None]: ...

    def by_id(self, county_id: str, adjustment_id: str) -> Adjustment | None: ...


class ApprovalRequest(Protocol):
    @property
    def request_id(self) -> str: ...

    @property
    def steps(self) -> Steps: ...


class RequestSource(Protocol):
    """Settings that move money, and counter sales beyond a seller's day."""

    def page(
        self, county_id: str, *, status: str | None, limit: int, before_id: str | None
    ) -> tuple[Sequence[ApprovalRequest], str | None]: ...


class InterestSource(Protocol):
    """Interest of the treasury account, and who confirmed it."""

    def versions(self, county_id: str, first: date, last: date) -> Sequence[Interest]: ...

    def by_id(self, county_id: str, proposal_id: str) -> InterestProposal | None: ...

    def page(
        self, county_id: str, *, status: str | None, limit: int, before_id: str | None
    ) -> tuple[Sequence[InterestProposal], str | None]: ...


class BulkGrantSource(Protocol):
    def page(
        self, county_id: str, *, status: str | None, limit: int, before_id: str | None
    ) -> tuple[Sequence[BulkGrant], str | None]: ...

    def by_id(self, county_id: str, grant_id: str) -> BulkGrant | None: ...

    def granted_row(self, county_id: str, row_key: str) -> GrantedRow | None: ...

    def rows(self, county_id: str, grant_id: str, number: int) -> Sequence[GrantRow]:
        """Those of a slice."""

    def outcomes(
        self, county_id: str, grant_id: str, *, first: int, last: int
    ) -> Mapping[int, RowOutcome]: ...


class SettledDays(Protocol):
    def day(self, county_id: str, on: date) -> bytes | None: ...


class PayoutSource(Protocol):
    def due_on(self, county_id: str, payout_on: date) -> Iterator[Settlement]: ...


class OwingSource(Protocol):
    def settled_through(self, county_id: str, number: int) -> date | None: ...

    def newest_before(self, county_id: str, merchant_id: str, on: date) -> Statement | None: ...


class InvoiceSource(Protocol):
    def due_on(self, county_id: str, on: date) -> list[str]: ...

    def issued_on(self, county_id: str, on: date) -> Iterator[Invoice]: ...

    def every(self, county_id: str) -> Iterator[Invoice]: ...


class InvoiceWithdrawalSource(Protocol):
    def by_id(self, county_id: str, request_id: str) -> InvoiceWithdrawal | None: ...


class TripSource(Protocol):
    def every(self, county_id: str) -> Iterator[Trip]: ...

    def budget(self, county_id: str, year: int) -> Budget: ...
