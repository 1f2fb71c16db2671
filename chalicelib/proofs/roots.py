"""The day record: it fixes every entry of a county's Seoul day, and is linked to the day before.

Its Merkle root is over the hashes of the entries (each of them was the head of its wallet at its
moment, and holds the hash of the one before), sorted bytewise: so a path shows no other entry's
member, time or amount. A record is published once and never changes; so neither can an entry.
"""

import itertools
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from msgspec import Struct

from chalicelib.core.values import SEOUL, seoul_date
from chalicelib.ledger.entries import GENESIS_HASH, compute_hash
from chalicelib.proofs import merkle

__all__ = [
    "GENESIS_HASH",
    "PUBLISHED_AT",
    "DayRoot",
    "RootDiffersError",
    "check_link",
    "from_record",
    "leaves_of",
    "make_day_root",
    "next_publication",
    "ready_at",
    "split_leaves",
]

PUBLISHED_AT = time(1, 0)
"""In Seoul, on the next day: what the schedule in `proofs/worker.py` says."""


class DayRoot(Struct, frozen=True, kw_only=True):
    """`merkle_root`, `previous` (the `hash` of the day before; `GENESIS_HASH` on the first day) and
    `hash` are SHA-256 in hex."""

    county_id: str
    on: date
    entry_count: int
    merkle_root: str
    previous: str
    hash: str = ""

    def to_record(self) -> dict[str, Any]:
        """JSON types; `hash` is over the canonical JSON of the others, as an entry's is."""
        return {
            "county_id": self.county_id,
            "on": self.on.isoformat(),
            "entry_count": self.entry_count,
            "merkle_root": self.merkle_root,
            "previous": self.previous,
            "hash": self.hash,
        }

    @property
    def is_sound(self) -> bool:
        """Whether `hash` is what the other fields give."""
        return compute_hash(self.to_record()) == self.hash


class RootDiffersError(Exception):
    """A published record is not what the ledger gives. Nothing is overwritten; people must look."""


def from_record(record: Mapping[str, Any]) -> DayRoot:
    """The reverse of `to_record`. Fields it does not know are refused (`TypeError`)."""
    known = dict(record)
    return DayRoot(on=date.fromisoformat(known.pop("on")), **known)


def leaves_of(hashes: Iterable[str]) -> tuple[bytes, ...]:
    """The leaves of a day's tree: the entries' hashes (hex) as bytes, sorted, each once."""
    return tuple(sorted({bytes.fromhex(text) for text in hashes}))


def split_leaves(content: bytes) -> tuple[bytes, ...]:
    """The leaves of a file that holds them one after another. `ValueError` if it holds a part."""
    if len(content) % merkle.HASH_BYTES:
        raise ValueError("not a whole number of leaves")
    return tuple(
        content[i : i + merkle.HASH_BYTES] for i in range(0, len(content), merkle.HASH_BYTES)
    )


def make_day_root(county_id: str, on: date, leaves: Iterable[bytes], previous_hash: str) -> DayRoot:
    """The record of a day; a day without entries has one too. `leaves` as `leaves_of` gives them.

    Raises `ValueError` for leaves that are not sorted, not 32 bytes long, or there twice.
    """
    ordered = tuple(leaves)
    if any(a >= b for a, b in itertools.pairwise(ordered)):
        raise ValueError("the leaves are not sorted")
    if any(len(leaf) != merkle.HASH_BYTES for leaf in ordered):
        raise ValueError("a leaf is not a SHA-256")
    unsealed = DayRoot(
        county_id=county_id,
        on=on,
        entry_count=len(ordered),
        merkle_root=merkle.tree_root(ordered).hex(),
        previous=previous_hash,
    )
    return from_record(unsealed.to_record() | {"hash": compute_hash(unsealed.to_record())})


def check_link(before: DayRoot | None, root: DayRoot) -> bool:
    """Whether `root` is sound and follows `before` (`None`: it is the first)."""
    if before is None:
        return root.is_sound and root.previous == GENESIS_HASH
    next_day = before.on + timedelta(days=1)
    return root.is_sound and root.on == next_day and root.previous == before.hash


def ready_at(on: date) -> datetime:
    """When the record of a day is due."""
    return datetime.combine(on + timedelta(days=1), PUBLISHED_AT, tzinfo=SEOUL)


def next_publication(on: date, now: datetime) -> datetime:
    """When a day without a record will have one: at its time, or the next night if that is over."""
    today = seoul_date(now)
    nights = (ready_at(on), ready_at(today - timedelta(days=1)), ready_at(today))
    return next(night for night in nights if night > now)
