"""Taking over an existing register of merchants from a csv file."""

from typing import Annotated

from pydantic import Field

from chalicelib.approvals.errors import CsvInvalidError
from chalicelib.approvals.sent_files import sent_bytes
from chalicelib.http.call import Call, Document, Query, Shape, attachment
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import PageQuery, Time
from chalicelib.http.terms import ImportRef, MerchantRef, NextCursor
from chalicelib.merchants.errors import ImportNotFoundError, RegisterFileInvalidError
from chalicelib.merchants.import_faults import reason_of
from chalicelib.merchants.imports import Progress, Result, RowOutcome
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.staff.actor import person_of

routes = Operations(tag="merchants")

OFFICE = ("operator", "manager", "treasurer", "auditor")
FILE_BODY_BYTES_MAX = 3 * 1024 * 1024
"""Five thousand rows of 400 bytes, in base64."""


class ImportBody(Shape):
    """`csv_base64`: the very bytes of the file, in UTF-8 or CP949."""

    csv_base64: Annotated[str, Field(min_length=1)]
    """The very bytes of the file, in base64; UTF-8 or CP949."""


class ImportAnswer(Shape):
    """Rows by what became of them. The same file again is the same import."""

    import_id: ImportRef
    at: Time
    """When it came."""
    row_count: int
    """How many rows the file has."""
    created: int
    """Rows that became shops."""
    same_already: int
    """Rows that are shops already."""
    refused: int
    """Rows that a rule refused."""
    pending: int
    """Rows that are yet to be done."""


class ImportReportQuery(Query):
    result: Result | None = None
    """Only rows of which this became; all if left out."""


class ImportRowsQuery(PageQuery):
    result: Result | None = None
    """Only rows of which this became; all if left out."""


class ImportRow(Shape):
    line: int
    """The line of the file, the heading being the first."""
    result: Result
    """What became of it."""
    code: str | None
    """Why it was refused, for programs; null if it was not."""
    reason: str | None
    """Why, in Korean, as the report has it; null if it was not refused."""
    merchant_id: MerchantRef | None
    """The shop that it made or is already; null if there is none."""


class ImportRowsAnswer(Shape):
    data: list[ImportRow]
    """Rows, by line; those that are yet to be done are missing."""
    next_cursor: NextCursor


@routes.operation(
    "POST",
    "/v1/staff/merchant-imports",
    summary="Take over a register of merchants; each row gets its outcome through a queue",
    audience="staff",
    roles=("manager",),
    status=202,
    body=ImportBody,
    answer=ImportAnswer,
    body_bytes_max=FILE_BODY_BYTES_MAX,
    errors=(CsvInvalidError, RegisterFileInvalidError),
)
def import_merchants(call: Call[ImportBody]) -> ImportAnswer:
    content = sent_bytes(call.body.csv_base64)
    progress = call.wired(MerchantsWiring).imports.upload(call.county_id, person_of(call), content)
    return _answer(progress)


@routes.operation(
    "GET",
    "/v1/staff/merchant-imports/{import_id}",
    summary="How far an import is",
    audience="staff",
    roles=OFFICE,
    answer=ImportAnswer,
    errors=(ImportNotFoundError,),
)
def show_import(call: Call[None], import_id: ImportRef) -> ImportAnswer:
    return _answer(call.wired(MerchantsWiring).imports.by_id(call.county_id, import_id))


@routes.operation(
    "GET",
    "/v1/staff/merchant-imports/{import_id}/rows",
    summary="What became of each row, by its line",
    audience="staff",
    roles=OFFICE,
    query=ImportRowsQuery,
    answer=ImportRowsAnswer,
    errors=(ImportNotFoundError,),
)
def list_import_rows(call: Call[None], import_id: ImportRef) -> ImportRowsAnswer:
    page = call.page()
    progress = call.wired(MerchantsWiring).imports.by_id(call.county_id, import_id)
    listed = progress.listed(call.query.result)

    def after(position: str | None) -> tuple[list[RowOutcome], str | None]:
        rows = [one for one in listed if one.line > int(position or 0)]
        shown = rows[: page.limit]
        return shown, str(shown[-1].line) if len(rows) > page.limit else None

    found, cursor = page.read(after)
    rows = [
        ImportRow(
            line=one.line,
            result=one.result,
            code=one.code or None,
            reason=reason_of(one.code) or None,
            merchant_id=one.merchant_id or None,
        )
        for one in found
    ]
    return ImportRowsAnswer(data=rows, next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/staff/merchant-imports/{import_id}/report.csv",
    summary="What became of each row, as csv",
    audience="staff",
    roles=OFFICE,
    query=ImportReportQuery,
    errors=(ImportNotFoundError,),
)
def download_import_report(call: Call[None], import_id: ImportRef) -> Document:
    imports, result = call.wired(MerchantsWiring).imports, call.query.result
    report = imports.report(call.county_id, import_id, result)
    return attachment(f"{import_id}.csv", report)


def _answer(progress: Progress) -> ImportAnswer:
    return ImportAnswer(
        import_id=progress.record.import_id,
        at=progress.record.at,
        row_count=progress.record.row_count,
        created=progress.count("created"),
        same_already=progress.count("same_already"),
        refused=progress.count("refused"),
        pending=progress.pending,
    )
