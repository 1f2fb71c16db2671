"""The treasury account by day, and what is published of it each half-year."""

from datetime import date

from chalicelib.core.errors import InvalidRequestError
from chalicelib.http.call import Call, Document, Query, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, Time
from chalicelib.http.terms import HalfYear
from chalicelib.treasury.account import DAYS_MAX, AccountDay
from chalicelib.treasury.errors import FundPublicationNotFoundError
from chalicelib.treasury.publication_answers import (
    NOT_KEPT,
    NOT_MADE,
    SEERS,
    PublicationBody,
    VersionRow,
    file_of,
    published,
    version_facts,
)
from chalicelib.treasury.publications import FundFile, Publication
from chalicelib.treasury.wiring import TreasuryWiring

routes = Operations(tag="treasury")

PUBLISHERS = ("manager", "treasurer")


class AccountQuery(Query):
    from_on: Day
    """The first day."""
    to_on: Day
    """The last day, included."""


class AccountDayRow(Shape):
    on: date
    """The day in Seoul."""
    received_amount: int | None
    """Won that were paid for vouchers and notes, by the ledger; this and all that follows but
    interest is null while the day's totals are not made."""
    repaid_amount: int | None
    """Won owed back for what was cancelled or refunded."""
    bought_spent_amount: int | None
    """Won of bought vouchers that shops took less what was cancelled: shops are paid for it."""
    given_spent_amount: int | None
    """The same of vouchers that the county gave."""
    notes_exchanged_amount: int | None
    """Won of notes that shops brought."""
    bought_left_amount: int | None
    """Won of bought vouchers in all wallets at the day's end."""
    given_left_amount: int | None
    """Won of given vouchers in all wallets at the day's end."""
    notes_left_amount: int | None
    """Won of notes that people hold at the day's end: sold, not given back, exchanged or void,
    nor past their last day."""
    interest_amount: int | None
    """Won of interest as confirmed; null if none was."""
    interest_version: int | None
    """Which version of the day's interest holds, from 1; null if none."""


class AccountAnswer(Shape):
    data: list[AccountDayRow]
    """A row for each day."""


class PublicationRow(VersionRow):
    published_at: Time
    """When it was made and kept."""
    html_sha256: str
    """SHA-256 of the page, in hex."""


class PublicationsAnswer(Shape):
    data: list[PublicationRow]
    """The newest half-year first, of each its newest version first."""


class FundFileQuery(Query):
    format: FundFile = "xlsx"
    """The form of the file."""


@routes.operation(
    "GET",
    "/v1/staff/treasury-account",
    summary="The treasury account by day: purchase money, spent, left, interest",
    audience="staff",
    roles=SEERS,
    query=AccountQuery,
    answer=AccountAnswer,
)
def list_account_days(call: Call[None]) -> AccountAnswer:
    first, last = call.query.from_on, call.query.to_on
    if not 0 <= (last - first).days < DAYS_MAX:
        problem = (f"{DAYS_MAX}일까지 볼 수 있습니다", f"must be within {DAYS_MAX} days")
        raise InvalidRequestError(param="to_on", problem=problem)
    days = call.wired(TreasuryWiring).account.between(call.county_id, first, last)
    return AccountAnswer(data=[_row(day) for day in days])


@routes.operation(
    "GET",
    "/v1/fund-publications",
    summary="What was published of the voucher fund, by half-year, with its hashes",
    audience="anyone",
    answer=PublicationsAnswer,
)
def list_fund_publications(call: Call[None]) -> PublicationsAnswer:
    found = call.wired(TreasuryWiring).publications.all(call.county_id)
    return PublicationsAnswer(data=[_publication(one) for one in found])


@routes.operation(
    "GET",
    "/v1/fund-publications/{half_year}",
    summary="The fund of a half-year as it was last published: csv, xlsx or html",
    audience="anyone",
    query=FundFileQuery,
    errors=(FundPublicationNotFoundError,),
)
def download_fund_publication(call: Call[None], half_year: HalfYear) -> Document:
    kind: FundFile = call.query.format
    content = call.wired(TreasuryWiring).publications.file(call.county_id, half_year, kind)
    return file_of(content, f"fund-{half_year}", kind)


@routes.operation(
    "GET",
    "/v1/staff/fund-publications/{half_year}/draft",
    summary="The fund of a half-year as it would be published now",
    audience="staff",
    roles=SEERS,
    query=FundFileQuery,
    errors=(FundPublicationNotFoundError, *NOT_MADE),
)
def download_fund_draft(call: Call[None], half_year: HalfYear) -> Document:
    kind: FundFile = call.query.format
    content = call.wired(TreasuryWiring).publications.draft(call.county_id, half_year, kind)
    return file_of(content, f"fund-{half_year}-draft", kind)


@routes.operation(
    "POST",
    "/v1/staff/fund-publications",
    summary="Publish the fund of a half-year; again only if a figure is another",
    audience="staff",
    roles=PUBLISHERS,
    status=201,
    body=PublicationBody,
    answer=PublicationRow,
    errors=(FundPublicationNotFoundError, *NOT_KEPT),
)
def publish_fund(call: Call[PublicationBody]) -> PublicationRow:
    return _publication(published(call, call.wired(TreasuryWiring).publications))


def _row(day: AccountDay) -> AccountDayRow:
    money = day.money
    return AccountDayRow(
        on=day.on,
        received_amount=money.received if money else None,
        repaid_amount=money.repaid if money else None,
        bought_spent_amount=money.bought_spent if money else None,
        given_spent_amount=money.given_spent if money else None,
        notes_exchanged_amount=money.notes_exchanged if money else None,
        bought_left_amount=money.bought_left if money else None,
        given_left_amount=money.given_left if money else None,
        notes_left_amount=money.notes_left if money else None,
        interest_amount=day.interest.amount if day.interest else None,
        interest_version=day.interest.number if day.interest else None,
    )


def _publication(one: Publication) -> PublicationRow:
    return PublicationRow(
        published_at=one.published_at, html_sha256=one.sha256("html"), **version_facts(one)
    )
