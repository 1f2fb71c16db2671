"""A member's proof that an entry is in the published ledger: complete, to be checked by anybody.

Whoever holds it makes the entry's hash from its record, walks the path to the day's Merkle root,
makes the day record's hash, and compares that record with the one the county published. It names no
other entry: the siblings are hashes, sorted, of entries it knows nothing about.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from chalicelib.ledger.entries import Entry, to_record
from chalicelib.proofs import merkle
from chalicelib.proofs.roots import DayRoot

VERSION = 1


class Proof(Struct, frozen=True):
    """`entry` is the canonical record with its `hash`; `path` leads from leaf to root, in hex."""

    entry: dict[str, Any]
    leaf_index: int
    tree_size: int
    path: tuple[str, ...]
    day: DayRoot


def make_proof(entry: Entry, leaves: Sequence[bytes], day: DayRoot) -> Proof | None:
    """`leaves` are those of `day`, sorted; `None` if the entry is not among them."""
    leaf = bytes.fromhex(entry.hash)
    index = bisect_left(leaves, leaf)
    if index == len(leaves) or leaves[index] != leaf:
        return None
    path = tuple(sibling.hex() for sibling in merkle.audit_path(leaves, index))
    return Proof(to_record(entry), index, len(leaves), path, day)
