"""A day's published root against the entries that the wallets hold."""

from collections.abc import Callable, Collection, Mapping

from msgspec import Struct

from chalicelib.proofs import merkle
from chalicelib.proofs.roots import DayRoot, check_link
from chalicelib.reconciling.reconciliation import Difference, Place, of_place


class PublishedDay(Struct, frozen=True):
    """What was published of a day; `None` where there is nothing. `served` is the record as the
    table has it, `is_kept` whether the locked bucket has the very same, `before` the record of the
    day before (`None` on the county's first day)."""

    served: DayRoot | None
    is_kept: bool
    before: DayRoot | None
    leaves: Collection[bytes] | None
    leaves_after: Collection[bytes]
    """Of the next day's tree, which takes what the index showed too late; empty if not yet made."""


def check_root(
    day: str,
    published: PublishedDay,
    place_by_hash: Mapping[bytes, tuple[Place, str]],
    hashes_before: Callable[[], Collection[bytes]],
) -> list[Difference]:
    """`place_by_hash`: the day's entries. `hashes_before`: those of the day before, asked for only
    when the day's tree has leaves that are no entries of the day."""
    root, leaves = published.served, published.leaves
    if root is None or leaves is None:
        missing = "record" if root is None else "leaves"
        return [Difference(kind="root_missing", subject=day, detail=missing)]
    found = [
        Difference(kind="root_broken", subject=day, detail=problem)
        for problem in _problems(root, published)
    ]
    in_tree = set(leaves)
    found += [
        of_place("root_lacks_entry", place, entry_id, day)
        for leaf, (place, entry_id) in place_by_hash.items()
        if leaf not in in_tree and leaf not in published.leaves_after
    ]
    if unknown := in_tree - place_by_hash.keys():
        unknown -= set(hashes_before())
    found += [
        Difference(kind="root_has_unknown", subject=leaf.hex(), detail=day) for leaf in unknown
    ]
    return found


def _problems(root: DayRoot, published: PublishedDay) -> list[str]:
    leaves = sorted(published.leaves or ())
    problems = []
    if not published.is_kept:
        problems.append("kept record differs")
    if not check_link(published.before, root):
        problems.append("link")
    if merkle.tree_root(leaves).hex() != root.merkle_root:
        problems.append("merkle_root")
    if len(leaves) != root.entry_count:
        problems.append("entry_count")
    return problems
