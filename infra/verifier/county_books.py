"""What a county's items beside the ledger must say, if the ledger is right: approvals, budgets,
identities, and what newcomers were promised.

These items and the entries are read at different moments. Of a table that is in use a difference
may be what happened in between, so it counts only if it shows in two readings.
"""

from collections.abc import Iterator

from infra.verifier.approval_book import ApprovalBook
from infra.verifier.budget_book import BudgetBook
from infra.verifier.campaign_book import CampaignBook
from infra.verifier.cashback_book import CashbackCampaignBook
from infra.verifier.counter_book import CounterBook
from infra.verifier.fee_share_book import FeeShareBook
from infra.verifier.identity_book import IdentityBook
from infra.verifier.interest_book import InterestBook
from infra.verifier.invoice_book import InvoiceBook
from infra.verifier.kept_files import KeptFiles
from infra.verifier.ledger_audit import Record
from infra.verifier.lottery_book import LotteryBook
from infra.verifier.paper_book import PaperBook
from infra.verifier.published_days import PublishedDays
from infra.verifier.reward_book import RewardBook
from infra.verifier.settlement_book import SettlementBook
from infra.verifier.signup_book import SignupBook
from infra.verifier.trip_book import TripBook
from infra.verifier.typed_values import Attributes
from infra.verifier.visit_book import VisitBook

_CONCERNED = {
    "ADJUSTMENTS", "ADMISSIONS", "BUDGET", "CAMPAIGNPROPOSALS", "CAMPAIGNS", "CAMPAIGNTERMS",
    "CASHBACKBUDGET", "CASHBACKS", "COUNTERCANCELS", "COUNTERREQUESTS", "COUNTERSALES", "DRAW",
    "DRAWS", "ENDEDWALLETS", "FACILITY", "FUNDPUBLICATIONS", "GRANT", "GRANTS", "HOLIDAYS",
    "IDENTITY", "INTEREST", "INTERESTPROPOSALS", "INVOICEWITHDRAWALS", "ISSUEREPORTS", "PAPERENDS",
    "PAPEREXCHANGES", "PAPERMOVES", "PAPERRUNS", "PAPERSALES", "PAPERSERIES", "PAPERSUM",
    "PAYOUTBATCHES", "ROUNDS", "ROWKEY", "SETTINGPROPOSALS", "SETTINGS", "SETTLEMENT",
    "SETTLEMENTDAYS", "SETTLEMENTSLICES", "TRIPBUDGET", "TRIPCLAIM", "TRIPEFFECT", "TRIPS",
    "VISITED", "WAIVERS",
}  # fmt: skip

_SETTLED = ("redemption", "cancellation")
_OF_CAMPAIGNS = ("signup", "visit_grant", "identity_grant", "tour_grant", "referral_grant")
_REWARDS = ("tour_grant", "referral_grant", "activity_grant", "referral_return")
_OF_TRIPS = ("trip_grant", "trip_clawback")
_ON_PAPER = ("paper_sale", "paper_return")
_AT_COUNTERS = ("purchase", "paper_sale")


