"""What a day's reconciliation reads, part by part.

In read units, with entries of 1 KB: by_day takes 1/8 for each entry; by_merchant 1/8 more for each
payment and cancel, and 1/2 at least for each merchant of the register; each wallet of the day one
consistent query of its day's entries and the one before (1/4 for each of these, 1 at least), and
1/2 to find that one in by_day. What a wallet did on other days costs nothing. Memory holds a line
of about 200 bytes for each entry of the day, and the entries of one wallet at a time.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct

from chalicelib.core.values import seoul_date
from chalicelib.draws.offers import Offer
from chalicelib.joining.campaigns import Campaign
from chalicelib.ledger.entries import Entry
from chalicelib.proofs.publishing import file_content
from chalicelib.proofs.roots import split_leaves
from chalicelib.reconciling.approval_reading import ApprovalReading
from chalicelib.reconciling.day_check import BudgetTally, DayCheck
from chalicelib.reconciling.fee_share_reading import FeeShareReading
from chalicelib.reconciling.interest_reading import InterestReading
from chalicelib.reconciling.ledger_sums import check_budgets, check_campaigns, check_cashbacks
from chalicelib.reconciling.lottery_check import check_lotteries
from chalicelib.reconciling.paper_reading import PaperReading
from chalicelib.reconciling.ports import (
    CampaignSource,
    CashbackSource,
    LedgerReader,
    MerchantSource,
    OfferSource,
    PublishedFiles,
    RoundSource,
    SummaryStore,
)
from chalicelib.reconciling.receivable_reading import ReceivableReading
from chalicelib.reconciling.reconciliation import (
    BudgetMoves,
    Difference,
    IndexLine,
    StoredEntry,
)
from chalicelib.reconciling.root_check import PublishedDay, check_root
from chalicelib.reconciling.settlement_reading import SettlementReading
from chalicelib.reconciling.signup_reading import SignupReading
from chalicelib.reconciling.trip_reading import TripReading
from chalicelib.sales.lotteries import draw_id_of
from chalicelib.sales.rounds import Round
from chalicelib.totals.ports import RootSource

BUDGET_TRIES_MAX = 4
BUDGET_PAUSE_SECONDS = 2.0
"""Vouchers may be on sale at this very moment: a budget differs only if it does so every time."""
MERCHANTS_PER_PAGE = 100

_DAY = timedelta(days=1)


class LedgerReading(Struct, frozen=True, kw_only=True):
    ledger: LedgerReader
    merchant_register: MerchantSource
    roots: RootSource
    published: PublishedFiles
    rounds: RoundSource
    draws: OfferSource
    cashbacks: CashbackSource
    campaigns: CampaignSource
    approvals: ApprovalReading
    signups: SignupReading
    settlements: SettlementReading
    trips: TripReading
    paper: PaperReading
    receivables: ReceivableReading
    interest: InterestReading
    fee_shares: FeeShareReading
    pause: Callable[[float], None] = time.sleep

    def wallets(self, check: DayCheck) -> None:
        """Every wallet that the index of the day shows, from its own partition."""
        lines: dict[str, dict[int, IndexLine]] = defaultdict(dict)
        for row in self.ledger.day(check.county_id, check.on):
            lines[row.member_id][row.seq] = row.line
        for member_id in sorted(lines):
            stored = self._wallet(check, member_id, lines[member_id])
            check.add_wallet(lines[member_id], stored)
            before = stored[0] if stored else None
            if before and before.entry and before.on < check.on:
                check.add_before(before, self.ledger.in_day_index(before.entry))

    def merchants(self, check: DayCheck) -> None:
        """Every merchant of the register, and those that the wallets name beside."""
        county_id, on = check.county_id, check.on
        for merchant_id in sorted({*self._registered(county_id), *check.merchants.merchant_ids}):
            rows = list(self.ledger.merchant_day(county_id, merchant_id, on))
            for redemption_id in check.merchants.older_redemptions(merchant_id):
                rows += self.ledger.merchant_redemption(county_id, merchant_id, redemption_id)
            # Cancels of later days stand under their payment's day, and count on their own.
            check.merchants.add_of_index(merchant_id, [row for row in rows if row.on == on])

    def root(self, check: DayCheck, *, is_first: bool) -> list[Difference]:
        """What was published of the day, the next day's tree too, as it takes what came late."""
        county_id, on = check.county_id, check.on
        served = self.roots.get(county_id, on)
        published = PublishedDay(
            served=served,
            is_kept=served is not None
            and self.published.root(county_id, on) == file_content(served),
            before=None if is_first else self.roots.get(county_id, on - _DAY),
            leaves=self._leaves(county_id, on),
            leaves_after=frozenset(self._leaves(county_id, on + _DAY) or ()),
        )
        return check_root(
            on.isoformat(), published, check.place_by_hash,
            lambda: self._hashes(county_id, on - _DAY),
        )  # fmt: skip

    def budgets(self, check: DayCheck, outcomes: SummaryStore, *, today: date) -> list[Difference]:
        """What is left of each round, cashback campaign and campaign with a budget now, against all
        that was ever taken of it and given back."""
        rounds = self.rounds.all(check.county_id)
        cashbacks = [each for each in self.cashbacks.all(check.county_id) if each.is_approved]
        opened = [round_.opens_at for round_ in rounds] + [each.opens_at for each in cashbacks]
        # Nothing is granted by a campaign before two people made it.
        opened += [each.terms[0].holds_from for each in self._campaigns(check.county_id)]
        if not opened:
            return []
        first = seoul_date(min(opened))
        known = outcomes.between(check.county_id, first, today)
        past = [
            (on, self._moves(check.county_id, on) if on not in known else known[on].budget_moves)
            for on in _days(first, today)
            if on != check.on
        ]
        past.append((check.on, check.budgets.moves()))
        found: list[Difference] = []
        for attempt in range(BUDGET_TRIES_MAX):
            if attempt:
                self.pause(BUDGET_PAUSE_SECONDS)
            dated = [*past, (today, self._moves(check.county_id, today))]
            moves = [each for _, each in dated]
            left = [(round_, sum(self.rounds.left(round_).values())) for round_ in rounds]
            given = [(each, sum(self.cashbacks.left(each).values())) for each in cashbacks]
            granted = [
                (each, sum(self.campaigns.left(check.county_id, each.campaign_id).values()))
                for each in self._campaigns(check.county_id)
            ]
            found = check_budgets(left, self.rounds.carried_over(check.county_id), moves)
            found += check_cashbacks(given, moves) + check_campaigns(granted, dated)
            found += check_lotteries(self._lotteries(rounds), moves)
            if not found:
                break
        return found

    def _lotteries(self, rounds: list[Round]) -> Iterator[tuple[Round, Sequence[Offer]]]:
        """With what was offered of their places so far."""
        for round_ in rounds:
            if round_.lottery is not None:
                draw = self.draws.by_id(round_.county_id, draw_id_of(round_.round_id))
                yield round_, self.draws.offers(draw) if draw else ()

    def _campaigns(self, county_id: str) -> list[Campaign]:
        """Those that have a budget."""
        return [each for each in self.campaigns.all(county_id) if each.budget is not None]

    def _wallet(
        self, check: DayCheck, member_id: str, indexed: dict[int, IndexLine]
    ) -> list[StoredEntry]:
        """The entry before the day's first, and the day's, oldest first, in one query as a rule."""
        county_id, on = check.county_id, check.on
        first, last = min(indexed), max(indexed)
        rows: list[StoredEntry] = []
        page = len(indexed) + 2
        for row in self.ledger.wallet_from(county_id, member_id, max(first - 1, 1), page=page):
            if row.seq > last and row.on > on:
                break
            rows.append(row)
        if rows and rows[0].seq > 1 and rows[0].on >= on:
            # The index lacks the day's first entries, or the table the one before them.
            for row in self.ledger.wallet_before(county_id, member_id, rows[0].seq):
                rows.insert(0, row)
                if row.on < on:
                    break
        return rows

    def _registered(self, county_id: str) -> Iterator[str]:
        after_id: str | None = None
        while True:
            page, after_id = self.merchant_register.page(
                county_id, limit=MERCHANTS_PER_PAGE, after_id=after_id
            )
            yield from (merchant.merchant_id for merchant in page)
            if after_id is None:
                return

    def _leaves(self, county_id: str, on: date) -> Collection[bytes] | None:
        content = self.published.leaves(county_id, on)
        return None if content is None else split_leaves(content)

    def _entries(self, county_id: str, on: date) -> Iterator[Entry]:
        return (row.entry for row in self.ledger.day(county_id, on) if row.entry)

    def _hashes(self, county_id: str, on: date) -> set[bytes]:
        return {bytes.fromhex(entry.hash) for entry in self._entries(county_id, on)}

    def _moves(self, county_id: str, on: date) -> BudgetMoves:
        tally = BudgetTally()
        for entry in self._entries(county_id, on):
            tally.add(entry)
        return tally.moves()


def _days(first: date, before: date) -> list[date]:
    return [first + n * _DAY for n in range((before - first).days)]
