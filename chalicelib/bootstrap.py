"""Where services meet their adapters: lazily, and once per process.

Nothing here runs at import, so that the app can be packaged with no AWS around. Each function is
named after what it gives.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.approvals.queue import GrantQueue
from chalicelib.aws import clients as aws
from chalicelib.aws.kms import FieldCipher, root_key
from chalicelib.aws.queues import QueueDepths
from chalicelib.aws.signer import Signer
from chalicelib.aws.table import Table
from chalicelib.aws.text_messages import TextMessages
from chalicelib.core import regions
from chalicelib.core.settings import Settings
from chalicelib.core.settings import settings as _settings
from chalicelib.county.facility_store import FacilityStore
from chalicelib.county.service import Counties
from chalicelib.county.store import CountyStore
from chalicelib.joining.campaign_service import Campaigns
from chalicelib.joining.campaign_store import CampaignStore
from chalicelib.joining.queue import SignupQueue
from chalicelib.joining.signup_service import SignupConsumer, SignupDesk
from chalicelib.joining.throttling import Throttle
from chalicelib.joining.verification_service import Verifications
from chalicelib.joining.verification_store import ThrottleStore, VerificationStore
from chalicelib.ledger.chain import Chain
from chalicelib.ledger.store import WalletStore
from chalicelib.members.service import Members
from chalicelib.members.store import MemberStore
from chalicelib.paying.cancellations import Cancellations
from chalicelib.paying.merchant_service import Merchants
from chalicelib.paying.merchant_store import MerchantStore, TypedPayCodeStore
from chalicelib.paying.pay_codes import PayCodes
from chalicelib.paying.records import RedemptionRecords
from chalicelib.paying.service import Redemptions
from chalicelib.proofs.files import LedgerFiles
from chalicelib.proofs.publishing import PublishedRoots, RootPublisher
from chalicelib.proofs.service import Proofs
from chalicelib.proofs.store import LedgerRootStore
from chalicelib.reporting.queue import ReportQueue
from chalicelib.wallets.expirations import Expirations
from chalicelib.wallets.service import Wallets

if TYPE_CHECKING:
    from chalicelib.approvals.adjustment_service import AdjustmentDesk
    from chalicelib.approvals.bulk_grant_service import BulkGrants
    from chalicelib.approvals.grant_runs import GrantRuns
    from chalicelib.approvals.service import Approvals
    from chalicelib.county.setting_service import SettingDesk
    from chalicelib.http.staff_tokens import StaffTokens
    from chalicelib.reconciling.service import ReconciliationDesk, Reconciliations
    from chalicelib.reporting.dashboard import Dashboard
    from chalicelib.reporting.service import Reports
    from chalicelib.sales.counter_sales import CounterSales
    from chalicelib.sales.payout_service import Payouts
    from chalicelib.sales.round_service import Rounds
    from chalicelib.sales.service import Purchases
    from chalicelib.staff.claim_store import ProposalStore
    from chalicelib.staff.key_claims import KeyClaims

_simulated_now: ContextVar[datetime | None] = ContextVar("simulated_now", default=None)


def settings() -> Settings:
    return _settings()


def now() -> datetime:
    """The only clock. In the local stage a request may bring its own time."""
    return _simulated_now.get() or datetime.now(UTC)


@contextmanager
def simulated(moment: datetime | None) -> Iterator[None]:
    """Let `now` be `moment`. Refused outside the local stage, whoever asks."""
    if moment is not None and not settings().simulated_clock:
        raise PermissionError("there is no simulated clock in this stage")
    token = _simulated_now.set(moment)
    try:
        yield
    finally:
        _simulated_now.reset(token)


def is_simulated() -> bool:
    return _simulated_now.get() is not None


@cache
def table() -> Table:
    return Table(aws.client("dynamodb"), settings().table_name)


@cache
def signer() -> Signer:
    return Signer(root_key(aws.client("kms"), settings().mac_key_id))


@cache
def cipher() -> FieldCipher:
    return FieldCipher(aws.client("kms"), settings().data_key_id)


@cache
def wallet_store() -> WalletStore:
    return WalletStore(table())


@cache
def member_store() -> MemberStore:
    return MemberStore(table())


@cache
def county_store() -> CountyStore:
    return CountyStore(table())


@cache
def campaign_store() -> CampaignStore:
    return CampaignStore(table())


@cache
def merchant_store() -> MerchantStore:
    return MerchantStore(table())


@cache
def facilities() -> FacilityStore:
    """The directory of facilities is the store itself: there is no rule to add."""
    return FacilityStore(table())


@cache
def counties() -> Counties:
    return Counties(county_store())


@cache
def campaigns() -> Campaigns:
    return Campaigns(campaign_store())


@cache
def chain() -> Chain:
    return Chain(wallet_store(), now)


@cache
def throttle() -> Throttle:
    return Throttle(ThrottleStore(table()), now)


@cache
def verifications() -> Verifications:
    from chalicelib.joining import phones

    return Verifications(
        store=VerificationStore(table()),
        throttle=throttle(),
        members=member_store(),
        messages=TextMessages(aws.client("sns")),
        counties=counties(),
        signer=signer(),
        normalize_phone=phones.normalize,
        clock=now,
    )


@cache
def signup_desk() -> SignupDesk:
    return SignupDesk(
        queue=SignupQueue(aws.client("sqs"), settings().signup_queue_url),
        members=member_store(),
        wallets=wallet_store(),
        campaigns=campaigns(),
        counties=counties(),
        cipher=cipher(),
        signer=signer(),
        is_known_region=regions.is_known,
        clock=now,
    )


@cache
def signup_consumer() -> SignupConsumer:
    return SignupConsumer(
        members=member_store(), wallets=wallet_store(), counties=counties(), clock=now
    )


@cache
def members() -> Members:
    return Members(
        store=member_store(),
        wallets=wallet_store(),
        counties=counties(),
        cipher=cipher(),
        is_known_region=regions.is_known,
        clock=now,
    )


@cache
def wallets() -> Wallets:
    return Wallets(
        chain=chain(),
        store=wallet_store(),
        counties=counties(),
        signer=signer(),
        clock=now,
    )


@cache
def pay_codes() -> PayCodes:
    return PayCodes(member_store(), TypedPayCodeStore(table()), throttle(), signer(), now)


@cache
def merchants() -> Merchants:
    return Merchants(merchant_store(), signer(), settings().is_live)


@cache
def redemptions() -> Redemptions:
    return Redemptions(
        chain=chain(),
        merchants=merchants(),
        pay_codes=pay_codes(),
        counties=counties(),
        clock=now,
    )


@cache
def redemption_records() -> RedemptionRecords:
    return RedemptionRecords(wallet_store(), signer(), now)


@cache
def cancellations() -> Cancellations:
    return Cancellations(
        chain=chain(),
        records=redemption_records(),
        pay_codes=pay_codes(),
        counties=counties(),
        clock=now,
    )


@cache
def expirations() -> Expirations:
    return Expirations(chain(), wallet_store(), counties(), county_store())


@cache
def report_queue() -> ReportQueue:
    return ReportQueue(aws.client("sqs"), settings().report_queue_url)


@cache
def queue_depths() -> QueueDepths:
    return QueueDepths(
        aws.client("sqs"),
        url=settings().signup_queue_url,
        dead_letter_url=settings().signup_dead_letter_url,
    )


@cache
def ledger_root_store() -> LedgerRootStore:
    return LedgerRootStore(table())


@cache
def ledger_files() -> LedgerFiles:
    return LedgerFiles(aws.client("s3"), settings().ledger_bucket)


@cache
def root_publisher() -> RootPublisher:
    return RootPublisher(wallet_store(), ledger_root_store(), ledger_files(), counties())


@cache
def published_roots() -> PublishedRoots:
    return PublishedRoots(ledger_root_store(), signer())


@cache
def proofs() -> Proofs:
    return Proofs(wallet_store(), ledger_root_store(), ledger_files(), now)


# What only some processes need is imported when it is first asked for: reports and staff tokens
# bring libraries that a till's payment must not wait for at a cold start.


@cache
def staff_tokens() -> "StaffTokens":
    from chalicelib.http.staff_tokens import StaffTokens

    return StaffTokens(
        keys_url=settings().staff_keys_url,
        issuer=settings().staff_issuer,
        client_id=settings().staff_client_id,
    )


@cache
def qr_svg() -> Callable[[str], str]:
    from chalicelib.aws import qr

    return qr.svg


@cache
def poster_svg() -> Callable[..., str]:
    from chalicelib.joining import posters

    return posters.svg


@cache
def rounds() -> "Rounds":
    from chalicelib.sales.round_service import Rounds
    from chalicelib.sales.store import RoundStore

    return Rounds(RoundStore(table()), proposal_store(), counties(), signer(), now)


@cache
def purchases() -> "Purchases":
    from chalicelib.sales.service import Purchases
    from chalicelib.sales.store import RoundStore

    return Purchases(chain(), RoundStore(table()), counties())


@cache
def key_claims() -> "KeyClaims":
    from chalicelib.staff.key_claims import KeyClaims

    return KeyClaims(proposal_store(), now)


@cache
def counter_sales() -> "CounterSales":
    from chalicelib.sales.counter_sales import CounterSales

    return CounterSales(purchases(), key_claims())


@cache
def payouts() -> "Payouts":
    from chalicelib.sales.payout_service import Payouts
    from chalicelib.sales.payout_store import PayoutStore

    return Payouts(PayoutStore(table()), wallet_store(), key_claims(), signer(), now)


@cache
def setting_desk() -> "SettingDesk":
    from chalicelib.county.setting_service import SettingDesk

    return SettingDesk(county_store(), wallet_store(), now)


@cache
def proposal_store() -> "ProposalStore":
    from chalicelib.staff.claim_store import ProposalStore

    return ProposalStore(table())


@cache
def adjustment_desk() -> "AdjustmentDesk":
    from chalicelib.approvals.adjustment_service import AdjustmentDesk
    from chalicelib.approvals.adjustment_store import AdjustmentStore

    return AdjustmentDesk(
        store=AdjustmentStore(table()),
        proposals=proposal_store(),
        wallets=wallet_store(),
        counties=counties(),
        signer=signer(),
        clock=now,
    )


@cache
def bulk_grants() -> "BulkGrants":
    from chalicelib.approvals.bulk_grant_service import BulkGrants
    from chalicelib.approvals.bulk_grant_store import BulkGrantStore

    return BulkGrants(
        store=BulkGrantStore(table()),
        proposals=proposal_store(),
        queue=GrantQueue(aws.client("sqs"), settings().grant_queue_url),
        counties=counties(),
        signer=signer(),
        clock=now,
    )


@cache
def approvals() -> "Approvals":
    from chalicelib.approvals.service import Approvals

    return Approvals(key_claims(), adjustment_desk(), bulk_grants())


@cache
def grant_runs() -> "GrantRuns":
    from chalicelib.approvals.bulk_grant_store import BulkGrantStore
    from chalicelib.approvals.grant_runs import GrantRuns

    return GrantRuns(BulkGrantStore(table()), wallet_store(), counties(), now)


@cache
def dashboard() -> "Dashboard":
    from chalicelib.reporting.dashboard import Dashboard

    return Dashboard(wallet_store(), campaign_store(), now)


@cache
def reports() -> "Reports":
    from chalicelib.aws.files import FileStore
    from chalicelib.aws.mail import Mail
    from chalicelib.reconciling.store import ReconciliationStore
    from chalicelib.reporting.documents import ReportDocuments
    from chalicelib.reporting.service import Reports
    from chalicelib.reporting.store import SubscriberStore
    from chalicelib.totals.store import DayTotalsStore

    return Reports(
        entries=wallet_store(),
        day_totals=DayTotalsStore(table()),
        counties=county_store(),
        campaigns=campaign_store(),
        subscribers=SubscriberStore(table()),
        roots=ledger_root_store(),
        outcomes=ReconciliationStore(table()),
        files=FileStore(aws.client("s3"), settings().report_bucket),
        documents=ReportDocuments(),
        mailer=Mail(aws.client("sesv2"), settings().mail_from),
    )


@cache
def reconciliations() -> "Reconciliations":
    from chalicelib.approvals.adjustment_store import AdjustmentStore
    from chalicelib.approvals.bulk_grant_store import BulkGrantStore
    from chalicelib.aws.files import FileStore
    from chalicelib.reconciling.approval_reading import ApprovalReading
    from chalicelib.reconciling.ledger_reader import LedgerReader
    from chalicelib.reconciling.ledger_reading import LedgerReading
    from chalicelib.reconciling.service import Reconciliations
    from chalicelib.reconciling.store import ReconciliationStore
    from chalicelib.sales.store import RoundStore
    from chalicelib.totals.standings import Standings
    from chalicelib.totals.store import DayTotalsStore

    return Reconciliations(
        reading=LedgerReading(
            ledger=LedgerReader(table()),
            merchant_register=merchant_store(),
            roots=ledger_root_store(),
            published=ledger_files(),
            rounds=RoundStore(table()),
            approvals=ApprovalReading(
                adjustments=AdjustmentStore(table()), bulk_grants=BulkGrantStore(table())
            ),
        ),
        standings=Standings(wallet_store(), DayTotalsStore(table())),
        day_totals=DayTotalsStore(table()),
        counties=county_store(),
        outcomes=ReconciliationStore(table()),
        files=FileStore(aws.client("s3"), settings().report_bucket),
    )


@cache
def reconciliation_desk() -> "ReconciliationDesk":
    from chalicelib.aws.files import FileStore
    from chalicelib.reconciling.service import ReconciliationDesk
    from chalicelib.reconciling.store import ReconciliationStore

    return ReconciliationDesk(
        counties=county_store(),
        outcomes=ReconciliationStore(table()),
        files=FileStore(aws.client("s3"), settings().report_bucket),
        signer=signer(),
    )
