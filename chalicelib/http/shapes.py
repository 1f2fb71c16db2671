"""Types that several operations share."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from msgspec import Struct
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from chalicelib.core.text import cleaned, fits, has_letter, is_formula, is_shown
from chalicelib.core.values import ID_FORM, format_time
from chalicelib.http.call import Query

Time = Annotated[
    datetime,
    PlainSerializer(format_time, return_type=str),
    Field(json_schema_extra={"format": "date-time", "examples": ["2026-11-22T03:04:05.000Z"]}),
]
"""RFC 3339 in UTC, with `Z`."""

Moment = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))
]
"""A moment far from the ends of the calendar: one near them has no day in another time zone."""


def _read_birth(sent: Any) -> Any:
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


def _read_day(sent: Any) -> Any:
    day = _read_birth(sent)
    if isinstance(day, date) and day.year not in _YEARS:
        raise PydanticCustomError("date_form", "must be a date, YYYY-MM-DD")
    return day


_YEARS = range(1800, 2200)
Birth = Annotated[date, BeforeValidator(_read_birth)]
"""Somebody's birth, as `YYYY-MM-DD` and in no other form. Which years can be is a rule of joining,
with a sentence of its own."""
Day = Annotated[date, BeforeValidator(_read_day)]
"""A day that is sent, as `YYYY-MM-DD` and in no other form, and far from the ends of the calendar,
where there is no day before or after to compute with."""

Limit = Annotated[int, Field(ge=1, le=100)]
MemberId = Annotated[
    str,
    Field(
        pattern=f"^mem_{ID_FORM}$",
        description="The member, by pseudonym.",
        examples=["mem_06BX3K9QZ7M2T4WA"],
    ),
]
EntryId = Annotated[
    str,
    Field(
        pattern=f"^ent_{ID_FORM}$",
        description="The entry of the ledger.",
        examples=["ent_06BX3K9QZ7M2T4WA"],
    ),
]
OrderId = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_-]{6,64}$",
        description="The order's number at the till: one order is paid once.",
        examples=["20261122-0001"],
    ),
]
Token = Annotated[str, Field(min_length=1, max_length=2048)]
PayCodeText = Annotated[
    str,
    Field(
        min_length=1,
        max_length=128,
        description="What the customer shows: what the scanner read, or the digits below it.",
        examples=["482 913 507"],
    ),
]
RegionCode = Annotated[
    str,
    Field(
        min_length=2,
        max_length=10,
        description="Where the person lives: five digits of the legal-district code.",
        examples=["11110"],
    ),
]


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
    return text


def _check_is_no_formula(text: str) -> str:
    if is_formula(text):
        raise ValueError("must not begin with =, +, - or @")
    return text


class Letters(Struct, frozen=True):
    """How long a text of people may be, counted last and as they count it. The contract says it as
    `maxLength`: one character is one letter in nearly all texts."""

    maximum: int

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(schema) | {"maxLength": self.maximum}

    def _check(self, text: str) -> str:
        if not fits(text, self.maximum):
            raise PydanticCustomError(
                "string_too_long", "has too many letters", {"max_length": self.maximum}
            )
        return text


OneLine = Annotated[
    str, BeforeValidator(_clean), AfterValidator(_check_is_shown), Field(min_length=1)
]
"""Text of people without anything invisible; `Letters` bounds its length."""

Name = Annotated[OneLine, AfterValidator(_check_name), Letters(60)]

Holder = Annotated[Name, AfterValidator(_check_is_no_formula)]
ShopName = Annotated[OneLine, AfterValidator(_check_is_no_formula), Letters(60)]
"""What goes into files that a bank or an office opens in a spreadsheet."""

Wanted = Annotated[str, BeforeValidator(_clean)]
"""What is looked for, in the form in which it is kept, however it was typed."""


class PageQuery(Query):
    limit: Limit = 20
    """How many rows a page may have."""
    cursor: str | None = None
    """The `next_cursor` of the page before; the first page if left out."""
