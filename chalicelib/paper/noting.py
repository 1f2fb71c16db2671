"""Whether a note is worth its value to a shop: one rule, for looking and for taking."""

from datetime import date

from chalicelib.core.errors import DomainError
from chalicelib.paper.errors import (
    NoteExchangedError,
    NoteExpiredError,
    NoteReturnedError,
    NoteUnsoldError,
    NoteVoidError,
)
from chalicelib.paper.serials import Serial
from chalicelib.paper.stock import NoteEnd, Run, Series


def refusal_of(end: NoteEnd) -> DomainError:
    """Why a note that has ended is taken no more."""
    serial = end.serial.text
    if end.state == "exchanged":
        return NoteExchangedError(param="notes", serial=serial)
    if end.state == "returned":
        return NoteReturnedError(param="notes", serial=serial)
    return NoteVoidError(param="notes", serial=serial)


def judge(serial: Serial, series: Series, run: Run, on: date) -> DomainError | None:
    """Why the stock forbids to take a note that is shown, `None` if it does not. Whether it has
    ended is another question."""
    state = run.standing.state
    if state == "void":
        return NoteVoidError(param="notes", serial=serial.text)
    if state != "sold":
        return NoteUnsoldError(param="notes", serial=serial.text)
    if not series.is_live(on):
        return NoteExpiredError(param="notes", serial=serial.text)
    return None
