"""Types that several operations share."""

import unicodedata
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, StringConstraints
from pydantic_core import PydanticCustomError

from chalicelib.core.values import ID_FORM, format_time
from chalicelib.http.call import Query

Time = Annotated[
    datetime,
    PlainSerializer(format_time, return_type=str),
    Field(json_schema_extra={"format": "date-time"}),
]
"""RFC 3339 in UTC, with `Z`."""


def _read_day(sent: Any) -> Any:
    """Digits alone would pass for the seconds since 1970."""
    if not isinstance(sent, str):
        return sent
    try:
        day = date.fromisoformat(sent)
    except ValueError:
        day = None
    if day is None or day.isoformat() != sent:
        raise PydanticCustomError("date_form", "must be a date, YYYY-MM-DD")
    return day


Day = Annotated[date, BeforeValidator(_read_day)]
"""A day that is sent, as `YYYY-MM-DD` and in no other form."""

Limit = Annotated[int, Field(ge=1, le=100)]
MemberId = Annotated[str, Field(pattern=f"^mem_{ID_FORM}$")]
EntryId = Annotated[str, Field(pattern=f"^ent_{ID_FORM}$")]
OrderId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{6,64}$")]
Token = Annotated[str, Field(min_length=1, max_length=2048)]
PayCodeText = Annotated[str, Field(min_length=1, max_length=128)]
RegionCode = Annotated[str, Field(min_length=2, max_length=10, examples=["11110"])]


def _check_name(text: str) -> str:
    """Letters as people write them, and no invisible characters: one that reverses the direction
    of writing could change what a till shows beside the name."""
    text = unicodedata.normalize("NFC", text)
    if not any(c.isalpha() for c in text) or any(unicodedata.category(c)[0] == "C" for c in text):
        raise ValueError("must be a name in letters")
    return text


Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=60, strip_whitespace=True),
    AfterValidator(_check_name),
]


class PageQuery(Query):
    limit: Limit = 20
    cursor: str | None = None


def _check_is_printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("must be one line of printable characters")
    return text


OneLine = Annotated[
    str,
    StringConstraints(min_length=1, strip_whitespace=True),
    AfterValidator(_check_is_printable),
]
"""Text of people without anything invisible; the field bounds its length."""
