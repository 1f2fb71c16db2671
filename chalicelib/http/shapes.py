"""Types that several operations share."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer
from pydantic_core import PydanticCustomError

from chalicelib.core.text import cleaned, graphemes, has_letter, is_shown
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


def _clean(sent: Any) -> Any:
    return cleaned(sent) if isinstance(sent, str) else sent


def _check_is_shown(text: str) -> str:
    """An invisible character that reverses the direction of writing could change what a till shows
    beside a name, or an approver beside a reason."""
    if not is_shown(text):
        raise ValueError("must be one line of printable characters")
    return text


def _check_name(text: str) -> str:
    if not has_letter(text):
        raise ValueError("must be a name in letters")
    if len(text) > _NAME_CHARACTERS_MAX or len(graphemes(text)) > NAME_LETTERS_MAX:
        raise ValueError("must be a shorter name")
    return text


NAME_LETTERS_MAX = 60
_NAME_CHARACTERS_MAX = 8 * NAME_LETTERS_MAX
"""No script has letters of more characters; a single letter of a thousand marks is none."""

OneLine = Annotated[
    str, BeforeValidator(_clean), AfterValidator(_check_is_shown), Field(min_length=1)
]
"""Text of people without anything invisible; the field bounds its length."""

Name = Annotated[
    OneLine,
    AfterValidator(_check_name),
    # For who reads the contract: one character is one letter in nearly all names.
    Field(json_schema_extra={"maxLength": NAME_LETTERS_MAX}),
]


class PageQuery(Query):
    limit: Limit = 20
    cursor: str | None = None
