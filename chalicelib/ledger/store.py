"""A member's partition: the profile and the chain of entries."""

import heapq
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from chalicelib.aws.table import Table
from chalicelib.core.values import id_time
from chalicelib.ledger import keys
from chalicelib.ledger.appending import EntryPage, LedgerBrokenError, WalletPage, check_balances
from chalicelib.ledger.budget import BudgetChange, BudgetShortError
from chalicelib.ledger.budget_store import counts
from chalicelib.ledger.entries import Entry, compute_hash, redemption_day, to_record
from chalicelib.ledger.entry_codec import entry_from_item, item_from_entry
from chalicelib.ledger.ports import PlaceTaken
from chalicelib.ledger.profile_codec import profile_from_item

PAGE_ITEMS = 4
"""The profile and three entries: about 4 KB, one read unit."""


class WalletStore:
    """Access pattern 1: the newest entries of a wallet, consistently, with the profile."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def read(self, county_id: str, member_id: str) -> WalletPage:
        page = self._table.query(
            keys.wallet(county_id, member_id),
            newest_first=True,
            limit=PAGE_ITEMS,
            consistent=True,
        )
        items = page.items
        profile = None
        if items and items[0]["type"] == "profile":
            profile = profile_from_item(items.pop(0))
        entries = [entry_from_item(item) for item in items]
        if entries:
            check_stored(entries[0])
        return WalletPage(entries, page.next_key, profile)

    def read_older(
        self, county_id: str, member_id: str, start: Mapping[str, Any], limit: int
    ) -> EntryPage:
        """Access pattern 2: further back in a chain, newest first."""
        page = self._table.query(
            keys.wallet(county_id, member_id),
            prefix="ENTRY",
            newest_first=True,
            limit=limit,
            start=dict(start),
            consistent=True,
        )
        return EntryPage([entry_from_item(item) for item in page.items], page.next_key)

    def entry_at(self, county_id: str, member_id: str, seq: int) -> Entry | None:
        """Access pattern 105: the entry of this number, read consistently."""
        item = self._table.get(keys.entry(county_id, member_id, seq), consistent=True)
        return entry_from_item(item) if item else None

    def list_entries(
        self,
        county_id: str,
        member_id: str,
        *,
        limit: int,
        before_seq: int | None,
        consistent: bool = False,
    ) -> EntryPage:
        """Access pattern 3: a member's entries, newest first, `before_seq` if given."""
        start = None
        if before_seq is not None:
            start = keys.entry(county_id, member_id, before_seq)._asdict()
        page = self._table.query(
            keys.wallet(county_id, member_id),
            prefix="ENTRY",
            newest_first=True,
            limit=limit,
            start=start,
            consistent=consistent,
        )
        return EntryPage([entry_from_item(item) for item in page.items], page.next_key)

    def first_entry(self, county_id: str, member_id: str) -> Entry | None:
        """The entry that made the member, read consistently."""
        return self.entry_at(county_id, member_id, 1)

    def entry(self, county_id: str, member_id: str, entry_id: str) -> Entry | None:
        """Access pattern 70: an entry of a wallet by its id, which says when it was written; `None`
        also while `by_day` does not show a new one yet. `ValueError` if it is not an id of ours."""
        pk, sk = keys.day_of_entry(county_id, member_id, id_time(entry_id), 0)
        for item in self._table.query_all(pk, index="by_day", prefix=keys.time_of_entry(sk)):
            if item["pk"] == keys.wallet(county_id, member_id):
                entry = entry_from_item(item)
                if entry.entry_id == entry_id:
                    return entry
        return None

    def append(self, entry: Entry) -> bool | PlaceTaken:
        """Write the entry if its place is free; else who was first, as it is stored."""
        check_balances(entry)
        item = self._table.put_new(item_from_entry(entry))
        if item is None:
            return True
        standing = entry_from_item(item)
        check_stored(standing)
        return PlaceTaken(standing)

    def append_with_budget(self, entry: Entry, budget: BudgetChange) -> bool:
        """The same, and the budget's change with it in one transaction. Raises `BudgetShortError`
        if a shard holds too little; then nothing is written."""
        check_balances(entry)
        outcome = self._table.put_new_with_counts(
            item_from_entry(entry), counts(entry.county_id, budget)
        )
        if outcome == "too_little":
            raise BudgetShortError
        return outcome == "written"

    def append_two(self, entry: Entry, follower: Entry, budget: BudgetChange | None) -> bool:
        """Access pattern 277: both entries, and the budget's change, in one transaction: a payment
        and its cashback. Raises `BudgetShortError` if a shard holds too little; then nothing is
        written."""
        check_balances(entry)
        check_balances(follower)
        outcome = self._table.put_new_with_counts(
            item_from_entry(entry),
            counts(entry.county_id, budget) if budget else (),
            beside=[item_from_entry(follower)],
        )
        if outcome == "too_little":
            raise BudgetShortError
        return outcome == "written"

    def entries_on(self, county_id: str, on: date) -> Iterator[Entry]:
        """Access pattern 4: all entries of a business day, in time order, from `by_day`."""
        shards = [
            self._table.query_all(keys.day(county_id, on, shard), index="by_day")
            for shard in range(keys.DAY_SHARDS)
        ]
        for item in heapq.merge(*shards, key=lambda item: item["by_day_sk"]):
            yield entry_from_item(item)

    def entries_of_part(
        self, county_id: str, on: date, *, part: int, parts: int
    ) -> Iterator[Entry]:
        """Access pattern 383: a day's entries of one of `parts` parts of the wallets, each
        wallet's in the order of its chain: of its shard, which holds several parts."""
        pk = keys.day(county_id, on, part % keys.DAY_SHARDS)
        for item in self._table.query_all(pk, index="by_day"):
            if keys.is_of_part(item["pk"], part, parts):
                yield entry_from_item(item)

    def redemption_entries(
        self, county_id: str, merchant_id: str, redemption_on: date, redemption_id: str
    ) -> list[Entry]:
        """Access pattern 5: a redemption and its cancellations, from `by_merchant`."""
        items = self._table.query_all(
            keys.merchant_entries(county_id, merchant_id),
            index="by_merchant",
            prefix=keys.merchant_redemption(redemption_on, redemption_id),
        )
        return sorted(map(entry_from_item, items), key=_by_seq)

    def redemptions_on(
        self, county_id: str, merchant_id: str, on: date, *, limit: int, before: str | None
    ) -> tuple[list[list[Entry]], str | None]:
        """Access pattern 6: a merchant's redemptions of a day, newest first.

        Each as `[redemption, its cancellations…]`, and the redemption id to go on before.
        """
        return self.redemptions_between(county_id, merchant_id, on, on, limit=limit, before=before)

    def redemptions_between(
        self,
        county_id: str,
        merchant_id: str,
        from_on: date,
        to_on: date,
        *,
        limit: int,
        before: str | None,
    ) -> tuple[list[list[Entry]], str | None]:
        """Access pattern 115: the same of several days, both included."""
        pk = keys.merchant_entries(county_id, merchant_id)
        top = f"{to_on.isoformat()}~"
        if before:
            top = keys.merchant_redemption(redemption_day(before), before)
        rows: list[list[Entry]] = []
        cancellations: list[Entry] = []
        # Newest first, a redemption comes right after its own cancellations.
        for item in self._table.query_all(
            pk,
            index="by_merchant",
            between=(from_on.isoformat(), top),
            newest_first=True,
            limit=limit * 2,
        ):
            if item["by_merchant_sk"] == top:
                continue
            entry = entry_from_item(item)
            if entry.kind == "cancellation":
                cancellations.append(entry)
                continue
            if len(rows) == limit:
                return rows, rows[-1][0].redemption_id
            # The index may lag: a cancellation whose redemption is not there yet is left out.
            own = [c for c in cancellations if c.redemption_id == entry.redemption_id]
            rows.append([entry, *sorted(own, key=_by_seq)])
            cancellations = []
        return rows, None


def check_stored(entry: Entry) -> None:
    """That a stored entry is as it was written, before a decision builds on it. Raises
    `LedgerBrokenError`."""
    check_balances(entry)
    if compute_hash(to_record(entry)) != entry.hash:
        raise LedgerBrokenError(f"{entry.entry_id}: the stored fields do not give the stored hash")


def _by_seq(entry: Entry) -> int:
    """The order within a redemption: the index knows none among cancels of one millisecond."""
    return entry.seq
