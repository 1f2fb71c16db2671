"""Each number of a series is in exactly one run, however it is cut."""

from collections.abc import Sequence
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.paper.errors import (
    NotesElsewhereError,
    NotesScatteredError,
    PaperSeriesNotFoundError,
)
from chalicelib.paper.serials import NoteRange
from chalicelib.paper.stock import RUNS_MAX, Cut, Run, Standing, cut, find_hole
from chalicelib.paper.store import PaperStore
from tests.fakes import FakeTable

COUNTY, AGENT, SOLD = Standing("county"), Standing("agent", "agt_1"), Standing("sold", "agt_1")
LAST = 60


def a_run(first: int, last: int, standing: Standing = COUNTY, version: int = 1) -> Run:
    return Run(
        county_id="gangjin", series="GA", first=first, last=last, standing=standing, cause="c",
        version=version,
    )  # fmt: skip


def after(runs: Sequence[Run], made: Cut) -> list[Run]:
    """As the table holds them: nothing new takes a place that was taken."""
    held = {run.first: run for run in runs}
    assert not held.keys() & {run.first for run in made.new}
    for run in made.replaced:
        assert run.version == held[run.first].version + 1
    held |= {run.first: run for run in (*made.replaced, *made.new)}
    return [held[first] for first in sorted(held)]


def spots(runs: Sequence[Run]) -> dict[int, Standing]:
    return {n: run.standing for run in runs for n in range(run.first, run.last + 1)}


@given(st.lists(st.tuples(st.integers(1, LAST), st.integers(0, 9), st.booleans()), max_size=20))
def test_every_number_stands_once_and_as_it_was_moved(
    moves: list[tuple[int, int, bool]],
) -> None:
    """Against a model of one state a number: there and back again."""
    runs, model = [a_run(1, LAST)], dict.fromkeys(range(1, LAST + 1), COUNTY)
    for first, more, is_back in moves:
        notes = NoteRange("GA", first, min(first + more, LAST))
        wanted, to = (AGENT, COUNTY) if is_back else (COUNTY, AGENT)
        own = [r for r in runs if r.first <= notes.last and notes.first <= r.last]
        try:
            made = cut(own, [notes], wanted=wanted, to=to, cause="m")
        except NotesElsewhereError:
            assert any(model[n] != wanted for n in range(notes.first, notes.last + 1))
            continue
        except NotesScatteredError:
            assert len(own) > RUNS_MAX
            continue
        runs = after(runs, made)
        model |= dict.fromkeys(range(notes.first, notes.last + 1), to)
        assert spots(runs) == model
        assert find_hole(runs, NoteRange("GA", 1, LAST)) is None


def test_several_ranges_of_one_run_are_cut_at_once() -> None:
    runs = [a_run(1, 100, AGENT, version=7)]
    ranges = [NoteRange("GA", 10, 12), NoteRange("GA", 50, 50), NoteRange("GA", 100, 100)]
    made = cut(runs, ranges, wanted=AGENT, to=SOLD, cause="ent_1")
    left = after(runs, made)
    assert [(r.first, r.last, r.standing.state) for r in left] == [
        (1, 9, "agent"), (10, 12, "sold"), (13, 49, "agent"), (50, 50, "sold"), (51, 99, "agent"),
        (100, 100, "sold"),
    ]  # fmt: skip
    assert [(r.first, r.version) for r in made.replaced] == [(1, 8)]
    assert {r.cause for r in left if r.standing == SOLD} == {"ent_1"}


def test_a_whole_run_keeps_its_place() -> None:
    whole = NoteRange("GA", 5, 9)
    made = cut([a_run(5, 9, version=3)], [whole], wanted=COUNTY, to=AGENT, cause="m")
    assert made.new == ()
    assert [(r.first, r.last, r.version) for r in made.replaced] == [(5, 9, 4)]


def test_the_first_note_that_is_elsewhere_is_named() -> None:
    runs = [a_run(1, 4, AGENT), a_run(5, 9, SOLD)]
    with pytest.raises(NotesElsewhereError) as refused:
        cut(runs, [NoteRange("GA", 3, 6)], wanted=AGENT, to=SOLD, cause="e")
    assert refused.value.values["serial"][:10] == "GA00000005"


def test_numbers_that_are_in_no_run_are_refused() -> None:
    with pytest.raises(PaperSeriesNotFoundError):
        cut([a_run(1, 4)], [NoteRange("GA", 3, 6)], wanted=COUNTY, to=AGENT, cause="m")


def test_more_pieces_than_are_read_are_too_many_and_not_unknown() -> None:
    """The store reads one piece more than may be moved, the last ones."""
    read = [a_run(n, n, AGENT) for n in range(10, 11 + RUNS_MAX)]
    with pytest.raises(NotesScatteredError):
        cut(read, [NoteRange("GA", 1, 10 + RUNS_MAX)], wanted=AGENT, to=SOLD, cause="e")


def test_a_run_that_was_cut_between_two_reads_is_read_again() -> None:
    """Two ranges of one sale, while another sale takes notes between them."""
    whole, pieces = [a_run(1, 60, AGENT)], [a_run(1, 19, AGENT), a_run(20, 60, AGENT)]

    class TornReads(PaperStore):
        reads: ClassVar[list[list[Run]]] = [whole, pieces[1:], pieces[:1], pieces[1:]]

        def runs(self, county_id: str, notes: NoteRange) -> list[Run]:
            return self.reads.pop(0)

    ranges = [NoteRange("GA", 2, 3), NoteRange("GA", 30, 31)]
    made, _ = TornReads(FakeTable()).taking("gangjin", ranges, agent_id="agt_1", entry_id="e")
    assert [(run.first, run.last) for run in made.replaced] == [(1, 1), (20, 29)]


def test_holes_and_overlaps_are_found() -> None:
    whole = NoteRange("GA", 1, 9)
    assert find_hole([a_run(1, 4), a_run(5, 9)], whole) is None
    assert find_hole([a_run(1, 4), a_run(6, 9)], whole) == 5
    assert find_hole([a_run(1, 4), a_run(4, 9)], whole) == 4
    assert find_hole([a_run(1, 4)], whole) == 5
