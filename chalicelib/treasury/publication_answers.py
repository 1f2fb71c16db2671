"""What is made of a half-year of a book, as it is asked for and answered: fund and issue report."""

from typing import Any

from chalicelib.core.errors import TryAgainError
from chalicelib.http.call import Call, Document, Shape, attachment
from chalicelib.http.terms import HalfYear
from chalicelib.staff.actor import person_of
from chalicelib.treasury.errors import FundDaysMissingError, FundPeriodNotOverError
from chalicelib.treasury.publication_service import Publications
from chalicelib.treasury.publications import CONTENT_TYPES, FundFile, Publication

SEERS = ("operator", "manager", "treasurer", "auditor")
NOT_MADE = (FundPeriodNotOverError, FundDaysMissingError)
NOT_KEPT = (*NOT_MADE, TryAgainError)


class PublicationBody(Shape):
    half_year: HalfYear


class VersionRow(Shape):
    half_year: HalfYear
    version: int
    """From 1: what was made anew after a figure changed has the next number."""
    csv_sha256: str
    """SHA-256 of the csv file, in hex."""
    xlsx_sha256: str
    """SHA-256 of the workbook, in hex."""


def version_facts(one: Publication) -> dict[str, Any]:
    return {
        "half_year": one.half_year,
        "version": one.number,
        "csv_sha256": one.sha256("csv"),
        "xlsx_sha256": one.sha256("xlsx"),
    }


def published(call: Call[PublicationBody], of: Publications) -> Publication:
    """The newest version, made if its figures are other ones."""
    made, is_repeated = of.publish(call.county_id, person_of(call), call.body.half_year)
    call.mark_replayed(is_repeated)
    return made


def file_of(content: bytes, name: str, kind: FundFile) -> Document:
    made = content if kind == "xlsx" else content.decode()
    return attachment(f"{name}.{kind}", made, CONTENT_TYPES[kind])
