"""Whether the ledger's entries are those that the published days fixed.

A chain whose hashes were all made anew is sound in itself, and a chain without its newest entries
is too: only the leaves that were published, day by day, show either.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from infra.verifier import day_record
from infra.verifier.day_leaves import DayLeaves
from infra.verifier.day_record import DayRecord

_DAY = timedelta(days=1)


@dataclass(slots=True)
class RootFindings:
    """`problems` are sentences. `unpublished`: hashes of entries of published days that no
    published day has. `waiting_count`: entries of days that are not published yet."""

    day_count: int = 0
    leaf_count: int = 0
    first_on: date | None = None
    last_on: date | None = None
    problems: list[str] = field(default_factory=list)
    unpublished: dict[bytes, date] = field(default_factory=dict)
    waiting_count: int = 0
    waiting_days: list[date] = field(default_factory=list)


def check(
    county_id: str,
    roots: Iterable[DayRecord],
    hashes: DayLeaves,
    leaves_on: Callable[[date], bytes | None],
) -> RootFindings:
    """`hashes`: of the ledger's entries. `leaves_on`: the leaves as published.

    An entry stands in its own day's leaves, or, if it came late, in the next day's.
    """
    found = RootFindings()
    before: DayRecord | None = None
    late: set[bytes] = set()
    for root in sorted(roots, key=lambda each: each.on):
        if root.county_id != county_id or not day_record.follows(before, root):
            found.problems.append(f"{root.on}: its record does not follow the day before")
        found.unpublished |= dict.fromkeys(late, root.on - _DAY)
        own = set(day_record.split_leaves(hashes.of(root.on.isoformat())))
        published = _leaves(root, leaves_on(root.on), found)
        if published is not None:
            gone = published - own - late
            for leaf in sorted(gone):
                found.problems.append(f"{root.on}: no entry has the published hash {leaf.hex()}")
            for leaf in late & published:
                found.unpublished.pop(leaf, None)
            late = own - published
            if gone:
                # What stands in their place is no late entry, unless the next day says so.
                found.unpublished |= dict.fromkeys(late, root.on)
        else:
            late = set()
        found.day_count += 1
        found.first_on = found.first_on or root.on
        before = root
    found.last_on = before.on if before else None
    _count_waiting(found, hashes, len(late - found.unpublished.keys()))
    return found


def _leaves(root: DayRecord, content: bytes | None, found: RootFindings) -> set[bytes] | None:
    """The published leaves, if they give the published root."""
    if content is None:
        found.problems.append(f"{root.on}: its leaves are missing")
        return None
    try:
        leaves = day_record.split_leaves(content)
    except ValueError as exc:
        found.problems.append(f"{root.on}: its leaves are no leaves ({exc})")
        return None
    if day_record.tree_root(leaves).hex() != root.merkle_root or len(leaves) != root.entry_count:
        found.problems.append(f"{root.on}: its leaves do not give its root")
        return None
    found.leaf_count += len(leaves)
    return set(leaves)


def _count_waiting(found: RootFindings, hashes: DayLeaves, late_count: int) -> None:
    """Days after the last published one; and of that one, what came late. Entries of days before
    the first published one are in no tree: that is a problem."""
    for text in hashes.days():
        day = date.fromisoformat(text)
        if found.last_on is None or day > found.last_on:
            found.waiting_days.append(day)
            found.waiting_count += len(hashes.of(text)) // day_record.LEAF_BYTES
        elif found.first_on and day < found.first_on:
            found.unpublished |= dict.fromkeys(day_record.split_leaves(hashes.of(text)), day)
    found.waiting_count += late_count
