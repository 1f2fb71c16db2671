"""Moving notes between the county's safe and those of its agents, and voiding them."""

from collections.abc import Callable
from datetime import date

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import add_months, new_id, to_milliseconds
from chalicelib.county.service import Counties
from chalicelib.ledger.idempotency import digest, fingerprint
from chalicelib.paper.errors import (
    NotesElsewhereError,
    PaperSeriesNotFoundError,
    PaperSeriesTakenError,
    VoidReasonMissingError,
)
from chalicelib.paper.ports import StockStore
from chalicelib.paper.serials import NoteRange, Serial, check_apart
from chalicelib.paper.stock import (
    END_WORDS,
    STATE_WORDS,
    MoveKind,
    Movement,
    NoteEnd,
    Run,
    Series,
    cut,
    destination,
    origin,
)
from chalicelib.staff.idempotency_keys import propose_once
from chalicelib.staff.person import IdempotencyRecord, Person
from chalicelib.staff.ports import IdempotencyStore

TRIES_MAX = 10
SOLD_VOIDED_MAX = 90
"""So many sold notes are voided at once: each is an item of the transaction."""


class NoteStory(Struct, frozen=True):
    """Of one note: its series, the run that it is in, and what became of it once it was sold."""

    series: Series
    run: Run
    end: NoteEnd | None


