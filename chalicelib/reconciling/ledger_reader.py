"""The ledger as it is stored, row by row, for those who check it: nothing here trusts an entry.

An item that is no entry any more is given too, named by its key. Rows of the table are read
consistently; rows of an index as the index has them.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from chalicelib.aws.table import Item, Table
from chalicelib.ledger import keys
from chalicelib.ledger.entries import Entry, redemption_day
from chalicelib.ledger.entry_codec import entry_from_item, entry_id_of
from chalicelib.reconciling.reconciliation import StoredEntry

_NOT_AN_ENTRY = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError)
_LAST_SEQ = 10**10 - 1


class LedgerReader:
    def __init__(self, table: Table) -> None:
        self._table = table

    def day(self, county_id: str, on: date) -> Iterator[StoredEntry]:
        """Access pattern 50: what `by_day` has of a day, shard by shard. A wallet's rows are all in
        one shard, in the order of their time."""
        for shard in range(keys.DAY_SHARDS):
            pk = keys.day(county_id, on, shard)
            yield from map(_stored, self._table.query_all(pk, index="by_day"))

    def in_day_index(self, entry: Entry) -> StoredEntry | None:
        """Access pattern 51: what `by_day` has where this entry belongs."""
        key = keys.day_of_entry(entry.county_id, entry.member_id, entry.at, entry.seq)
        rows = self._table.query_all(key.pk, index="by_day", between=(key.sk, key.sk))
        return next((row for row in map(_stored, rows) if row.member_id == entry.member_id), None)

    def wallet_from(
        self, county_id: str, member_id: str, seq: int, *, page: int
    ) -> Iterator[StoredEntry]:
        """Access pattern 52: a wallet's entries from `seq` on, oldest first, `page` at a time."""
        first = keys.entry(county_id, member_id, seq)
        last = keys.entry(county_id, member_id, _LAST_SEQ)
        between = (first.sk, last.sk)
        return map(
            _stored,
            self._table.query_all(first.pk, between=between, limit=page, consistent=True),
        )

    def wallet_before(self, county_id: str, member_id: str, seq: int) -> Iterator[StoredEntry]:
        """Access pattern 53: a wallet's entries before `seq`, newest first."""
        if seq <= 1:
            return iter(())
        first = keys.entry(county_id, member_id, 1)
        last = keys.entry(county_id, member_id, seq - 1)
        return map(
            _stored,
            self._table.query_all(
                first.pk,
                between=(first.sk, last.sk),
                newest_first=True,
                limit=keys.DAY_SHARDS,
                consistent=True,
            ),
        )

    def merchant_day(self, county_id: str, merchant_id: str, on: date) -> Iterator[StoredEntry]:
        """Access pattern 54: what `by_merchant` has of a day's payments and all their cancels."""
        return self._of_merchant(county_id, merchant_id, on.isoformat())

    def merchant_redemption(
        self, county_id: str, merchant_id: str, redemption_id: str
    ) -> Iterator[StoredEntry]:
        """Access pattern 55: what `by_merchant` has of one payment and of its cancels."""
        prefix = keys.merchant_redemption(redemption_day(redemption_id), redemption_id)
        return self._of_merchant(county_id, merchant_id, prefix)

    def _of_merchant(self, county_id: str, merchant_id: str, prefix: str) -> Iterator[StoredEntry]:
        pk = keys.merchant_entries(county_id, merchant_id)
        return map(_stored, self._table.query_all(pk, index="by_merchant", prefix=prefix))


def _stored(item: Item) -> StoredEntry:
    _, member_id, seq = keys.split_entry(item["pk"], item["sk"])
    entry = _entry(item)
    return StoredEntry(
        member_id=member_id,
        seq=seq,
        entry_id=entry_id_of(item),
        on=entry.on if entry else _day(item),
        digest=_digest(item),
        entry=entry,
    )


def _entry(item: Item) -> Entry | None:
    try:
        entry = entry_from_item(item)
        return entry if _is_whole(entry) else None
    except _NOT_AN_ENTRY:
        return None


def _is_whole(entry: Entry) -> bool:
    """Whether sums can be made of it; what they say is for others to judge."""
    sums = (
        entry.mileage_amount,
        entry.voucher_amount,
        entry.mileage_balance,
        entry.voucher_balance,
        *(a.amount for a in entry.allocations),
        *([entry.purchase.price_amount] if entry.purchase else []),
    )
    return all(type(n) is int for n in sums) and len(entry.hash) == 64


def _day(item: Item) -> date:
    """Of an item that is no entry: the day under which the index has it, else the earliest of
    days, so that a reader that goes by days does not stop at it."""
    try:
        return keys.split_day(item["by_day_pk"])
    except _NOT_AN_ENTRY:
        return date.min


def _digest(item: Item) -> bytes:
    """Of all attributes, whatever order a map in them was read in."""
    text = json.dumps(item, sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).digest()


def _plain(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else repr(sorted(map(repr, value)))
