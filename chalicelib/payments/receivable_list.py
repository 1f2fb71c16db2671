"""Who owes the county what, since when and for what: from the entries that say so."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Literal, NamedTuple

from msgspec import Struct

from chalicelib.core.values import id_time
from chalicelib.ledger.entries import Entry

CauseKind = Literal["purchase", "trip", "cashback", "referral", "carried"]
_KIND_OF_ID: dict[str, CauseKind] = {"pur": "purchase", "trp": "trip"}


class Cause(NamedTuple):
    """Won that are owed for something. `of_id`: of the purchase or trip; `carried`: it came from a
    wallet that ended in this one."""

    kind: CauseKind
    of_id: str | None
    amount: int
    at: datetime


class Receivable(Struct, frozen=True, kw_only=True):
    """What one member owes, and for what since nothing was owed last; of these causes a part may be
    settled. `moved_amount`: all that the entries say was owed less what they say was settled."""

    member_id: str
    amount: int
    since_entry_id: str
    causes: tuple[Cause, ...]
    moved_amount: int

    @property
    def since(self) -> datetime:
        return id_time(self.since_entry_id)

    @property
    def position(self) -> str:
        """Its place in the list, the oldest first."""
        return f"{self.since_entry_id} {self.member_id}"


def receivables_of(moves: Iterable[Entry]) -> list[Receivable]:
    """What is owed now, the oldest first. `moves`: the entries by which somebody owes more or less,
    wallet by wallet, each wallet's in its order."""
    found = [
        _of_wallet(member_id, list(entries))
        for member_id, entries in groupby(moves, key=lambda entry: entry.member_id)
    ]
    return sorted((one for one in found if one.amount), key=lambda one: one.position)


def mismatched(moves: Iterable[Entry]) -> list[tuple[str, int]]:
    """(member, by how much) of whom the entries say that another sum is owed than they add up
    to."""
    return [
        (one.member_id, one.amount - one.moved_amount)
        for one in (
            _of_wallet(member_id, list(entries))
            for member_id, entries in groupby(moves, key=lambda entry: entry.member_id)
        )
        if one.amount != one.moved_amount
    ]


def _of_wallet(member_id: str, entries: list[Entry]) -> Receivable:
    causes: list[Cause] = []
    moved = 0
    for entry in entries:
        fact = entry.receivable
        assert fact is not None
        moved += fact.amount
        if fact.amount > 0:
            causes.append(_cause(fact.what, fact.amount, entry.at))
        if entry.owed is None:
            causes = []
    last = entries[-1]
    return Receivable(
        member_id=member_id,
        amount=last.owed_amount,
        since_entry_id=last.owed.since_entry_id if last.owed else last.entry_id,
        causes=tuple(causes),
        moved_amount=moved,
    )


def _cause(what: str, amount: int, at: datetime) -> Cause:
    if kind := _KIND_OF_ID.get(what[:3] if what[3:4] == "_" else ""):
        return Cause(kind, what, amount, at)
    by_name: dict[str, CauseKind] = {"cashback": "cashback", "referral": "referral"}
    return Cause(by_name.get(what, "carried"), None, amount, at)