class PaperStock(Struct, frozen=True):
    store: StockStore
    idempotency_store: IdempotencyStore
    counties: Counties
    clock: Clock

    def deliver(
        self,
        county_id: str,
        by: Person,
        notes: NoteRange,
        *,
        denomination: int,
        issued_on: date,
        idempotency_key: str,
    ) -> tuple[Series, bool]:
        """Take a printed series into the county's safe: (the series, whether this very request did
        so before). It is valid as long as what is sold on the day that is printed on it. Raises
        `PaperSeriesTakenError`, `IdempotencyKeyReusedError`, `VersionConflictError`."""
        now = to_milliseconds(self.clock())
        asked = {"value": denomination, "issued_on": issued_on.isoformat()}
        move_id, is_repeated = self._bind(
            county_id, by, "delivered", notes, None, "", idempotency_key, asked
        )
        # What was printed before the county came here holds as long as what it sold at first.
        opened_on = self.counties.county(county_id).opened_on
        months = self.counties.on(county_id, max(issued_on, opened_on)).sale_valid_months
        series = Series(
            county_id=county_id,
            code=notes.series,
            denomination=denomination,
            first=notes.first,
            last=notes.last,
            issued_on=issued_on,
            expires_on=add_months(issued_on, months),
            delivered_at=now,
        )
        movement = Movement(
            county_id=county_id, move_id=move_id, kind="delivered", notes=notes, agent_id=None,
            by=by, at=now,
        )  # fmt: skip
        for _ in range(TRIES_MAX):
            if self.store.deliver(series, movement):
                return series, is_repeated
            if self.store.movement(county_id, move_id) is not None:
                return self.series(county_id, notes.series), True
            if self.store.series(county_id, notes.series) is not None:
                raise PaperSeriesTakenError(param="first")
        raise VersionConflictError

    def move(
        self,
        county_id: str,
        by: Person,
        kind: MoveKind,
        notes: NoteRange,
        *,
        agent_id: str | None,
        reason: str = "",
        idempotency_key: str,
        check: Callable[[], object] = lambda: None,
    ) -> tuple[Movement, bool]:
        """Move notes of the stock: (the movement, whether this very request did so before).
        `check` refuses what is new, not what is repeated.

        Raises `VoidReasonMissingError`, `PaperSeriesNotFoundError`, `NotesElsewhereError`,
        `NotesScatteredError`, `IdempotencyKeyReusedError`, `VersionConflictError`.
        """
        if kind == "voided" and not reason:
            raise VoidReasonMissingError(param="reason")
        move_id, is_repeated = self._bind(
            county_id, by, kind, notes, agent_id, reason, idempotency_key, {}, check
        )
        wanted, to = origin(kind, agent_id), destination(kind, agent_id)
        for _ in range(TRIES_MAX):
            done = self.store.movement(county_id, move_id) if is_repeated else None
            if done is not None:
                return done, True
            self.series(county_id, notes.series).check_has(notes)
            movement = Movement(
                county_id=county_id,
                move_id=move_id,
                kind=kind,
                notes=notes,
                agent_id=agent_id,
                by=by,
                at=to_milliseconds(self.clock()),
                reason=reason,
            )
            try:
                runs = self.store.runs(county_id, notes)
                made = cut(runs, [notes], wanted=wanted, to=to, cause=move_id)
            except NotesElsewhereError:
                # Whoever moved them may have been this very request, sent twice.
                done = self.store.movement(county_id, move_id)
                if done is None:
                    raise
                return done, True
            if self.store.move(movement, made, wanted, to):
                return movement, is_repeated
            is_repeated = True
        raise VersionConflictError

    def void_sold(
        self, county_id: str, by: Person, notes: NoteRange, *, reason: str, idempotency_key: str
    ) -> tuple[Movement, bool]:
        """Sold notes that were lost or stolen: no shop can exchange them any more. Raises what
        `move` does, and `TooManyNotesError`."""
        check_apart([notes], most=SOLD_VOIDED_MAX)
        move_id, is_repeated = self._bind(
            county_id, by, "note_voided", notes, None, reason, idempotency_key, {}
        )
        done = self.store.movement(county_id, move_id) if is_repeated else None
        if done is not None:
            return done, True
        now = to_milliseconds(self.clock())
        movement = Movement(
            county_id=county_id, move_id=move_id, kind="note_voided", notes=notes, agent_id=None,
            by=by, at=now, reason=reason,
        )  # fmt: skip
        for serial in notes.serials():
            story = self.story(county_id, serial)
            if story.run.standing.state != "sold":
                words = STATE_WORDS[story.run.standing.state]
                raise NotesElsewhereError(serial=serial.text, standing=words)
        ends = [
            NoteEnd(county_id=county_id, serial=serial, state="voided", cause=move_id, at=now)
            for serial in notes.serials()
        ]
        for _ in range(TRIES_MAX):
            if self.store.void_sold(movement, ends):
                return movement, is_repeated
            done = self.store.movement(county_id, move_id)
            if done is not None:
                return done, True
            for serial in notes.serials():
                if (end := self.store.end(county_id, serial)) is not None:
                    raise NotesElsewhereError(serial=serial.text, standing=END_WORDS[end.state])
        raise VersionConflictError

    def story(self, county_id: str, serial: Serial) -> NoteStory:
        """Raises `PaperSeriesNotFoundError`."""
        notes = NoteRange(serial.series, serial.number, serial.number)
        series = self.series(county_id, serial.series)
        series.check_has(notes)
        (run,) = self.store.runs(county_id, notes)
        is_sold = run.standing.state == "sold"
        return NoteStory(series, run, self.store.end(county_id, serial) if is_sold else None)

    def series(self, county_id: str, code: str) -> Series:
        """Raises `PaperSeriesNotFoundError`."""
        found = self.store.series(county_id, code)
        if found is None:
            raise PaperSeriesNotFoundError(param="notes")
        return found

    def _bind(
        self,
        county_id: str,
        by: Person,
        kind: MoveKind,
        notes: NoteRange,
        agent_id: str | None,
        reason: str,
        idempotency_key: str,
        more: dict[str, object],
        check: Callable[[], object] = lambda: None,
    ) -> tuple[str, bool]:
        now = self.clock()
        asked = {"kind": kind, "notes": list(notes), "agent_id": agent_id, "reason": reason} | more
        wanted = IdempotencyRecord(
            county_id=county_id,
            digest=digest("paper_move", by.subject, idempotency_key),
            resource_id=new_id("pmv", now),
            fingerprint=fingerprint(asked),
        )
        return propose_once(self.idempotency_store, wanted, check, now=now)
