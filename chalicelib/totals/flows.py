"""What moved, by kind of entry, and the trial balance over it.

The two liabilities (mileage and vouchers in the members' hands) are taken from the *balances* that
the entries store; all other accounts from the *signed amounts*. The two come from different fields,
so debits equal credits only if the ledger agrees with itself. One point is booked as one won.

A bought voucher stands in two accounts: what its buyer paid, and the discount the county bears.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import astuple

from chalicelib.ledger.entries import Entry
from chalicelib.ledger.kinds import KINDS, ContraAccount, EntryKind, Role, check_same

Account = ContraAccount | Literal["mileage_liability", "voucher_liability", "voucher_sales"]
ACCOUNTS: tuple[Account, ...] = (
    "program_expense", "mileage_liability", "conversion_clearing", "voucher_sales", "sale_discount",
    "voucher_liability", "merchants_payable", "expired", "paper_circulation",
)  # fmt: skip
"""In the order of the trial balance. `voucher_sales` has the prices of vouchers; where the other
side of all else stands, the kind of entry says."""

check_same(
    "the trial balance's contra accounts",
    sorted({*ACCOUNTS} - {"mileage_liability", "voucher_liability", "voucher_sales"}),
    sorted(get_args(ContraAccount)),
)


class Flow(Struct, frozen=True):
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
NO_FLOWS: Flows = {kind: Flow() for kind in KINDS}


def add_flows(flows: Iterable[Flows]) -> Flows:
    """The sum, of all kinds, in their fixed order."""
    totals = dict(NO_FLOWS)
    for each in flows:
        for kind in KINDS:
            totals[kind] += each[kind]
    return totals


def by_role(flows: Flows) -> dict[Role, Flow]:
    """The sums over the kinds of each role."""
    totals: dict[Role, Flow] = dict.fromkeys(get_args(Role), Flow())
    for kind, flow in flows.items():
        totals[KINDS[kind].role] += flow
    return totals


class FlowTally:
    """Sums entries one by one."""

    def __init__(self) -> None:
        # Plain lists: this is the inner loop over a month of entries.
        self._sums: dict[EntryKind, list[int]] = {kind: [0] * 7 for kind in KINDS}

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


class AccountRow(Struct, frozen=True):
    """One side of an account's movement is usually zero."""

    account: Account
    debit_amount: int
    credit_amount: int


class TrialBalance(Struct, frozen=True):
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
    sides = {account: [0, 0] for account in ACCOUNTS}
    for kind, flow in flows.items():
        contra = sides[KINDS[kind].contra_account]
        if KINDS[kind].role == "paper":
            # What was paid for notes is owed to whoever has them, and in no wallet.
            contra[0] += flow.price_out
            contra[1] += flow.price_in
        else:
            contra[0] += flow.mileage_in + flow.voucher_in - flow.price_in
            contra[1] += flow.mileage_out + flow.voucher_out - flow.price_out
        sides["voucher_sales"][0] += flow.price_in
        sides["voucher_sales"][1] += flow.price_out
    sides["mileage_liability"] = _liability(mileage_movement)
    sides["voucher_liability"] = _liability(voucher_movement)
    rows = tuple(
        AccountRow(account, *sides[account])
        for account in ACCOUNTS
        # A county that sells no notes has its trial balance as it always was.
        if account != "paper_circulation" or any(sides[account])
    )
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
