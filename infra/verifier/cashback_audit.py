"""The cashback of one wallet's payments, followed from entry to entry on plain records.

What a payment earned comes right after it, what a cancel takes back right after that, and the
month's counters are what was given less what was taken back. Whether a campaign's terms were met
is checked by `cashback_book`, which has the campaigns.
"""

from typing import Any

from infra.verifier.lot_audit import BrokenChainError

_FOLLOWING = ("cashback", "cashback_return")
"""Right after a payment, or after its cancel."""


class CashbackBook:
    __slots__ = ("_due", "_month", "_payments", "_sums")

    def __init__(self) -> None:
        # What the next entry must be: `(kind, redemption, campaign, won)`.
        self._due: tuple[Any, ...] | None = None
        # By redemption: campaign, won given, what bought vouchers paid and got back of it, what was
        # taken back, its month, its lot, and that one's last day.
        self._payments: dict[str, list[Any]] = {}
        self._month = ""
        self._sums: dict[str, int] = {}

    def check(self, record: dict[str, Any], day: str) -> None:
        """Raises `BrokenChainError`."""
        kind, fact = record["kind"], record.get("cashback")
        found: tuple[Any, ...] | None = None
        if kind in _FOLLOWING:
            found = (kind, record["of_redemption_id"], *record["cashback"])
        if found != self._due:
            raise BrokenChainError("cashbacks", f"{found} where {self._due} is due")
        self._due = None
        if self._month != day[:7]:
            self._month, self._sums = day[:7], {}
        if kind == "cashback":
            self._given(record)
        elif kind == "cashback_return":
            self._taken(record)
        elif kind == "redemption" and fact:
            self._earned(record, day[:7], *fact)
        elif kind == "cancellation":
            self._canceled(record, day)
        elif kind == "carry_over" and "cashbacks" in record:
            # Both wallets' payments count from then on; the other one's are not known here.
            self._month, sums = record["cashbacks"]
            self._sums = dict(sums)
        stated = {k: won for k, won in self._sums.items() if won} if self._sums else {}
        if record.get("cashbacks", []) != ([self._month, stated] if stated else []):
            raise BrokenChainError("cashbacks", f"the month's sums are not {stated}")

    def _earned(self, record: dict[str, Any], month: str, campaign_id: str, won: int) -> None:
        redemption_id = "rdm" + record["entry_id"][3:]
        bought = _bought(record)
        if not 0 < won <= bought:
            raise BrokenChainError("cashbacks", f"{won} won for {bought} of bought vouchers")
        self._payments[redemption_id] = [campaign_id, won, bought, 0, 0, month, "", ""]
        self._due = ("cashback", redemption_id, campaign_id, won)

    def _given(self, record: dict[str, Any]) -> None:
        (row,) = record["allocations"]
        campaign_id, won = record["cashback"]
        redemption_id = record["of_redemption_id"]
        lot_id = "vch" + redemption_id[3:]
        if row[:5] != [lot_id, "policy", campaign_id, won, won]:
            raise BrokenChainError("cashbacks", f"{row} is not the lot of {redemption_id}")
        self._payments[redemption_id][6:] = [lot_id, row[5]]
        self._count(redemption_id, campaign_id, won)

    def _canceled(self, record: dict[str, Any], day: str) -> None:
        redemption_id = record["of_redemption_id"]
        payment, fact = self._payments.get(redemption_id), record.get("cashback")
        back = 0
        if payment is not None:
            won, bought, taken, last_day = (payment[place] for place in (1, 2, 4, 7))
            payment[3] += _bought(record)
            if last_day >= day:
                back = won * payment[3] // bought - taken
        if fact is None and not back:
            return
        if payment is None or fact != [payment[0], -back] or not back:
            raise BrokenChainError("cashbacks", f"{fact} is taken back of {redemption_id}")
        payment[4] += back
        self._due = ("cashback_return", redemption_id, payment[0], -back)

    def _taken(self, record: dict[str, Any]) -> None:
        redemption_id = record["of_redemption_id"]
        campaign_id, won = record["cashback"]
        rows = record.get("allocations", ())
        taken = -sum(row[4] for row in rows)
        _, owed = record.get("receivable", ["", 0])
        if any(row[0] != self._payments[redemption_id][6] for row in rows) or taken + owed != -won:
            raise BrokenChainError("cashbacks", f"{won} won are not what its lot gave and is owed")
        self._count(redemption_id, campaign_id, won)

    def _count(self, redemption_id: str, campaign_id: str, won: int) -> None:
        if self._payments[redemption_id][5] == self._month:
            self._sums[campaign_id] = self._sums.get(campaign_id, 0) + won


def _bought(record: dict[str, Any]) -> int:
    return sum(abs(row[4]) for row in record["allocations"] if row[1] == "sale")
