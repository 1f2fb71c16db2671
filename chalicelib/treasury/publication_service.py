"""What is made of a half-year of a book: kept as it was, with its hash, and anew if it changed."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Protocol

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.errors import NotFoundError, TryAgainError
from chalicelib.core.values import seoul_date, to_milliseconds
from chalicelib.county.counties import County
from chalicelib.county.service import Counties
from chalicelib.staff.audit import AuditAction, AuditRecord
from chalicelib.staff.person import Person
from chalicelib.totals.ports import ReportFiles
from chalicelib.treasury.errors import FundPeriodNotOverError
from chalicelib.treasury.publications import (
    CONTENT_TYPES,
    FundFile,
    HalfYear,
    Publication,
    PublicationFile,
    read_half_year,
    sha256,
)

TRIES_MAX = 3


class Book(Protocol):
    """Of which a half-year is made. `folder`: where its files are kept; `action`: what is on record
    when they are; `NOT_FOUND`: how it is refused that there are none."""

    @property
    def folder(self) -> str: ...

    @property
    def action(self) -> AuditAction: ...

    @property
    def formats(self) -> tuple[FundFile, ...]: ...

    NOT_FOUND: ClassVar[type[NotFoundError]]

    def draft(self, county: County, half: HalfYear, first_on: date, kind: FundFile) -> bytes:
        """The file of the half-year from `first_on` on. Raises `FundDaysMissingError`."""


class PublicationStore(Protocol):
    def all(self, county_id: str) -> list[Publication]: ...

    def put(self, one: Publication, record: AuditRecord) -> bool: ...


class Publications(Struct, frozen=True):
    book: Book
    store: PublicationStore
    files: ReportFiles
    counties: Counties
    clock: Clock

    def all(self, county_id: str) -> list[Publication]:
        """The newest half-year first, of each its newest version first."""
        return self.store.all(county_id)

    def published(self, county_id: str) -> list[str]:
        """The half-years of which there is one."""
        return sorted({one.half_year for one in self.store.all(county_id)}, reverse=True)

    def draft(self, county_id: str, half_year: str, kind: FundFile) -> bytes:
        """The file as it would be published now. Raises what `publish` does."""
        county = self.counties.county(county_id)
        half = read_half_year(half_year)
        if half is None or kind not in self.book.formats:
            raise self.book.NOT_FOUND
        if half.last_on >= seoul_date(self.clock()):
            raise FundPeriodNotOverError(last_on=half.last_on.isoformat())
        first_on = max(half.first_on, county.opened_on)
        if first_on > half.last_on:
            raise self.book.NOT_FOUND
        return self.book.draft(county, half, first_on, kind)

    def publish(self, county_id: str, person: Person, half_year: str) -> tuple[Publication, bool]:
        """(the newest version, whether it says this already). The files are kept before it is
        remembered: what is remembered can be read.

        Raises what the book has for what is no half-year, `FundPeriodNotOverError`,
        `FundDaysMissingError`.
        """
        contents = {kind: self.draft(county_id, half_year, kind) for kind in self.book.formats}
        for _ in range(TRIES_MAX):
            last = self._newest(county_id, half_year)
            # A workbook says when it was made; what it says is in the csv.
            if last and last.sha256("csv") == sha256(contents["csv"]):
                return last, True
            now = to_milliseconds(self.clock())
            made = Publication(
                county_id=county_id,
                half_year=half_year,
                number=last.number + 1 if last else 1,
                files=self._keep(county_id, half_year, last.number + 1 if last else 1, contents),
                published_at=now,
                by=person,
            )
            record = AuditRecord.made(
                county_id=county_id,
                at=now,
                by=person,
                action=self.book.action,
                target_id=half_year,
                reason="",
                before={"number": last.number if last else 0},
                after={"number": made.number, "sha256": made.sha256("csv")},
            )
            if self.store.put(made, record):
                return made, False
        raise TryAgainError(retry_after_seconds=1)

    def _keep(
        self, county_id: str, half_year: str, number: int, contents: Mapping[FundFile, bytes]
    ) -> tuple[PublicationFile, ...]:
        """Who was first has written them: then the hashes are of what is there."""
        of_csv = sha256(contents["csv"])
        found = []
        for kind, content in contents.items():
            name = self._name(county_id, half_year, number, of_csv, kind)
            kept = self.files.put_once(name, content, CONTENT_TYPES[kind])
            found.append(PublicationFile(kind, sha256(kept)))
        return tuple(found)

    def file(self, county_id: str, half_year: str, kind: FundFile) -> bytes:
        """Of the newest version. Raises the book's `missing`."""
        one = self._newest(county_id, half_year)
        if one is None or kind not in self.book.formats:
            raise self.book.NOT_FOUND
        name = self._name(county_id, half_year, one.number, one.sha256("csv"), kind)
        content = self.files.get(name)
        if content is None:
            raise self.book.NOT_FOUND
        return content

    def _newest(self, county_id: str, half_year: str) -> Publication | None:
        found = (one for one in self.store.all(county_id) if one.half_year == half_year)
        return max(found, key=lambda one: one.number, default=None)

    def _name(
        self, county_id: str, half_year: str, number: int, of_csv: str, kind: FundFile
    ) -> str:
        """Of one version and its content: two who publish at once write over nobody's file."""
        return f"{county_id}/{self.book.folder}/{half_year}-{number}-{of_csv[:16]}.{kind}"
