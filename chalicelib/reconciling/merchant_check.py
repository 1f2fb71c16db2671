"""Per merchant: payments less cancels, as the wallets hold them, against what gets settled.

Settlement goes by the index of the merchant; the money went by the wallets. Both must hold the very
same entries of a business day. A cancel of an older payment stands in the index under that
payment's day, and counts on its own.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from chalicelib.ledger.entries import Entry, redemption_day
from chalicelib.ledger.kinds import KINDS
from chalicelib.reconciling.reconciliation import (
    Difference,
    IndexLine,
    MerchantLine,
    Place,
    StoredEntry,
    of_entry,
    of_place,
)
from chalicelib.totals.use_tally import Sales


class MerchantCheck:
    """Give it the day's entries of the wallets first, then what each merchant's index has."""

    def __init__(self) -> None:
        self._lines: dict[str, dict[Place, IndexLine]] = defaultdict(dict)
        self._by_wallets: dict[str, Sales] = defaultdict(Sales)
        self._by_index: dict[str, Sales] = defaultdict(Sales)
        self._older: dict[str, list[str]] = defaultdict(list)
        self._differences: list[Difference] = []

    def add_of_wallet(self, stored: StoredEntry, entry: Entry) -> None:
        if entry.merchant is None or not KINDS[entry.kind].is_settled:
            return
        merchant_id = entry.merchant.merchant_id
        self._lines[merchant_id][stored.place] = stored.line
        self._by_wallets[merchant_id].add(entry)
        of = entry.redemption_id
        if entry.kind == "cancellation" and of and _day_of(of) not in (stored.on, None):
            self._older[merchant_id].append(of)

    def older_redemptions(self, merchant_id: str) -> list[str]:
        """Payments of earlier days of which the day's cancels took something back."""
        return sorted(set(self._older.get(merchant_id, ())))

    @property
    def merchant_ids(self) -> set[str]:
        """Those with payments or cancels in the wallets of the day."""
        return set(self._lines)

    def add_of_index(self, merchant_id: str, stored: Iterable[StoredEntry]) -> None:
        """All that the merchant's index has of the day: entries of other days are left out."""
        expected = dict(self._lines.get(merchant_id, {}))
        for row in stored:
            line = expected.pop(row.place, None)
            if line is None:
                self._differences.append(of_entry("merchant_index_extra", row, merchant_id))
            elif line.digest != row.digest:
                self._differences.append(of_entry("merchant_index_different", row, merchant_id))
            if row.entry is not None:
                self._by_index[merchant_id].add(row.entry)
        self._differences += [
            of_place("merchant_index_missing", place, line.entry_id, merchant_id)
            for place, line in expected.items()
        ]

    def lines(self) -> tuple[MerchantLine, ...]:
        """By merchant id; none for those without payments and cancels."""
        ids = sorted({*self._by_wallets, *self._by_index})
        return tuple(self._line(merchant_id) for merchant_id in ids)

    def differences(self) -> list[Difference]:
        sums = [
            Difference(
                kind="merchant_sum",
                subject=line.merchant_id,
                detail=f"wallets {line.net_amount}, settlement {line.settlement_amount}",
            )
            for line in self.lines()
            if line.net_amount != line.settlement_amount
        ]
        return [*self._differences, *sums]

    def _line(self, merchant_id: str) -> MerchantLine:
        sales = self._by_wallets.get(merchant_id, Sales())
        return MerchantLine(
            merchant_id=merchant_id,
            count=sales.count,
            gross_amount=sales.gross_amount,
            cancel_count=sales.cancel_count,
            canceled_amount=sales.canceled_amount,
            net_amount=sales.net_amount,
            settlement_amount=self._by_index.get(merchant_id, Sales()).net_amount,
        )


def _day_of(redemption_id: str) -> date | None:
    """`None` if it is no id: its entry is broken, and named for that."""
    try:
        return redemption_day(redemption_id)
    except (ValueError, OverflowError):
        return None
