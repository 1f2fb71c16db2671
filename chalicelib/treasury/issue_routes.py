"""The report of what was issued in a half-year: made, kept with its hashes, and read."""

from typing import Literal

from chalicelib.core.errors import TryAgainError
from chalicelib.http.call import Call, Document, Query, Shape, attachment
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Time
from chalicelib.http.terms import HalfYear
from chalicelib.staff.actor import person_of
from chalicelib.treasury.errors import (
    FundDaysMissingError,
    FundPeriodNotOverError,
    IssueReportNotFoundError,
)
from chalicelib.treasury.publications import CONTENT_TYPES, Publication
from chalicelib.treasury.wiring import TreasuryWiring

routes = Operations(tag="treasury")

SEERS = ("operator", "manager", "treasurer", "auditor")
MAKERS = ("operator", "manager", "treasurer")


class IssueReportRow(Shape):
    half_year: HalfYear
    version: int
    """From 1: what was made anew after a figure changed has the next number."""
    made_at: Time
    """When it was made and kept."""
    csv_sha256: str
    """SHA-256 of the csv file, in hex."""
    xlsx_sha256: str
    """SHA-256 of the workbook, in hex."""


class IssueReportFileQuery(Query):
    format: Literal["xlsx", "csv"] = "xlsx"
    """The form of the file."""


class IssueReportBody(Shape):
    half_year: HalfYear


@routes.operation(
    "POST",
    "/v1/staff/issue-reports",
    summary="Make the report of what was issued in a half-year; again only if a figure is another",
    audience="staff",
    roles=MAKERS,
    status=201,
    body=IssueReportBody,
    answer=IssueReportRow,
    errors=(
        IssueReportNotFoundError,
        FundPeriodNotOverError,
        FundDaysMissingError,
        TryAgainError,
    ),
)
def make_issue_report(call: Call[IssueReportBody]) -> IssueReportRow:
    made, is_repeated = call.wired(TreasuryWiring).issue_reports.publish(
        call.county_id, person_of(call), call.body.half_year
    )
    call.mark_replayed(is_repeated)
    return _row(made)


@routes.operation(
    "GET",
    "/v1/staff/issue-reports/{half_year}",
    summary="The report of what was issued in a half-year as it was last made: csv or xlsx",
    audience="staff",
    roles=SEERS,
    query=IssueReportFileQuery,
    errors=(IssueReportNotFoundError,),
)
def download_issue_report(call: Call[None], half_year: HalfYear) -> Document:
    kind: Literal["xlsx", "csv"] = call.query.format
    content = call.wired(TreasuryWiring).issue_reports.file(call.county_id, half_year, kind)
    made = content if kind == "xlsx" else content.decode()
    return attachment(f"issue-report-{half_year}.{kind}", made, CONTENT_TYPES[kind])


def _row(one: Publication) -> IssueReportRow:
    return IssueReportRow(
        half_year=one.half_year,
        version=one.number,
        made_at=one.published_at,
        csv_sha256=one.sha256("csv"),
        xlsx_sha256=one.sha256("xlsx"),
    )
