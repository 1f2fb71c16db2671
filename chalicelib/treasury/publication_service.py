"""Publishing the fund of a half-year: made of the account's book, kept as it was, with its hash."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Protocol

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import new_id, seoul_date, to_milliseconds
from chalicelib.county.service import Counties
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.person import Person
from chalicelib.totals.ports import ReportFiles
from chalicelib.treasury.account import AccountDay, TreasuryAccount
from chalicelib.treasury.errors import (
    FundDaysMissingError,
    FundPeriodNotOverError,
    FundPublicationNotFoundError,
)
from chalicelib.treasury.publications import (
    CONTENT_TYPES,
    FORMATS,
    FundFile,
    FundPublication,
    HalfYear,
    PublicationFile,
    fund_rows,
    read_half_year,
    render,
    sha256,
)

TRIES_MAX = 3


class PublicationStore(Protocol):
    def all(self, county_id: str) -> list[FundPublication]: ...

    def put(self, one: FundPublication, record: AuditRecord) -> bool: ...


class FundPublications(Struct, frozen=True):
    account: TreasuryAccount
    store: PublicationStore
    files: ReportFiles
    counties: Counties
    clock: Clock

    def all(self, county_id: str) -> list[FundPublication]:
        """The newest half-year first, of each its newest version first."""
        return self.store.all(county_id)

    def published(self, county_id: str) -> list[str]:
        """The half-years of which there is one."""
        return sorted({one.half_year for one in self.store.all(county_id)}, reverse=True)

    def draft(self, county_id: str, half_year: str, kind: FundFile) -> bytes:
        """The file as it would be published now. Raises what `publish` does."""
        half = self._over(half_year)
        county = self.counties.county(county_id)
        return render(kind, county.name, half, fund_rows(self._days(county_id, half)))

    def publish(
        self, county_id: str, person: Person, half_year: str
    ) -> tuple[FundPublication, bool]:
        """(the newest version, whether it says this already). The files are kept before it is
        remembered: what is remembered can be read.

        Raises `FundPublicationNotFoundError` for what is no half-year, `FundPeriodNotOverError`,
        `FundDaysMissingError`.
        """
        contents = {kind: self.draft(county_id, half_year, kind) for kind in FORMATS}
        for _ in range(TRIES_MAX):
            last = self._newest(county_id, half_year)
            # A workbook says when it was made; what it says is in the csv.
            if last and last.sha256("csv") == sha256(contents["csv"]):
                return last, True
            now = to_milliseconds(self.clock())
            made = FundPublication(
                county_id=county_id,
                half_year=half_year,
                number=last.number + 1 if last else 1,
                files=self._keep(county_id, half_year, last.number + 1 if last else 1, contents),
                published_at=now,
                by=person,
            )
            record = AuditRecord(
                county_id=county_id,
                audit_id=new_id("aud", now),
                at=now,
                by=person,
                action="fund_published",
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
            name = _name(county_id, half_year, number, of_csv, kind)
            kept = self.files.put_once(name, content, CONTENT_TYPES[kind])
            found.append(PublicationFile(kind, sha256(kept)))
        return tuple(found)

    def file(self, county_id: str, half_year: str, kind: FundFile) -> bytes:
        """Of the newest version. Raises `FundPublicationNotFoundError`."""
        one = self._newest(county_id, half_year)
        if one is None:
            raise FundPublicationNotFoundError
        name = _name(county_id, half_year, one.number, one.sha256("csv"), kind)
        content = self.files.get(name)
        if content is None:
            raise FundPublicationNotFoundError
        return content

    def _newest(self, county_id: str, half_year: str) -> FundPublication | None:
        found = (one for one in self.store.all(county_id) if one.half_year == half_year)
        return max(found, key=lambda one: one.number, default=None)

    def _over(self, half_year: str) -> HalfYear:
        half = read_half_year(half_year)
        if half is None:
            raise FundPublicationNotFoundError
        if half.last_on >= seoul_date(self.clock()):
            raise FundPeriodNotOverError(last_on=half.last_on.isoformat())
        return half

    def _days(self, county_id: str, half: HalfYear) -> list[AccountDay]:
        opened_on: date = self.counties.county(county_id).opened_on
        first = max(half.first_on, opened_on)
        if first > half.last_on:
            raise FundPublicationNotFoundError
        days = self.account.between(county_id, first, half.last_on)
        missing = (half.last_on - first + timedelta(days=1)).days - sum(
            day.money is not None for day in days
        )
        if missing:
            raise FundDaysMissingError(missing=missing)
        return days


def _name(county_id: str, half_year: str, number: int, of_csv: str, kind: FundFile) -> str:
    """Of one version and its content: two who publish at once write over nobody's file."""
    return f"{county_id}/fund-publications/{half_year}-{number}-{of_csv[:16]}.{kind}"
