"""What the reconciliation of a county's day found: sums that must agree, each difference, named.

Nothing here mends anything. A difference stays until its cause is found; what it did to a member is
put right by a correcting entry that one person proposes and another approves.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal, get_args

from msgspec import Struct
from msgspec.structs import asdict

from chalicelib.ledger.entries import Entry

VERSION = 1
DIFFERENCES_KEPT_MAX = 1_000
"""More are counted but not named: so many have one cause, which the first thousand show."""

Check = Literal[
    "wallets",
    "index",
    "merchants",
    "sums",
    "root",
    "budgets",
    "adjustments",
    "signups",
    "settlements",
]
CHECKS: tuple[Check, ...] = get_args(Check)

DifferenceKind = Literal[
    "entry_unreadable",
    "entry_broken",
    "index_missing",
    "index_extra",
    "index_different",
    "merchant_index_missing",
    "merchant_index_extra",
    "merchant_index_different",
    "merchant_sum",
    "ledger_sum",
    "day_totals_broken",
    "day_totals_different",
    "root_missing",
    "root_broken",
    "root_lacks_entry",
    "root_has_unknown",
    "round_budget",
    "adjustment_not_applied",
    "adjustment_not_approved",
    "grant_not_approved",
    "bulk_grant_not_completed",
    "signup_grant",
    "settlement_sum",
    "payout_sum",
    "invoice_sum",
    "withdrawal_not_approved",
    "trip_budget",
    "paper_stock",
    "cashback_budget",
    "campaign_budget",
    "receivable_sum",
    "waiver_not_approved",
    "lottery_offers",
    "treasury_book",
    "paper_circulation",
    "interest_not_confirmed",
    "fee_share_unfounded",
]
CHECK_OF: Mapping[DifferenceKind, Check] = {
    "entry_unreadable": "wallets",
    "entry_broken": "wallets",
    "index_missing": "index",
    "index_extra": "index",
    "index_different": "index",
    "merchant_index_missing": "merchants",
    "merchant_index_extra": "merchants",
    "merchant_index_different": "merchants",
    "merchant_sum": "merchants",
    "ledger_sum": "sums",
    "day_totals_broken": "sums",
    "day_totals_different": "sums",
    "root_missing": "root",
    "root_broken": "root",
    "root_lacks_entry": "root",
    "root_has_unknown": "root",
    "round_budget": "budgets",
    "adjustment_not_applied": "adjustments",
    "adjustment_not_approved": "adjustments",
    "grant_not_approved": "adjustments",
    "bulk_grant_not_completed": "adjustments",
    "signup_grant": "signups",
    "settlement_sum": "settlements",
    "payout_sum": "settlements",
    "invoice_sum": "settlements",
    "withdrawal_not_approved": "settlements",
    "trip_budget": "budgets",
    "paper_stock": "budgets",
    "cashback_budget": "budgets",
    "campaign_budget": "budgets",
    "receivable_sum": "sums",
    "waiver_not_approved": "adjustments",
    "lottery_offers": "budgets",
    "treasury_book": "sums",
    "paper_circulation": "budgets",
    "interest_not_confirmed": "adjustments",
    "fee_share_unfounded": "adjustments",
}


Place = tuple[str, int]
"""(member_id, seq): where an entry stands, whatever it says."""


class IndexLine(Struct, frozen=True):
    """What is kept of an entry that was read: enough to compare, and to name it."""

    member_id: str
    entry_id: str
    digest: bytes


class StoredEntry(Struct, frozen=True):
    """An entry as the table or one of its indexes gives it.

    `digest` is SHA-256 over all stored attributes. `entry` is `None` if it cannot be read as one;
    `entry_id` is then what is stored under that name, or empty. `on` is the Seoul day of its time.
    """

    member_id: str
    seq: int
    entry_id: str
    on: date
    digest: bytes
    entry: Entry | None

    @property
    def place(self) -> Place:
        return (self.member_id, self.seq)

    @property
    def line(self) -> IndexLine:
        return IndexLine(self.member_id, self.entry_id, self.digest)


class BudgetMoves(Struct, frozen=True):
    """Won of face value: taken out of each round's budget less what was given back to it, and what
    was given back to the county's carry-over account."""

    taken_by_round: Mapping[str, int]
    carried_over: int = 0
    given_by_campaign: Mapping[str, int] = {}
    """Won of cashback less what was taken back, by campaign."""
    granted_by_campaign: Mapping[str, int] = {}
    """Points of mileage that sign-ups and visits were granted, by the campaign that they name."""