class CountyBooks:
    def __init__(self) -> None:
        self.approvals = ApprovalBook()
        self.budgets = BudgetBook()
        self.cashbacks = CashbackCampaignBook()
        self.lotteries = LotteryBook()
        self.identities = IdentityBook()
        self.signups = SignupBook()
        self.campaigns = CampaignBook()
        self.counter = CounterBook()
        self.settlements = SettlementBook()
        self.interest = InterestBook()
        self.invoices = InvoiceBook()
        self.trips = TripBook()
        self.rewards = RewardBook()
        self.visits = VisitBook()
        self.paper = PaperBook()
        self.files = KeptFiles()
        self.fee_shares = FeeShareBook()

    def add(self, record: Record) -> None:
        kind = record["kind"]
        self._add_given(record)
        if kind == "adjustment":
            self.approvals.add(record)
        elif kind == "signup":
            self.signups.add(record)
            self.rewards.add_signup(record)
        elif "purchase" in record:
            self._add_purchase(record)
        elif kind in _SETTLED:
            self.settlements.add(record)
        elif kind == "visit_grant":
            self.visits.add(record)
        elif kind in _REWARDS:
            self.rewards.add(record)
        elif kind in _OF_TRIPS:
            self.trips.add(record)
        elif kind == "fee_share":
            self.fee_shares.add(record)
        else:
            self._add_moved(record)
        self.identities.follow(record)

    def _add_moved(self, record: Record) -> None:
        """From one wallet to another, or by what somebody owes."""
        kind = record["kind"]
        self.identities.add(record)
        if kind == "carry_over":
            self.trips.add(record)
            self.lotteries.add(record)
            self.fee_shares.add(record)
        elif kind == "receivable_settled":
            self.approvals.add_settled(record)
        elif kind == "receivable" and record["receivable"][0].startswith("trp_"):
            self.trips.add(record)

    def _add_purchase(self, record: Record) -> None:
        self.budgets.add(record)
        self.lotteries.add(record)
        if record["kind"] in _AT_COUNTERS and "reason" in record:
            self.counter.add(record)
        elif record["kind"] == "purchase_cancel":
            self.counter.add_cancel(record)
        if record["kind"] in _ON_PAPER:
            self.paper.add(record)

    def _add_given(self, record: Record) -> None:
        """What campaigns gave, whatever else it is."""
        if "cashback" in record:
            self.cashbacks.add(record)
        if record["kind"] in _OF_CAMPAIGNS:
            self.campaigns.add(record)

    def problems(self, county_id: str, days: PublishedDays | None) -> Iterator[tuple[str, str]]:
        """(what is wrong, the whole sentence)."""
        yield from ((each, each) for each in self.approvals.problems())
        yield from self.budgets.problems()
        yield from self.cashbacks.problems()
        yield from ((each, each) for each in self.lotteries.problems())
        yield from self.identities.problems()
        yield from self.signups.problems()
        yield from self.campaigns.problems()
        yield from ((each, each) for each in self.counter.problems())
        yield from ((each, each) for each in self.settlements.problems(county_id, days))
        yield from ((each, each) for each in self.interest.problems())
        yield from ((each, each) for each in self.invoices.problems())
        yield from ((each, each) for each in self.trips.problems())
        yield from self.rewards.problems()
        yield from self.visits.problems()
        yield from ((each, each) for each in self.paper.problems())
        yield from ((each, each) for each in self.files.problems(county_id, days))
        yield from self.fee_shares.problems()


class Books:
    """Of every county that has an entry or an item."""

    def __init__(self) -> None:
        self._by_county: dict[str, CountyBooks] = {}

    def of(self, county_id: str) -> CountyBooks:
        if county_id not in self._by_county:
            self._by_county[county_id] = CountyBooks()
        return self._by_county[county_id]

    def note(self, item: Attributes) -> None:
        county_id, _, part = str(item.get("pk")).partition("#")
        # Of profiles only those that have ended: the others say nothing that is held against money.
        is_concerned = part.partition("#")[0] in _CONCERNED or "continues_in" in item
        if is_concerned and "sk" in item:
            books = self.of(county_id)
            books.approvals.note(part, item)
            books.budgets.note(part, item)
            books.cashbacks.note(part, item)
            books.lotteries.note(part, item)
            books.identities.note(part, item)
            books.signups.note(part, item)
            books.campaigns.note(part, item)
            books.counter.note(part, item)
            books.settlements.note(part, item)
            books.interest.note(part, item)
            books.invoices.note(part, item)
            books.trips.note(part, item)
            books.rewards.note(part, item)
            books.visits.note(part, item)
            books.paper.note(part, item)
            books.files.note(part, item)
            books.fee_shares.note(part, item)

    def problems(self, days: PublishedDays | None) -> dict[tuple[str, str], str]:
        return {
            (county_id, what): f"{county_id}: {sentence}"
            for county_id, books in sorted(self._by_county.items())
            for what, sentence in books.problems(county_id, days)
        }
