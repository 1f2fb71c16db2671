"""Whether each wallet's entries follow one another: sequence, balances, lots, hash links.

It also derives how the balances of all wallets moved, from stored balances alone: the last one
minus the one before the first entry, which is what that entry's lots held before its allocations.
"""

import heapq
from datetime import date
from typing import Literal, NamedTuple

from msgspec import Struct

from chalicelib.core.values import format_time
from chalicelib.ledger.entries import GENESIS_HASH, Entry

BROKEN_SHOWN_MAX = 20

Problem = Literal["sequence", "mileage_balance", "voucher_balance", "lots", "hash_link"]


class ChainBreak(Struct, frozen=True):
    """`problems` in the order in which they are checked."""

    entry_id: str
    member_id: str
    seq: int
    at: str
    problems: tuple[Problem, ...]


class Continuity(Struct, frozen=True):
    """`broken` are the first ones by time, at most `BROKEN_SHOWN_MAX`."""

    wallet_count: int
    entry_count: int
    broken_count: int
    broken: tuple[ChainBreak, ...]


class _Head(NamedTuple):
    seq: int
    mileage: int
    voucher: int
    hash_prefix: str
    on: date


class WalletLinks:
    """Takes a period's entries, those of one wallet in their order. Keeps a line per wallet."""

    def __init__(self) -> None:
        self._heads: dict[str, _Head] = {}
        self._entry_count = 0
        self._broken_count = 0
        # The earliest ones, as a heap whose first element is the latest of them.
        self._broken: list[tuple[_Reversed, ChainBreak]] = []
        self.mileage_movement = 0
        self.voucher_movement = 0

    def add(self, entry: Entry, on: date) -> tuple[int, int]:
        """Check `entry`; return what mileage and vouchers moved by it *within the day* `on`."""
        self._entry_count += 1
        head = self._heads.get(entry.member_id)
        lots_before = _before_by_lots(entry)
        before = (head.mileage, head.voucher) if head else lots_before
        self.mileage_movement += entry.mileage_balance - before[0]
        self.voucher_movement += entry.voucher_balance - before[1]
        if problems := _problems(entry, head, before):
            self._note(entry, problems)
        day_before = before if head and head.on == on else lots_before
        self._heads[entry.member_id] = _Head(
            entry.seq, entry.mileage_balance, entry.voucher_balance, entry.hash[:16], on
        )
        return entry.mileage_balance - day_before[0], entry.voucher_balance - day_before[1]

    def continuity(self) -> Continuity:
        broken = sorted((item for _, item in self._broken), key=_by_time)
        return Continuity(len(self._heads), self._entry_count, self._broken_count, tuple(broken))

    def _note(self, entry: Entry, problems: tuple[Problem, ...]) -> None:
        self._broken_count += 1
        item = ChainBreak(
            entry.entry_id, entry.member_id, entry.seq, format_time(entry.at), problems
        )
        heapq.heappush(self._broken, (_Reversed(_by_time(item)), item))
        if len(self._broken) > BROKEN_SHOWN_MAX:
            heapq.heappop(self._broken)


class _Reversed:
    """Turns `heapq` into a heap with the largest first."""

    __slots__ = ("key",)

    def __init__(self, key: tuple[str, str, int, str]) -> None:
        self.key = key

    def __lt__(self, other: "_Reversed") -> bool:
        return other.key < self.key


def _by_time(item: ChainBreak) -> tuple[str, str, int, str]:
    return (item.at, item.member_id, item.seq, item.entry_id)


def _before_by_lots(entry: Entry) -> tuple[int, int]:
    """What the wallet held before this entry; nothing before the first one."""
    if entry.seq == 1:
        return 0, 0
    mileage, voucher = _held(entry)
    for allocation in entry.allocations:
        if allocation.kind == "mileage":
            mileage -= allocation.amount
        else:
            voucher -= allocation.amount
    return mileage, voucher


def _held(entry: Entry) -> tuple[int, int]:
    mileage = voucher = 0
    for lot in entry.lots:
        if lot.kind == "mileage":
            mileage += lot.remaining
        else:
            voucher += lot.remaining
    return mileage, voucher


def _problems(entry: Entry, head: _Head | None, before: tuple[int, int]) -> tuple[Problem, ...]:
    """`before` are the balances that the amounts must continue."""
    problems: list[Problem] = []
    if head and entry.seq != head.seq + 1:
        problems.append("sequence")
    if entry.mileage_balance != before[0] + entry.mileage_amount:
        problems.append("mileage_balance")
    if entry.voucher_balance != before[1] + entry.voucher_amount:
        problems.append("voucher_balance")
    if _held(entry) != (entry.mileage_balance, entry.voucher_balance):
        problems.append("lots")
    if not _follows_hash(entry, head):
        problems.append("hash_link")
    return tuple(problems)


def _follows_hash(entry: Entry, head: _Head | None) -> bool:
    if head:
        return entry.prev_hash[:16] == head.hash_prefix
    return entry.seq > 1 or entry.prev_hash == GENESIS_HASH
