"""What moved, by kind of entry, and the trial balance over it.

The two liabilities (mileage and vouchers in the members' hands) are taken from the *balances* that
the entries store; all other accounts from the *signed amounts*. The two come from different fields,
so debits equal credits only if the ledger agrees with itself. One point is booked as one won.

A bought voucher stands in two accounts: what its buyer paid, and the discount the county bears.
"""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from typing import get_args

from chalicelib.ledger.entries import Entry, EntryKind

ENTRY_KINDS: tuple[EntryKind, ...] = get_args(EntryKind)

PROGRAM_EXPENSE = "program_expense"
MILEAGE_LIABILITY = "mileage_liability"
CONVERSION_CLEARING = "conversion_clearing"
VOUCHER_LIABILITY = "voucher_liability"
MERCHANTS_PAYABLE = "merchants_payable"
EXPIRED = "expired"
VOUCHER_SALES = "voucher_sales"
SALE_DISCOUNT = "sale_discount"

_CONTRA_ACCOUNT: Mapping[EntryKind, str] = {
    "signup": PROGRAM_EXPENSE,
    "adjustment": PROGRAM_EXPENSE,
    "conversion": CONVERSION_CLEARING,
    "redemption": MERCHANTS_PAYABLE,
    "cancellation": MERCHANTS_PAYABLE,
    "net_cancel": MERCHANTS_PAYABLE,
    "expiration": EXPIRED,
    "purchase": SALE_DISCOUNT,
    "purchase_cancel": SALE_DISCOUNT,
    "change_refund": SALE_DISCOUNT,
}
"""Where the other side of a movement stands, apart from the prices of `VOUCHER_SALES`."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Sums over the entries of one kind, each without sign: `…_in` of amounts above zero.

    `price_in` is what members paid for vouchers, in won, `price_out` what they were paid back.
    """

    count: int = 0
    mileage_in: int = 0
    mileage_out: int = 0
    voucher_in: int = 0
    voucher_out: int = 0
    price_in: int = 0
    price_out: int = 0

    def __add__(self, other: "Flow") -> "Flow":
        return Flow(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    @property
    def mileage(self) -> int:
        return self.mileage_in - self.mileage_out

    @property
    def voucher(self) -> int:
        return self.voucher_in - self.voucher_out


Flows = Mapping[EntryKind, Flow]
NO_FLOWS: Flows = {kind: Flow() for kind in ENTRY_KINDS}


def add_flows(flows: Iterable[Flows]) -> Flows:
    """The sum, of all kinds, in their fixed order."""
    totals = dict(NO_FLOWS)
    for each in flows:
        for kind in ENTRY_KINDS:
            totals[kind] += each[kind]
    return totals


class FlowTally:
    """Sums entries one by one."""

    def __init__(self) -> None:
        # Plain lists: this is the inner loop over a month of entries.
        self._sums = {kind: [0] * 7 for kind in ENTRY_KINDS}

    def add(self, entry: Entry) -> None:
        """A `KeyError` for a kind without an account: better no report than a wrong one."""
        sums = self._sums[entry.kind]
        sums[0] += 1
        mileage, voucher = entry.mileage_amount, entry.voucher_amount
        sums[1 if mileage > 0 else 2] += abs(mileage)
        sums[3 if voucher > 0 else 4] += abs(voucher)
        if entry.purchase:
            price = entry.purchase.price_amount
            sums[5 if price > 0 else 6] += abs(price)

    def flows(self) -> Flows:
        return {kind: Flow(*sums) for kind, sums in self._sums.items()}


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One side of an account's movement is usually zero."""

    account: str
    debit_amount: int
    credit_amount: int


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """`…_difference`: what the amounts say minus what the balances say; zero if sound."""

    rows: tuple[AccountRow, ...]
    debit_total: int
    credit_total: int
    mileage_difference: int
    voucher_difference: int

    @property
    def is_zero(self) -> bool:
        return self.mileage_difference == self.voucher_difference == 0


def balance_trial(flows: Flows, *, mileage_movement: int, voucher_movement: int) -> TrialBalance:
    """`…_movement`: the change of all wallets' stored balances over the same entries."""
    sides = {account: [0, 0] for account in (*_CONTRA_ACCOUNT.values(), VOUCHER_SALES)}
    for kind, flow in flows.items():
        account = sides[_CONTRA_ACCOUNT[kind]]
        account[0] += flow.mileage_in + flow.voucher_in - flow.price_in
        account[1] += flow.mileage_out + flow.voucher_out - flow.price_out
        sides[VOUCHER_SALES][0] += flow.price_in
        sides[VOUCHER_SALES][1] += flow.price_out
    sides[MILEAGE_LIABILITY] = _liability(mileage_movement)
    sides[VOUCHER_LIABILITY] = _liability(voucher_movement)
    order = (
        PROGRAM_EXPENSE, MILEAGE_LIABILITY, CONVERSION_CLEARING, VOUCHER_SALES, SALE_DISCOUNT,
        VOUCHER_LIABILITY, MERCHANTS_PAYABLE, EXPIRED,
    )  # fmt: skip
    rows = tuple(AccountRow(account, *sides[account]) for account in order)
    return TrialBalance(
        rows,
        debit_total=sum(row.debit_amount for row in rows),
        credit_total=sum(row.credit_amount for row in rows),
        mileage_difference=sum(flow.mileage for flow in flows.values()) - mileage_movement,
        voucher_difference=sum(flow.voucher for flow in flows.values()) - voucher_movement,
    )


def _liability(movement: int) -> list[int]:
    """What members hold grows on the credit side."""
    return [max(-movement, 0), max(movement, 0)]
