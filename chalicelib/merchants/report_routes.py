"""What members say is wrong with a shop's entry in the directory."""

from typing import Annotated

from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, OneLine, PageQuery, Time
from chalicelib.http.terms import MerchantCode, MerchantRef, NextCursor
from chalicelib.ledger.errors import MemberNotFoundError, MemberSuspendedError
from chalicelib.members.wiring import MembersWiring
from chalicelib.merchants.errors import MerchantNotFoundError
from chalicelib.merchants.reports import ReportKind, ShopReport, reporter_of
from chalicelib.merchants.wiring import MerchantsWiring

routes = Operations(tag="merchants")

NOTE_LETTERS = 200


class ShopReportBody(Shape):
    kind: ReportKind
    """What is wrong with the shop."""
    note: Annotated[OneLine, Letters(NOTE_LETTERS)] | None = None
    """More about it, in words."""


class ShopReportAnswer(Shape):
    merchant_code: MerchantCode
    kind: ReportKind
    """What is wrong with the shop."""
    at: Time
    """When it was reported."""


class ShopReportRow(ShopReportAnswer):
    merchant_id: MerchantRef
    name: str
    """What the shop is called."""
    note: str
    """More about it, in words; empty if nothing was said."""


class ShopReportsAnswer(Shape):
    data: list[ShopReportRow]
    """Reports, shop by shop."""
    next_cursor: NextCursor


@routes.operation(
    "POST",
    "/v1/merchants/{merchant_code}/reports",
    summary="Say that a shop's entry is wrong; a member's last word about a shop counts",
    audience="member",
    status=201,
    body=ShopReportBody,
    answer=ShopReportAnswer,
    errors=(MemberNotFoundError, MemberSuspendedError, MerchantNotFoundError),
)
def report_shop(call: Call[ShopReportBody], merchant_code: MerchantCode) -> ShopReportAnswer:
    wired = call.wired(MerchantsWiring)
    call.wired(MembersWiring).members.own(call.member)
    merchant = wired.merchants.by_code(call.county_id, merchant_code)
    report = ShopReport(
        county_id=call.county_id,
        merchant_id=merchant.merchant_id,
        merchant_code=merchant.merchant_code,
        name=merchant.name,
        reporter=reporter_of(
            call.adapters.signer.identity_key,
            call.county_id,
            member_id=call.member.member_id,
            merchant_id=merchant.merchant_id,
        ),
        kind=call.body.kind,
        note=call.body.note or "",
        at=call.now(),
    )
    wired.reports.put(report)
    return ShopReportAnswer(merchant_code=report.merchant_code, kind=report.kind, at=report.at)


@routes.operation(
    "GET",
    "/v1/staff/merchant-reports",
    summary="What members say is wrong with shops' entries, shop by shop",
    audience="staff",
    roles=("operator", "manager", "treasurer", "auditor"),
    query=PageQuery,
    answer=ShopReportsAnswer,
)
def list_shop_reports(call: Call[None]) -> ShopReportsAnswer:
    page = call.page()
    store = call.wired(MerchantsWiring).reports
    reports, cursor = page.read(
        lambda position: store.page(call.county_id, limit=page.limit, position=position)
    )
    return ShopReportsAnswer(data=[_row(report) for report in reports], next_cursor=cursor)


def _row(report: ShopReport) -> ShopReportRow:
    return ShopReportRow(
        merchant_id=report.merchant_id,
        merchant_code=report.merchant_code,
        name=report.name,
        kind=report.kind,
        note=report.note,
        at=report.at,
    )
