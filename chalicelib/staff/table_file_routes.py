"""A table of the desk as a file."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from chalicelib.http.call import Call, Document, Shape, attachment
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, OneLine
from chalicelib.staff.actor import person_of
from chalicelib.staff.errors import TableReasonMissingError
from chalicelib.staff.table_files import CONTENT_TYPES, Cell, FileFormat
from chalicelib.staff.table_lists import TableName
from chalicelib.staff.wiring import StaffWiring

routes = Operations(tag="staff")

READERS = ("operator", "manager", "treasurer", "auditor", "booth")
ROWS_MAX = 5_000
COLUMNS_MAX = 20
BODY_BYTES_MAX = 4 * 1024 * 1024
"""Less than Lambda takes."""
Text = Annotated[str, Field(max_length=1_000)]
WHOLE_MAX = 10**15 - 1
"""A spreadsheet keeps fifteen digits of a number, and no more."""
Whole = Annotated[int, Field(ge=-WHOLE_MAX, le=WHOLE_MAX)]


class TableFileBody(Shape):
    """Rows as they stand in a table of the desk. Every row has a cell for each column."""

    table: TableName
    """Which list it is: some tell of people, and need a reason."""
    format: FileFormat
    """The form of the file."""
    columns: Annotated[list[Text], Field(min_length=1, max_length=COLUMNS_MAX)]
    """The headings."""
    rows: Annotated[
        list[Annotated[list[Text | Whole | None], Field(max_length=COLUMNS_MAX)]],
        Field(max_length=ROWS_MAX),
    ]
    """The rows in their order: texts, numbers, and null for nothing."""
    reason: Annotated[OneLine, Letters(200)] | None = None
    """Why a list that tells of people is taken out; it stays on record."""

    @model_validator(mode="after")
    def _check_cells(self) -> Self:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise PydanticCustomError("row_length", "every row has a cell for each column")
        return self


@routes.operation(
    "POST",
    "/v1/staff/table-files",
    summary="What a table of the desk lists, as a file; of people for a stated reason, on record",
    audience="staff",
    roles=READERS,
    body=TableFileBody,
    errors=(TableReasonMissingError,),
    body_bytes_max=BODY_BYTES_MAX,
)
def make_table_file(call: Call[TableFileBody]) -> Document:
    body = call.body
    rows: list[list[Cell]] = [list(row) for row in body.rows]
    made = call.wired(StaffWiring).table_files.make(
        call.county_id,
        person_of(call),
        body.table,
        body.format,
        columns=body.columns,
        rows=rows,
        reason=body.reason,
    )
    return attachment(f"onmin-{body.table}.{body.format}", made, CONTENT_TYPES[body.format])
