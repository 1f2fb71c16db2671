"""Types that several operations share."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, PlainSerializer

from chalicelib.api.call import Query
from chalicelib.domain.values import format_time

Time = Annotated[
    datetime,
    PlainSerializer(format_time, return_type=str),
    Field(json_schema_extra={"format": "date-time"}),
]
"""RFC 3339 in UTC, with `Z`."""

Limit = Annotated[int, Field(ge=1, le=100)]
OrderId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{6,64}$")]
PayCodeText = Annotated[str, Field(min_length=1, max_length=128)]


class PageQuery(Query):
    limit: Limit = 20
    cursor: str | None = None
