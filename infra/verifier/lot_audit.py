"""The lots of one wallet, followed from entry to entry on plain records.

It shares no arithmetic with `ledger.lots`, which wrote them: an error there is seen here. A row of
a lot or an allocation is `[lot_id, kind, source, face, remaining or amount, expires_on, …terms]`
(`ledger.entries.to_record`); all of it but the amount are a lot's facts, and they never change.
"""

from typing import Any

from infra.verifier.kinds import KINDS
from infra.verifier.numbers import LOTS_MAX

Row = list[Any]

_AMOUNT = 4
_EXPIRES_ON = 5
_NEVER = "9999-12-31"
_GROWS = ("cancellation", "carry_over")
"""What may put into a lot that was there before, and into a wallet that is full."""
_PAID = ("online_purchase",)
"""What opens a lot, full wallet or not: it was paid before."""
_GRANT_KINDS = ("grant_return", "identity_grant")
_ONCE = [["mileage", source] for source in ("visit", "tour", "referral", "activity")]


class BrokenChainError(Exception):
    """What the chain's next entry says cannot be. `problem` is one of `ledger_audit.PROBLEMS`."""

    def __init__(self, problem: str, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}" if detail else problem)
        self.problem = problem
        self.detail = detail


class LotBook:
    """What the wallet holds, by its allocations alone."""

    __slots__ = ("_facts_by_lot", "_open", "_payments", "_stated")

    def __init__(self) -> None:
        # Rows as the next entry must state them.
        self._open: dict[str, Row] = {}
        self._facts_by_lot: dict[str, Row] = {}
        # By redemption: to whom, how much, and what it took of each lot and did not give back yet,
        # the last taken last.
        self._payments: dict[str, tuple[str, int, list[list[Any]]]] = {}
        self._stated = 0

    def apply(self, kind: str, allocations: list[Row], day: str) -> tuple[int, int]:
        """Take over one entry's allocations; `day` is its Seoul day.

        What they sum up to, in mileage and vouchers. Raises `BrokenChainError`.
        """
        mileage = vouchers = 0
        if kind in _GRANT_KINDS:
            self._check_grant(kind, allocations)
        for row in allocations:
            amount = row[_AMOUNT]
            if amount > 0:
                self._put(kind, row)
            elif amount < 0:
                self._take(kind, row, day)
            else:
                raise BrokenChainError("allocations", f"lot {row[0]} moves by nothing")
            if row[1] == "mileage":
                mileage += amount
            else:
                vouchers += amount
        return mileage, vouchers

    def _check_grant(self, kind: str, allocations: list[Row]) -> None:
        """The sign-up mileage comes into a wallet once, by the sign-up or by an identification, and
        nothing else is taken back as such but what else a person gets once."""
        grants = [["mileage", "signup"], *(_ONCE if kind == "grant_return" else [])]
        if any(row[1:3] not in grants for row in allocations):
            raise BrokenChainError("allocations", f"a {kind} of what is no sign-up mileage")
        if kind == "identity_grant" and any(
            facts[:2] == ["mileage", "signup"] for facts in self._facts_by_lot.values()
        ):
            raise BrokenChainError("allocations", "the sign-up mileage was granted before")

    def check_stated(self, kind: str, lots: list[Row]) -> tuple[int, int]:
        """The entry's own list of open lots is what the book holds, in spending order; and no
        entry but one that gives back makes it longer than it may be.

        The sums of mileage and vouchers in it. Raises `BrokenChainError`.
        """
        if len(lots) != len(self._open):
            raise BrokenChainError("lots", f"{len(lots)} open lots, not {len(self._open)}")
        if len(lots) > max(LOTS_MAX, self._stated) and kind not in _GROWS + _PAID:
            raise BrokenChainError("lots", f"{len(lots)} open lots are too many")
        self._stated = len(lots)
        mileage = vouchers = 0
        before = ("", "")
        for row in lots:
            if self._open.get(row[0]) != row:
                raise BrokenChainError("lots", f"lot {row[0]} is not what its allocations left")
            place = (row[_EXPIRES_ON] or _NEVER, row[0])
            if place <= before:
                raise BrokenChainError("lots", f"lot {row[0]} is out of order")
            before = place
            if row[1] == "mileage":
                mileage += row[_AMOUNT]
            else:
                vouchers += row[_AMOUNT]
        return mileage, vouchers

    def note_redemption(self, redemption_id: str, merchant_id: str, allocations: list[Row]) -> None:
        taken = [[row[0], -row[_AMOUNT]] for row in allocations]
        paid = 0
        for _, amount in taken:
            paid += amount
        self._payments[redemption_id] = (merchant_id, paid, taken)

    def give_back(self, redemption_id: str, merchant_id: str, allocations: list[Row]) -> None:
        """Each won returns to the lot that it came from, last taken first, and once only.

        Raises `BrokenChainError`.
        """
        paid_to, _, taken = self._payments.get(redemption_id, ("", 0, []))
        if paid_to != merchant_id:
            raise BrokenChainError("cancels", f"{redemption_id} is no earlier payment there")
        for row in allocations:
            while taken and taken[-1][1] == 0:
                taken.pop()
            if not taken or row[0] != taken[-1][0] or row[_AMOUNT] > taken[-1][1]:
                raise BrokenChainError("cancels", f"{redemption_id} did not take it from {row[0]}")
            taken[-1][1] -= row[_AMOUNT]

    def given_back(self, redemption_id: str) -> int:
        """How much of a payment came back so far, in won."""
        _, paid, taken = self._payments[redemption_id]
        return paid - sum(int(left) for _, left in taken)

    def _put(self, kind: str, row: Row) -> None:
        lot_id, amount, facts = row[0], row[_AMOUNT], row[1:_AMOUNT] + row[_EXPIRES_ON:]
        known = self._facts_by_lot.get(lot_id)
        if known is None:
            _check_opening(kind, row)
            self._facts_by_lot[lot_id] = facts
            self._open[lot_id] = row
            return
        if known != facts:
            raise BrokenChainError("allocations", f"lot {lot_id} has other facts than at first")
        if kind not in _GROWS:
            raise BrokenChainError("allocations", f"lot {lot_id} grows without a cancel")
        held = self._open.get(lot_id)
        after = amount + (held[_AMOUNT] if held else 0)
        if after > row[3]:
            raise BrokenChainError("allocations", f"lot {lot_id} holds more than its face")
        self._open[lot_id] = [*row[:_AMOUNT], after, *row[_EXPIRES_ON:]]

    def _take(self, kind: str, row: Row, day: str) -> None:
        lot_id = row[0]
        held = self._open.get(lot_id)
        if held is None or held[_AMOUNT] + row[_AMOUNT] < 0:
            raise BrokenChainError("allocations", f"lot {lot_id} does not hold what is taken")
        if held[1:_AMOUNT] != row[1:_AMOUNT] or held[_EXPIRES_ON:] != row[_EXPIRES_ON:]:
            raise BrokenChainError("allocations", f"lot {lot_id} has other facts than at first")
        after = held[_AMOUNT] + row[_AMOUNT]
        is_over = "" < row[_EXPIRES_ON] < day
        if is_over != (kind == "expiration") or (is_over and after):
            raise BrokenChainError("expiry", f"lot {lot_id}, usable through {row[_EXPIRES_ON]}")
        if after:
            self._open[lot_id] = [*row[:_AMOUNT], after, *row[_EXPIRES_ON:]]
        else:
            del self._open[lot_id]


def _check_opening(kind: str, row: Row) -> None:
    """A new lot: of a kind that such an entry opens, full, and with terms if it was sold."""
    lot_id, lot_kind, _, face, amount, _, *terms = row
    if lot_kind not in KINDS[kind].opens:
        raise BrokenChainError("allocations", f"a {kind} opens the {lot_kind} lot {lot_id}")
    is_whole = amount == face or (kind == "carry_over" and 0 < amount <= face)
    if not is_whole or (len(terms) == 2) != (lot_kind == "sale"):
        raise BrokenChainError("allocations", f"lot {lot_id} is opened with {amount} of {face}")
