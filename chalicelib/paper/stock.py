"""Whose stock a note is: each series is cut into runs, and each number is in exactly one of them.

A run is a row of numbers that stand alike. Moving a part of it cuts it: the part before keeps the
run's place, and what follows gets places of its own. Runs are never joined and never deleted, so a
million notes are one item when they are delivered, and a note can be in one state only. What is
sold stays sold: what becomes of a note after that is said note by note (`NoteEnd`).
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.paper.errors import (
    NotesElsewhereError,
    NotesScatteredError,
    PaperSeriesNotFoundError,
)
from chalicelib.paper.serials import NoteRange, Serial
from chalicelib.staff.person import Person

RunState = Literal["county", "sent", "agent", "returning", "sold", "void"]
"""In the county's safe; on the way to an agent; in an agent's; on the way back; sold; no
voucher any more."""
EndState = Literal["exchanged", "returned", "voided"]
MoveKind = Literal[
    "delivered", "sent", "received", "recalled", "given_back", "taken_back", "voided", "note_voided"
]
BLOCK = 1_000
"""Ends of so many notes stand together."""
RUNS_MAX = 10
"""How many pieces a range may be in: all of them are changed in one transaction."""
STATE_WORDS: Mapping[RunState, tuple[str, str]] = {
    "county": ("군청 보관", "in the county's safe"),
    "sent": ("판매대행점으로 가는 중", "on its way to an agent"),
    "agent": ("판매대행점 보관", "in an agent's safe"),
    "returning": ("군청으로 돌아오는 중", "on its way back to the county"),
    "sold": ("판매됨", "sold"),
    "void": ("무효", "void"),
}
END_WORDS: Mapping[EndState, tuple[str, str]] = {
    "exchanged": ("환전됨", "exchanged"),
    "returned": ("구매 취소로 돌려받음", "given back by its buyer"),
    "voided": ("무효", "void"),
}


class Standing(NamedTuple):
    """Where notes are; `agent_id` of whom, of what is sold who sold it."""

    state: RunState
    agent_id: str | None = None

    @property
    def holder(self) -> str:
        return self.agent_id or "COUNTY"


class Series(Struct, frozen=True, kw_only=True):
    """A printed delivery: notes of one value in won, numbered `first` to `last`."""

    county_id: str
    code: str
    denomination: int
    first: int
    last: int
    issued_on: date
    expires_on: date
    delivered_at: datetime

    @property
    def all_notes(self) -> NoteRange:
        return NoteRange(self.code, self.first, self.last)

    def is_live(self, on: date) -> bool:
        """Valid on its last day, too."""
        return on <= self.expires_on

    def check_has(self, notes: NoteRange) -> None:
        """Raises `PaperSeriesNotFoundError`."""
        if not self.first <= notes.first <= notes.last <= self.last:
            raise PaperSeriesNotFoundError(param="notes")


class Run(Struct, frozen=True, kw_only=True):
    """`cause` is what put it there: a movement, or the entry of the sale."""

    county_id: str
    series: str
    first: int
    last: int
    standing: Standing
    cause: str
    version: int = 1

    @property
    def notes(self) -> NoteRange:
        return NoteRange(self.series, self.first, self.last)


class NoteEnd(Struct, frozen=True, kw_only=True):
    """What became of a sold note, once and for good: by which exchange, entry or movement."""

    county_id: str
    serial: Serial
    state: EndState
    cause: str
    at: datetime


class Movement(Struct, frozen=True, kw_only=True):
    """A change of stock: who did it, and why, where that is asked."""

    county_id: str
    move_id: str
    kind: MoveKind
    notes: NoteRange
    agent_id: str | None
    by: Person
    at: datetime
    reason: str = ""


class Cut(NamedTuple):
    """What is written so that a range stands elsewhere."""

    new: tuple[Run, ...]
    replaced: tuple[Run, ...]


MOVES: Mapping[MoveKind, tuple[tuple[RunState, ...], RunState]] = {
    "sent": (("county",), "sent"),
    "received": (("sent",), "agent"),
    "recalled": (("sent",), "county"),
    "given_back": (("agent",), "returning"),
    "taken_back": (("returning",), "county"),
    "voided": (("county", "agent"), "void"),
}
"""From where to where a movement takes notes of the stock."""


def origin(kind: MoveKind, agent_id: str | None) -> Standing:
    """Where the notes must be. Notes are voided where they are: in the county's safe, or in that of
    the agent that is named."""
    states, _ = MOVES[kind]
    state = states[-1] if agent_id and kind == "voided" else states[0]
    return Standing(state, None if state == "county" else agent_id)


def destination(kind: MoveKind, agent_id: str | None) -> Standing:
    _, state = MOVES[kind]
    return Standing(state, None if state in ("county", "void") else agent_id)


def cut(
    runs: Iterable[Run],
    ranges: Iterable[NoteRange],
    *,
    wanted: Standing,
    to: Standing,
    cause: str,
) -> Cut:
    """Cut the ranges, which have no note in common, out of the runs in which they are. Raises
    `NotesElsewhereError` for the first note that does not stand as `wanted`,
    `NotesScatteredError`, `PaperSeriesNotFoundError`."""
    before = {(run.series, run.first): run for run in runs}
    pieces = [before[place] for place in sorted(before)]
    for notes in ranges:
        own = [run for run in pieces if _meet(run, notes)]
        if len(own) > RUNS_MAX:
            # More of them may be than were read.
            raise NotesScatteredError(param="notes")
        if sum(min(r.last, notes.last) - max(r.first, notes.first) + 1 for r in own) != notes.size:
            raise PaperSeriesNotFoundError(param="notes")
        pieces = [run for run in pieces if not _meet(run, notes)]
        for run in own:
            pieces += _parts(run, notes, wanted, to, cause)
    pieces.sort(key=lambda run: (run.series, run.first))
    new = tuple(p for p in pieces if (p.series, p.first) not in before)
    replaced = tuple(
        replace(p, version=old.version + 1)
        for p in pieces
        if (old := before.get((p.series, p.first))) is not None and p != old
    )
    if len(replaced) > RUNS_MAX or len(new) > 2 * RUNS_MAX:
        raise NotesScatteredError(param="notes")
    return Cut(new, replaced)


def _meet(run: Run, notes: NoteRange) -> bool:
    return run.series == notes.series and run.first <= notes.last and notes.first <= run.last


def _parts(run: Run, notes: NoteRange, wanted: Standing, to: Standing, cause: str) -> Iterable[Run]:
    """What comes before, the notes themselves, and what follows."""
    first, last = max(run.first, notes.first), min(run.last, notes.last)
    if run.standing != wanted:
        serial = Serial(run.series, first).text
        raise NotesElsewhereError(serial=serial, standing=STATE_WORDS[run.standing.state])
    if run.first < first:
        yield replace(run, last=first - 1)
    # What is cut off begins a count of versions of its own; what stays in its place goes on.
    version = run.version if first == run.first else 1
    yield replace(run, first=first, last=last, standing=to, cause=cause, version=version)
    if last < run.last:
        yield replace(run, first=last + 1, version=1)


def blocks_of(notes: NoteRange) -> range:
    """The thousands in which these numbers are."""
    return range(notes.first // BLOCK, notes.last // BLOCK + 1)


def find_hole(runs: Iterable[Run], notes: NoteRange) -> int | None:
    """The first number of `notes` that is in no run, or in a second one; runs in their order."""
    expected = notes.first
    for run in runs:
        if run.first != expected:
            return min(run.first, expected)
        expected = run.last + 1
    return expected if expected <= notes.last else None
