"""Series, runs, the ends of notes, and movements of stock."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, cast

from chalicelib.aws.table import Count, Item, Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.paper import keys
from chalicelib.paper.serials import NoteRange, Serial
from chalicelib.paper.stock import (
    RUNS_MAX,
    Cut,
    EndState,
    Movement,
    NoteEnd,
    Run,
    RunState,
    Series,
    Standing,
    cut,
)
from chalicelib.staff.person import Person

COUNT = "count"
READS_MAX = 3


class PaperStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def deliver(self, series: Series, movement: Movement) -> bool:
        """Access pattern 278: the series, its one run, the sum of the county's safe and the
        movement, in one transaction; `False` if there is such a series or movement."""
        run = Run(
            county_id=series.county_id,
            series=series.code,
            first=series.first,
            last=series.last,
            standing=Standing("county"),
            cause=movement.move_id,
        )
        counts = _changes({run.standing: series.all_notes.size}, series.county_id, series.code)
        beside = [_item_from_series(series), item_from_run(run)]
        item = _item_from_movement(movement)
        return self._table.put_new_with_counts(item, counts, beside) == "written"

    def series(self, county_id: str, code: str) -> Series | None:
        """Access pattern 279."""
        item = self._table.get(keys.series(county_id, code), consistent=True)
        return _series(county_id, item) if item else None

    def all_series(self, county_id: str) -> list[Series]:
        """Access pattern 279: by their letters."""
        items = self._table.query_all(keys.series_list(county_id), consistent=True)
        return [_series(county_id, item) for item in items]

    def runs(self, county_id: str, notes: NoteRange) -> list[Run]:
        """Access pattern 280: the runs in which these notes are, in the order of their numbers; one
        more than may be moved at once, if there are more. One read where all are in one."""
        pk = keys.runs(county_id, notes.series)
        between = ("0" * 8, f"{notes.last:08d}")
        last = self._table.query(
            pk, between=between, newest_first=True, limit=1, consistent=True
        ).items
        found = [run_from_item(county_id, notes.series, item) for item in last]
        if not found or found[0].first <= notes.first:
            return found
        between = ("0" * 8, f"{found[0].first - 1:08d}")
        more = self._table.query_all(
            pk, between=between, newest_first=True, limit=RUNS_MAX, consistent=True
        )
        for item in more:
            found.append(run_from_item(county_id, notes.series, item))
            if found[-1].first <= notes.first or len(found) > RUNS_MAX:
                break
        return found[::-1]

    def all_runs(self, county_id: str, code: str) -> Iterator[Run]:
        """Access pattern 280: the whole series, in order."""
        items = self._table.query_all(keys.runs(county_id, code), consistent=True)
        return (run_from_item(county_id, code, item) for item in items)

    def move(self, movement: Movement, made: Cut, from_: Standing, to: Standing) -> bool:
        """Access pattern 281: the runs over their versions, both sums and the movement, in one
        transaction; `False` if any of them was changed meanwhile, or the movement is there."""
        county_id, notes = movement.county_id, movement.notes
        counts = _changes({from_: -notes.size, to: notes.size}, county_id, notes.series)
        outcome = self._table.put_new_with_counts(
            _item_from_movement(movement),
            counts,
            [item_from_run(run) for run in made.new],
            [item_from_run(run) for run in made.replaced],
        )
        return outcome == "written"

    def taking(
        self, county_id: str, ranges: Sequence[NoteRange], *, agent_id: str, entry_id: str
    ) -> tuple[Cut, list[Count]]:
        """What a sale of these notes of an agent's changes beside its entry. Raises
        `NotesElsewhereError`, `NotesScatteredError`, `PaperSeriesNotFoundError`."""
        wanted, to = Standing("agent", agent_id), Standing("sold", agent_id)
        made = cut(self._runs_of(county_id, ranges), ranges, wanted=wanted, to=to, cause=entry_id)
        taken: Counter[str] = Counter()
        for notes in ranges:
            taken[notes.series] += notes.size
        counts = [
            change
            for code, count in taken.items()
            for change in _changes({wanted: -count, to: count}, county_id, code)
        ]
        return made, counts

    def _runs_of(self, county_id: str, ranges: Sequence[NoteRange]) -> list[Run]:
        """Of several ranges: read again where a run was cut between the reads of two of them, so
        that one of them is not taken for unknown."""
        runs: list[Run] = []
        for _ in range(READS_MAX):
            read = (run for notes in ranges for run in self.runs(county_id, notes))
            known = {(run.series, run.first): run for run in read}
            runs = [known[place] for place in sorted(known)]
            if all(a.series != b.series or a.last < b.first for a, b in pairwise(runs)):
                break
        return runs

    def movement(self, county_id: str, move_id: str) -> Movement | None:
        """Access pattern 282."""
        item = self._table.get(keys.movement(county_id, move_id), consistent=True)
        return _movement(county_id, item) if item else None

    def movements(
        self, county_id: str, *, limit: int, before_id: str | None
    ) -> tuple[list[Movement], str | None]:
        """Access pattern 282: newest first, and the id to go on before."""
        start = keys.movement(county_id, before_id)._asdict() if before_id else None
        page = self._table.query(
            keys.movements(county_id), newest_first=True, limit=limit, start=start, consistent=True
        )
        found = [_movement(county_id, item) for item in page.items]
        return found, found[-1].move_id if page.next_key else None

    def movements_between(self, county_id: str, first_id: str, last_id: str) -> list[Movement]:
        """Access pattern 282: those of some days, the oldest first."""
        items = self._table.query_all(
            keys.movements(county_id), between=(first_id, last_id), consistent=True
        )
        return [_movement(county_id, item) for item in items]

    def sums(self, county_id: str, holder: str) -> dict[tuple[str, RunState], int]:
        """Access pattern 283: how many notes somebody has, by series and state."""
        items = self._table.query_all(keys.sums(county_id, holder), consistent=True)
        found: dict[tuple[str, RunState], int] = {}
        for item in items:
            code, state = keys.split_sum(item["sk"])
            found[code, cast("RunState", state)] = item[COUNT]
        return found

    def end(self, county_id: str, serial: Serial) -> NoteEnd | None:
        """Access pattern 284: what became of a sold note."""
        item = self._table.get(keys.note_end(county_id, *serial), consistent=True)
        return _end(county_id, serial.series, item) if item else None

    def ends(self, county_id: str, code: str, block: int) -> Iterator[NoteEnd]:
        """Access pattern 284: of a thousand notes, those that have ended."""
        items = self._table.query_all(keys.note_ends(county_id, code, block), consistent=True)
        return (_end(county_id, code, item) for item in items)

    def end_all(self, first: Item, ends: Sequence[NoteEnd]) -> bool:
        """Access pattern 284: what ends the notes, and each end, in one transaction; `False` if it
        is there, or one of them has ended."""
        return self._table.put_all_new([first, *map(item_from_end, ends)]) == "written"

    def void_sold(self, movement: Movement, ends: Sequence[NoteEnd]) -> bool:
        """Access pattern 284, of sold notes that are void from now on."""
        return self.end_all(_item_from_movement(movement), ends)


def _changes(changes: dict[Standing, int], county_id: str, code: str) -> list[Count]:
    return [
        Count(keys.sum_of(county_id, place.holder, code, place.state), COUNT, change)
        for place, change in changes.items()
    ]


def item_from_run(run: Run) -> Item:
    item: Item = {
        **keys.run(run.county_id, run.series, run.first)._asdict(),
        "type": "paper_run",
        "last": run.last,
        "state": run.standing.state,
        "cause": run.cause,
        "version": run.version,
    }
    if run.standing.agent_id:
        item["agent_id"] = run.standing.agent_id
    return item


def run_from_item(county_id: str, series: str, item: Item) -> Run:
    return Run(
        county_id=county_id,
        series=series,
        first=int(item["sk"]),
        last=item["last"],
        standing=Standing(item["state"], item.get("agent_id")),
        cause=item["cause"],
        version=item["version"],
    )


def item_from_end(end: NoteEnd) -> Item:
    return {
        **keys.note_end(end.county_id, *end.serial)._asdict(),
        "type": "paper_end",
        "state": end.state,
        "cause": end.cause,
        "at": format_time(end.at),
    }


def _end(county_id: str, series: str, item: Item) -> NoteEnd:
    state: EndState = item["state"]
    return NoteEnd(
        county_id=county_id,
        serial=Serial(series, int(item["sk"])),
        state=state,
        cause=item["cause"],
        at=parse_time(item["at"]),
    )


def _item_from_series(series: Series) -> Item:
    return {
        **keys.series(series.county_id, series.code)._asdict(),
        "type": "paper_series",
        "denomination": series.denomination,
        "first": series.first,
        "last": series.last,
        "issued_on": series.issued_on.isoformat(),
        "expires_on": series.expires_on.isoformat(),
        "delivered_at": format_time(series.delivered_at),
    }


def _series(county_id: str, item: Item) -> Series:
    return Series(
        county_id=county_id,
        code=item["sk"],
        denomination=item["denomination"],
        first=item["first"],
        last=item["last"],
        issued_on=date.fromisoformat(item["issued_on"]),
        expires_on=date.fromisoformat(item["expires_on"]),
        delivered_at=parse_time(item["delivered_at"]),
    )


def _item_from_movement(movement: Movement) -> Item:
    item: dict[str, Any] = {
        **keys.movement(movement.county_id, movement.move_id)._asdict(),
        "type": "paper_move",
        "kind": movement.kind,
        "notes": list(movement.notes),
        "by": [movement.by.subject, movement.by.username],
        "at": format_time(movement.at),
    }
    if movement.agent_id:
        item["agent_id"] = movement.agent_id
    if movement.reason:
        item["reason"] = movement.reason
    return item


def _movement(county_id: str, item: Item) -> Movement:
    return Movement(
        county_id=county_id,
        move_id=item["sk"],
        kind=item["kind"],
        notes=NoteRange(*item["notes"]),
        agent_id=item.get("agent_id"),
        by=Person(*item["by"]),
        at=parse_time(item["at"]),
        reason=item.get("reason", ""),
    )
