"""What one wallet owes the county, followed from entry to entry on plain records.

It grows by what was spent before it was taken back, shrinks by what is settled, and never passes
zero. No lot is ever taken for it.
"""

from typing import Any

from infra.verifier.lot_audit import BrokenChainError


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
        elif kind == "cashback_return":
            is_right = amount > 0 and what == "cashback"
        elif kind == "carry_over":
            # All of it goes along, or comes.
            is_right = what == "carried" and (amount > 0 or amount == -before < 0)
        else:
            is_right = amount < 0 and what in ("paid", "waived") and not rows and "reason" in record
        if not is_right or before + amount < 0:
            raise BrokenChainError("receivables", f"a {kind} of {amount} for {what}")
        if kind == "carry_over" and amount > 0:
            stated = record["owed"][1]
            first = min(since or stated, stated)
        else:
            first = since or record["entry_id"]
        self._owed = [before + amount, first] if before + amount else []
