"""What the totals need of the world."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol

from chalicelib.ledger.entries import Entry
from chalicelib.proofs.roots import DayRoot
from chalicelib.totals.day_totals import DayTotals


class EntrySource(Protocol):
    def entries_on(self, county_id: str, on: date) -> Iterator[Entry]:
        """All entries of a business day; those of one wallet in the order of its chain."""


class DayTotalsStore(Protocol):
    def get(self, county_id: str, on: date) -> DayTotals | None: ...

    def between(self, county_id: str, first: date, last: date) -> Sequence[DayTotals]:
        """Those of the span that are kept, in order."""

    def put(self, totals: DayTotals) -> None:
        """Overwrites; the value for a day is the same whoever makes it."""


class RootSource(Protocol):
    def get(self, county_id: str, on: date) -> DayRoot | None:
        """The published record of a day."""


class ReportFiles(Protocol):
    """A bucket; names are `<county>/<kind>/<period>/<file>`."""

    def get(self, name: str) -> bytes | None: ...

    def put(self, name: str, content: bytes, content_type: str) -> None: ...

    def put_once(self, name: str, content: bytes, content_type: str) -> bytes:
        """Write it if there is none of this name; what is there afterwards."""

    def list(self, prefix: str) -> Iterable[str]: ...
