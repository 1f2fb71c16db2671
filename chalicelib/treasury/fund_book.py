"""The treasury account as a book of which a half-year is published."""

from datetime import date
from typing import ClassVar

from msgspec import Struct

from chalicelib.core.errors import NotFoundError
from chalicelib.county.counties import County
from chalicelib.staff.audit import AuditAction
from chalicelib.treasury.account import TreasuryAccount
from chalicelib.treasury.errors import FundDaysMissingError, FundPublicationNotFoundError
from chalicelib.treasury.publications import FORMATS, FundFile, HalfYear, fund_rows, render


class FundBook(Struct, frozen=True):
    account: TreasuryAccount

    folder: ClassVar[str] = "fund-publications"
    action: ClassVar[AuditAction] = "fund_published"
    formats: ClassVar[tuple[FundFile, ...]] = FORMATS
    NOT_FOUND: ClassVar[type[NotFoundError]] = FundPublicationNotFoundError

    def draft(self, county: County, half: HalfYear, first_on: date, kind: FundFile) -> bytes:
        days = self.account.between(county.county_id, first_on, half.last_on)
        check_whole(sum(day.money is not None for day in days), first_on, half)
        return render(kind, county.name, half, fund_rows(days))


def check_whole(known: int, first_on: date, half: HalfYear) -> None:
    """Whether so many are all days. Raises `FundDaysMissingError`."""
    if missing := (half.last_on - first_on).days + 1 - known:
        raise FundDaysMissingError(missing=missing)