class Difference(Struct, frozen=True, kw_only=True):
    """`subject` is what differs if it is no entry: a merchant, a day, a round, an adjustment,
    a bulk grant, a leaf. `detail` says how, in words of the code and figures; never anything
    personal."""

    kind: DifferenceKind
    entry_id: str | None = None
    member_id: str | None = None
    seq: int | None = None
    subject: str | None = None
    detail: str = ""

    @property
    def sort_key(self) -> tuple[int, int, str, int, str]:
        """Check by check; within a check wallet by wallet, in the order of its chain."""
        kinds = get_args(DifferenceKind)
        check = CHECKS.index(CHECK_OF[self.kind])
        place = self.member_id or self.subject or ""
        return (check, kinds.index(self.kind), place, self.seq or 0, self.detail)


def of_entry(kind: DifferenceKind, stored: StoredEntry, detail: str = "") -> Difference:
    return of_place(kind, stored.place, stored.entry_id, detail)


def of_place(kind: DifferenceKind, place: Place, entry_id: str, detail: str = "") -> Difference:
    member_id, seq = place
    return Difference(
        kind=kind, entry_id=entry_id or None, member_id=member_id, seq=seq, detail=detail
    )


class Equation(Struct, frozen=True):
    """issued + adjusted = spent + outstanding + expired + refunded, else `difference` is not zero.

    Mileage in points, vouchers in won of face value. `adjusted` is what adjustments and bulk
    grants added less what they took; `spent` is payments (of mileage: conversions) less what
    cancels gave back; `refunded` what was taken out for cancelled purchases and change refunds.
    All from the entries' amounts, but `outstanding`: from their balances; of a single day, the
    change of it.
    """

    issued: int
    adjusted: int
    spent: int
    expired: int
    refunded: int
    outstanding: int

    @property
    def difference(self) -> int:
        used = self.spent + self.outstanding + self.expired + self.refunded
        return self.issued + self.adjusted - used

    def to_record(self) -> dict[str, int]:
        return {**asdict(self), "difference": self.difference}


class MerchantLine(Struct, frozen=True):
    """A merchant's payments and cancels of the day, in won: `net_amount` as the wallets have them,
    `settlement_amount` as the merchant's own index has them, which is what gets paid out."""

    merchant_id: str
    count: int
    gross_amount: int
    cancel_count: int
    canceled_amount: int
    net_amount: int
    settlement_amount: int


class ReconciliationSummary(Struct, frozen=True):
    """What lists show of a day's reconciliation, and what later ones need of it."""

    on: date
    entry_count: int
    wallet_count: int
    difference_count: int
    budget_moves: BudgetMoves


class Reconciliation(Struct, frozen=True, kw_only=True):
    """The outcome for a day. It holds no time of its making: the same ledger, the same bytes."""

    county_id: str
    on: date
    entry_count: int
    wallet_count: int
    mileage: Equation
    voucher: Equation
    mileage_of_day: Equation
    voucher_of_day: Equation
    merchants: tuple[MerchantLine, ...]
    difference_count: int
    differences: tuple[Difference, ...]
    budget_moves: BudgetMoves

    @property
    def outcome(self) -> ReconciliationSummary:
        return ReconciliationSummary(
            on=self.on,
            entry_count=self.entry_count,
            wallet_count=self.wallet_count,
            difference_count=self.difference_count,
            budget_moves=self.budget_moves,
        )

    def to_record(self) -> dict[str, Any]:
        """JSON types, with the number of differences of each check."""
        found = [CHECK_OF[d.kind] for d in self.differences]
        return {
            "version": VERSION,
            "county_id": self.county_id,
            "on": self.on.isoformat(),
            "entry_count": self.entry_count,
            "wallet_count": self.wallet_count,
            "mileage": self.mileage.to_record(),
            "voucher": self.voucher.to_record(),
            "mileage_of_day": self.mileage_of_day.to_record(),
            "voucher_of_day": self.voucher_of_day.to_record(),
            "merchants": [asdict(line) for line in self.merchants],
            "checks": {check: found.count(check) for check in CHECKS},
            "difference_count": self.difference_count,
            "differences": [{"check": CHECK_OF[d.kind], **asdict(d)} for d in self.differences],
        }

    def to_json(self) -> bytes:
        """Canonical: sorted names, two spaces, UTF-8, a newline at the end."""
        text = json.dumps(self.to_record(), ensure_ascii=False, sort_keys=True, indent=2)
        return f"{text}\n".encode()


def ordered(differences: Iterable[Difference]) -> tuple[int, tuple[Difference, ...]]:
    """How many there are, each counted once, and the first of them, in their fixed order."""
    found = sorted(set(differences), key=lambda d: d.sort_key)
    return len(found), tuple(found[:DIFFERENCES_KEPT_MAX])
