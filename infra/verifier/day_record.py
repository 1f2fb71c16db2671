"""A published day: its record, its leaves, and the tree over them, worked out a second time.

The tree is that of RFC 6962, section 2.1, here by its definition: cut at the largest power of two
below n. The product builds it level by level, and the browser walks a path: three ways, one root.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from infra.verifier.ledger_audit import canonical_bytes
from infra.verifier.numbers import GENESIS_HASH

LEAF_BYTES = 32
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRecord:
    """Its fields as they are published; hashes in hex."""

    county_id: str
    on: date
    entry_count: int
    merkle_root: str
    previous: str
    hash: str


def from_record(record: Mapping[str, Any]) -> DayRecord:
    """Raises `TypeError` for fields that are unknown or missing, `ValueError` for no day."""
    known = dict(record)
    return DayRecord(on=date.fromisoformat(known.pop("on")), **known)


def file_content(day: DayRecord) -> bytes:
    """As it is published: the bytes that its hash is over, and the hash among them."""
    sealed = canonical_bytes(_plain(day)).decode()
    return sealed.replace(',"merkle_root":', f',"hash":"{day.hash}","merkle_root":', 1).encode()


def follows(before: DayRecord | None, day: DayRecord) -> bool:
    """Whether its hash is right, and it is linked to the day before; `None`: it is the first."""
    if hashlib.sha256(canonical_bytes(_plain(day))).hexdigest() != day.hash:
        return False
    if before is None:
        return day.previous == GENESIS_HASH
    return (day.on, day.previous) == (before.on + _DAY, before.hash)


def root_name(county_id: str, on: date) -> str:
    return f"{county_id}/roots/{on}.json"


def leaves_name(county_id: str, on: date) -> str:
    return f"{county_id}/leaves/{on}"


def split_leaves(content: bytes) -> list[bytes]:
    """`ValueError` if it holds a part of one."""
    if len(content) % LEAF_BYTES:
        raise ValueError("not a whole number of leaves")
    return [content[i : i + LEAF_BYTES] for i in range(0, len(content), LEAF_BYTES)]


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """MTH(D[n]) of RFC 6962."""
    if not leaves:
        return hashlib.sha256().digest()
    return _subtree(leaves, 0, len(leaves))


def _subtree(leaves: Sequence[bytes], first: int, end: int) -> bytes:
    count = end - first
    if count == 1:
        return hashlib.sha256(b"\x00" + leaves[first]).digest()
    cut = first + (1 << (count - 1).bit_length() - 1)
    left, right = _subtree(leaves, first, cut), _subtree(leaves, cut, end)
    return hashlib.sha256(b"\x01" + left + right).digest()


def _plain(day: DayRecord) -> dict[str, Any]:
    return asdict(day) | {"on": day.on.isoformat()}
