"""The register of merchants as files: each half-year's for anyone, today's for staff."""

from typing import Any

from chalicelib.http.call import Call, Document, Query, Shape, attachment
from chalicelib.http.operations import Operations
from chalicelib.http.terms import HalfYear
from chalicelib.merchants.errors import RegisterNotFoundError
from chalicelib.merchants.register import CONTENT_TYPES
from chalicelib.merchants.register_service import FileKind
from chalicelib.merchants.wiring import MerchantsWiring

routes = Operations(tag="merchants")

OFFICE = ("operator", "manager", "treasurer", "auditor")


class FileQuery(Query):
    format: FileKind = "csv"
    """The form of the file."""


class RegistersAnswer(Shape):
    """Half-years whose register is published, newest first: `2026-H1` is January to June."""

    data: list[str]
    """The half-years, as `2026-H1`."""


@routes.operation(
    "GET",
    "/v1/merchant-registers",
    summary="The half-years whose register of merchants is published",
    audience="anyone",
    answer=RegistersAnswer,
)
def list_registers(call: Call[None]) -> RegistersAnswer:
    return RegistersAnswer(data=call.wired(MerchantsWiring).registers.published(call.county_id))


@routes.operation(
    "GET",
    "/v1/merchant-registers/{half_year}",
    summary="The register of a half-year, as csv or xlsx",
    audience="anyone",
    query=FileQuery,
    errors=(RegisterNotFoundError,),
)
def download_register(call: Call[None], half_year: HalfYear) -> Document:
    content = call.wired(MerchantsWiring).registers.file(
        call.county_id, half_year, call.query.format
    )
    return _file(call, content, half_year)


@routes.operation(
    "GET",
    "/v1/staff/merchant-register",
    summary="The register as it is today, as csv or xlsx",
    audience="staff",
    roles=OFFICE,
    query=FileQuery,
)
def download_register_of_today(call: Call[None]) -> Document:
    content = call.wired(MerchantsWiring).registers.now(call.county_id, call.query.format)
    return _file(call, content, "now")


def _file(call: Call[Any], content: bytes, name: str) -> Document:
    kind = call.query.format
    file = content.decode() if kind == "csv" else content
    return attachment(f"merchants-{name}.{kind}", file, CONTENT_TYPES[kind])
