"""Reconciling the wallets of a day: each against its own history, the index and the day's sums.

The wallets' partitions, read consistently, are the truth here; everything else is held against
them. What is kept is a line of about 200 bytes for each entry of the day, and no entry.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from chalicelib.ledger.entries import Entry
from chalicelib.reconciling.approval_check import Movement
from chalicelib.reconciling.merchant_check import MerchantCheck
from chalicelib.reconciling.reconciliation import (
    BudgetMoves,
    Difference,
    IndexLine,
    Place,
    StoredEntry,
    of_entry,
    of_place,
)
from chalicelib.reconciling.signup_check import SignupGrant
from chalicelib.reconciling.wallet_check import check_wallet
from chalicelib.totals.flows import Flows, FlowTally
from chalicelib.totals.funds import FundTally


class DayCheck:
    def __init__(self, county_id: str, on: date) -> None:
        self.county_id = county_id
        self.on = on
        self.entry_count = 0
        self.wallet_count = 0
        self.mileage_movement = 0
        self.voucher_movement = 0
        self.place_by_hash: dict[bytes, tuple[Place, str]] = {}
        """(place, entry id) of each entry of the day, by its hash."""
        self.merchants = MerchantCheck()
        self.budgets = BudgetTally()
        self.movements: list[Movement] = []
        """The day's adjustments and rows of bulk grants."""
        self.signup_grants: list[SignupGrant] = []
        self.fee_shares: list[tuple[StoredEntry, Entry]] = []
        """The day's entries by which something of a fee was given back."""
        self.owing: dict[Place, str] = {}
        """The entries by which somebody owes more or less, and their ids."""
        self.funds = FundTally()
        self._flows = FlowTally()
        self._differences: list[Difference] = []

    def add_wallet(self, indexed: Mapping[int, IndexLine], stored: Sequence[StoredEntry]) -> None:
        """`indexed`: what `by_day` has of the wallet on this day, by seq. `stored`: what the
        wallet's partition has, oldest first: the entry before the day's first, if there is one,
        then the day's, and whatever else the index said was of this day."""
        self.wallet_count += 1
        self._differences += _index_differences(indexed, stored, self.on)
        self._differences += check_wallet(self.county_id, stored, self.on)
        before: Entry | None = None
        for row in stored:
            if row.on == self.on:
                self.entry_count += 1
                if row.entry is not None:
                    self._count(row, row.entry, before)
            before = row.entry or before

    def add_before(self, before: StoredEntry, indexed: StoredEntry | None) -> None:
        """The entry before a wallet's first of the day, and what `by_day` has in its place. So an
        entry that the index lost is found when its wallet is next touched, at the latest."""
        if indexed is None:
            self._differences.append(of_entry("index_missing", before, before.on.isoformat()))
        elif indexed.digest != before.digest:
            self._differences.append(of_entry("index_different", before, before.on.isoformat()))

    def differences(self) -> list[Difference]:
        return [*self._differences, *self.merchants.differences()]

    @property
    def flows(self) -> Flows:
        return self._flows.flows()

    def _count(self, row: StoredEntry, entry: Entry, before: Entry | None) -> None:
        self.place_by_hash[bytes.fromhex(entry.hash)] = (row.place, row.entry_id)
        self._flows.add(entry)
        self.funds.add(entry)
        self.mileage_movement += entry.mileage_balance - (before.mileage_balance if before else 0)
        self.voucher_movement += entry.voucher_balance - (before.voucher_balance if before else 0)
        self.merchants.add_of_wallet(row, entry)
        self.budgets.add(entry)
        if entry.receivable is not None:
            self.owing[row.place] = row.entry_id
        if entry.kind == "fee_share":
            self.fee_shares.append((row, entry))
        if entry.kind == "adjustment":
            self.movements.append(_movement(row, entry))
        if entry.origin is not None and entry.mileage_amount:
            self.signup_grants.append(
                SignupGrant(
                    row.entry_id, row.member_id, row.seq, row.on,
                    entry.origin.campaign_id, entry.mileage_amount,
                )
            )  # fmt: skip


class BudgetTally:
    """What purchases took out of the budgets of their rounds, and what came back where to; what
    cashback, sign-ups and visits took out of those of their campaigns."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = defaultdict(int)
        self._carried_over = 0
        self._given: dict[str, int] = defaultdict(int)
        self._granted: dict[str, int] = defaultdict(int)

    def add(self, entry: Entry) -> None:
        if entry.cashback is not None and entry.merchant is None:
            # Beside it stands the payment or the cancel, which say the same.
            self._given[entry.cashback.campaign_id] += entry.voucher_amount
        if entry.origin is not None and entry.origin.campaign_id and entry.mileage_amount:
            self._granted[entry.origin.campaign_id] += entry.mileage_amount
        elif campaign_id := _campaign_of(entry):
            self._granted[campaign_id] += entry.mileage_amount
        fact = entry.purchase
        if fact is None:
            return
        if fact.budget == "round":
            self._taken[fact.round_id] += entry.budget_amount
        elif fact.budget == "carry_over":
            self._carried_over -= entry.budget_amount

    def moves(self) -> BudgetMoves:
        return BudgetMoves(
            dict(self._taken), self._carried_over, dict(self._given), dict(self._granted)
        )


def _campaign_of(entry: Entry) -> str | None:
    """Out of whose budget a later entry than the first is, as its reference says."""
    words = entry.reference.split("/")
    if entry.kind in ("visit_grant", "tour_grant", "referral_grant"):
        return words[1]
    return words[2] if entry.kind == "identity_grant" and len(words) > 2 else None


def _movement(row: StoredEntry, entry: Entry) -> Movement:
    return Movement(
        row.entry_id,
        row.member_id,
        row.seq,
        entry.reference,
        entry.mileage_amount,
        entry.voucher_amount,
    )


def _index_differences(
    indexed: Mapping[int, IndexLine], stored: Sequence[StoredEntry], on: date
) -> list[Difference]:
    """`by_day` must hold exactly the day's entries, each with all it has."""
    found = []
    rows = {row.seq: row for row in stored}
    for seq, line in indexed.items():
        row = rows.get(seq)
        if row is None:
            found.append(of_place("index_extra", (line.member_id, seq), line.entry_id))
        elif row.digest != line.digest:
            found.append(of_entry("index_different", row))
        elif row.on != on:
            found.append(of_entry("index_extra", row, f"is of {row.on.isoformat()}"))
    for row in stored:
        if row.on == on and row.seq not in indexed:
            found.append(of_entry("index_missing", row))
    return found
