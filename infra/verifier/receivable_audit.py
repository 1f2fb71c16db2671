"""What one wallet owes the county, followed from entry to entry on plain records.

It grows by what was spent before it was taken back, shrinks by what is settled, and never passes
zero. A bought lot is never taken for it, nor what was in the wallet before.
"""

from typing import Any

from infra.verifier.ids import id_ms
from infra.verifier.lot_audit import BrokenChainError

_POINT_WON_MAX = 1_000
"""No county's point is worth more."""


class ReceivableBook:
    __slots__ = ("_owed",)

    def __init__(self) -> None:
        # `[won, since which entry]`, as the next entry must state it; nothing while none is owed.
        self._owed: list[Any] = []

    def check(self, record: dict[str, Any]) -> None:
        """Raises `BrokenChainError`."""
        fact = record.get("receivable")
        if fact is not None:
            self._follow(record, *fact)
        if record.get("owed", []) != self._owed:
            raise BrokenChainError("receivables", f"what is owed is not {self._owed}")

    def _follow(self, record: dict[str, Any], what: str, amount: int) -> None:
        kind = record["kind"]
        before, since = self._owed or [0, ""]
        rows = record.get("allocations", ())
        if kind == "receivable":
            is_right = amount > 0
        elif kind == "carry_over":
            # All of it goes along, or comes.
            is_right = what == "carried" and (amount > 0 or amount == -before < 0)
        elif what == "offset":
            is_right = amount < 0 and _is_worth(rows, -amount, since) and "reason" not in record
        else:
            is_right = (
                amount < 0 and what in ("paid", "forgiven") and not rows and "reason" in record
            )
        if not is_right or before + amount < 0:
            raise BrokenChainError("receivables", f"a {kind} of {amount} for {what}")
        if kind == "carry_over" and amount > 0:
            stated = record["owed"][1]
            first = min(since or stated, stated)
        else:
            first = since or record["entry_id"]
        self._owed = [before + amount, first] if before + amount else []


def _is_worth(rows: Any, won: int, since: str) -> bool:
    """Given vouchers and mileage of after it was owed, each point for one number of won."""
    vouchers = points = 0
    for lot_id, kind, source, _, amount, *_ in rows:
        if kind == "sale" or source == "conversion":
            return False
        if id_ms(lot_id, lot_id[:3]) <= id_ms(since, "ent"):
            return False
        if kind == "mileage":
            points -= amount
        else:
            vouchers -= amount
    if not points:
        return vouchers == won > 0
    each, rest = divmod(won - vouchers, points)
    return rest == 0 and 1 <= each <= _POINT_WON_MAX
