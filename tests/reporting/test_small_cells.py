"""Small cells can't be found out, neither from one table nor by subtracting tables."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.reporting import small_cells
from tests.reporting.report_ledgers import ORIGINS, Ledger, at_seoul
from tests.reporting.test_figures import report_of

MINIMUM = 5
COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12))
NESTED = st.dictionaries(
    st.tuples(st.sampled_from("PQR"), st.sampled_from("abcd")), st.integers(0, 9)
)


@given(COUNTS)
def test_every_published_part_reaches_the_minimum(counts):
    cells = small_cells.merge(counts, minimum=MINIMUM)
    total = sum(counts.values())
    assert cells.total == total
    assert all(count >= MINIMUM and counts[code] == count for code, count in cells.shown)
    hidden = {code for code, n in counts.items() if n} - {code for code, _ in cells.shown}
    assert cells.other == 0 or cells.other >= MINIMUM or cells.other == total
    assert len(hidden) != 1 or cells.other == total


@given(COUNTS)
def test_hides_no_more_than_needed(counts):
    cells = small_cells.merge(counts, minimum=MINIMUM)
    small = sum(n for n in counts.values() if n < MINIMUM)
    if small == 0 or small >= MINIMUM:
        assert cells.other == small
    assert small_cells.merge(counts, minimum=0).other == 0


@given(NESTED)
def test_sums_and_differences_never_give_a_small_cell(counts):
    """Solve for each inner cell what the published sums allow: a small one is never determined."""
    nested = small_cells.merge_nested(counts, minimum=MINIMUM, keep_longest=[("P", "a")])
    parts = published_parts(nested, counts)
    assert sum(sum(counts[cell] for cell in part) for part in parts) == sum(counts.values())
    total = sum(counts.values())
    for part in parts:
        size = sum(counts[cell] for cell in part)
        assert size >= MINIMUM or size == total
        # Published sums only ever combine whole parts; inside a part its cells can be exchanged.
        assert len(part) > 1 or size >= MINIMUM or size == total
    sums = {
        sum(sum(counts[c] for c in part) for part in chosen)
        for size in range(1, len(parts) + 1)
        for chosen in combinations(parts, size)
    }
    assert all(s >= MINIMUM or s == total for s in sums)


def published_parts(nested, counts):
    """Which cells each published number stands for; both tables must be sums of these parts."""
    nonzero = {cell for cell, n in counts.items() if n}
    parts = []
    for outer, count in nested.outer.shown:
        inner = nested.inner_by_outer[outer]
        assert inner.total == count
        shown = {(outer, code) for code, _ in inner.shown}
        rest = {cell for cell in nonzero if cell[0] == outer} - shown
        assert sum(counts[cell] for cell in rest) == inner.other
        parts += [{cell} for cell in shown] + ([rest] if rest else [])
    rest = {cell for cell in nonzero if cell[0] not in dict(nested.outer.shown)}
    assert sum(counts[cell] for cell in rest) == nested.outer.other
    return parts + ([rest] if rest else [])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(ORIGINS), max_size=40))
def test_the_home_county_is_told_only_where_the_table_shows_it(origins):
    ledger = Ledger()
    for n, origin in enumerate(origins):
        ledger.sign_up(f"mem_{n:02}", at_seoul(20, 10, n), origin)
    signups = report_of(ledger.entries, minimum=MINIMUM).signups
    shown = {row.code: row.count for row in signups.by_region}
    home = sum(o.region_code in ("46810", "12780") for o in origins)
    if signups.residence.inside is None:
        assert "12780" not in shown
    elif home:
        assert signups.residence.inside == shown["12780"] == home
        assert signups.residence.outside == len(origins) - home
    else:
        assert signups.residence.outside == len(origins)
    for rows in (signups.by_region, signups.by_province, signups.by_relation):
        assert sum(row.count for row in rows) == len(origins)
        assert all(row.count >= MINIMUM or row.count == len(origins) for row in rows)


def test_the_home_county_is_merged_last():
    cells = small_cells.merge({"home": 6, "a": 2, "b": 30}, minimum=5, keep_longest={"home"})
    assert cells == small_cells.Cells(shown=(("home", 6),), other=32)
