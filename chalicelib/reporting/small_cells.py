"""Hiding small cells: a count of few people is merged with others until nobody stands out.

The rule: in every published table each part holds at least `minimum` people. Small cells are
merged, smallest first, into one *other* part, and if that is too small, further cells join it.
Tables that nest (counties in provinces) are merged inside the published parts of the outer table.
So all tables of one report are coarsenings of one partition whose parts reach the minimum, and
adding or subtracting published numbers can only give sums of such parts, never a hidden cell. Only
a total that is itself below the minimum stands alone, as one part that tells nothing but the total.
"""

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct


class Cells(Struct, frozen=True):
    """`shown` by code, largest count first; `other` is the sum of the hidden ones, 0 if none."""

    shown: tuple[tuple[str, int], ...]
    other: int

    @property
    def total(self) -> int:
        return self.other + sum(count for _, count in self.shown)

    def count(self, code: str) -> int | None:
        """The published count of `code`; `None` if it isn't shown."""
        return dict(self.shown).get(code)


def merge(
    count_by_code: Mapping[str, int], *, minimum: int, keep_longest: Collection[str] = ()
) -> Cells:
    """Hide the cells below `minimum`; those in `keep_longest` join *other* after all others."""
    ascending = sorted(
        ((code, count) for code, count in count_by_code.items() if count > 0),
        key=lambda cell: (cell[1] >= minimum, cell[0] in keep_longest, cell[1], cell[0]),
    )
    other, hidden = 0, 0
    for _, count in ascending:
        if count >= minimum and (other == 0 or other >= minimum):
            break
        other += count
        hidden += 1
    return Cells(_largest_first(ascending[hidden:]), other)


class NestedCells(Struct, frozen=True):
    """`inner_by_outer` has the inner cells of every shown outer cell."""

    outer: Cells
    inner_by_outer: Mapping[str, Cells]

    def inner_count(self, outer_code: str, inner_code: str) -> int | None:
        cells = self.inner_by_outer.get(outer_code)
        return cells.count(inner_code) if cells else None


def merge_nested(
    count_by_codes: Mapping[tuple[str, str], int],
    *,
    minimum: int,
    keep_longest: Iterable[tuple[str, str]] = (),
) -> NestedCells:
    """`merge` over (outer, inner) cells: first the outer table, then inside each shown part."""
    kept = tuple(keep_longest)
    outer_counts: dict[str, int] = {}
    inner_counts: dict[str, dict[str, int]] = {}
    for (outer_code, inner_code), count in count_by_codes.items():
        outer_counts[outer_code] = outer_counts.get(outer_code, 0) + count
        inner_counts.setdefault(outer_code, {})[inner_code] = count
    outer = merge(outer_counts, minimum=minimum, keep_longest={o for o, _ in kept})
    inner = {
        code: merge(
            inner_counts[code], minimum=minimum, keep_longest={i for o, i in kept if o == code}
        )
        for code, _ in outer.shown
    }
    return NestedCells(outer, inner)


def _largest_first(cells: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(cells, key=lambda cell: (-cell[1], cell[0])))
