"""The report of what was issued in a half-year: made, kept with its hashes, and read."""

from typing import Literal

from chalicelib.http.call import Call, Document, Query
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Time
from chalicelib.http.terms import HalfYear
from chalicelib.treasury.errors import IssueReportNotFoundError
from chalicelib.treasury.publication_answers import (
    NOT_KEPT,
    SEERS,
    PublicationBody,
    VersionRow,
    file_of,
    published,
    version_facts,
)
from chalicelib.treasury.wiring import TreasuryWiring

routes = Operations(tag="treasury")

MAKERS = ("operator", "manager", "treasurer")


class IssueReportRow(VersionRow):
    made_at: Time
    """When it was made and kept."""


class IssueReportFileQuery(Query):
    format: Literal["xlsx", "csv"] = "xlsx"
    """The form of the file."""


@routes.operation(
    "POST",
    "/v1/staff/issue-reports",
    summary="Make the report of what was issued in a half-year; again only if a figure is another",
    audience="staff",
    roles=MAKERS,
    status=201,
    body=PublicationBody,
    answer=IssueReportRow,
    errors=(IssueReportNotFoundError, *NOT_KEPT),
)
def make_issue_report(call: Call[PublicationBody]) -> IssueReportRow:
    made = published(call, call.wired(TreasuryWiring).issue_reports)
    return IssueReportRow(made_at=made.published_at, **version_facts(made))


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
    return file_of(content, f"issue-report-{half_year}", kind)
