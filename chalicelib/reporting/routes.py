"""What the county's staff see and start. Every route names the roles that may."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chalicelib import bootstrap
from chalicelib.core.periods import PeriodInvalidError, PeriodNotOverError
from chalicelib.http.blueprint import ApiBlueprint
from chalicelib.http.call import Call, Document, Query, Shape
from chalicelib.http.shapes import Time
from chalicelib.joining.errors import BoothNotFoundError, CampaignNotFoundError
from chalicelib.reporting.errors import ReportNotFoundError
from chalicelib.totals.days import CONTENT_TYPES, FileFormat

routes = ApiBlueprint(__name__, tag="staff")

OFFICE = ("operator", "manager", "treasurer", "auditor")


class BoothCount(Shape):
    code: str
    name: str
    signups: int


class QueueAnswer(Shape):
    waiting: int
    dead_letters: int


class DashboardAnswer(Shape):
    on: date
    signups: int
    signups_by_booth: list[BoothCount]
    signups_by_hour: list[int]
    mileage_granted: int
    mileage_converted: int
    vouchers_issued_amount: int
    redemptions: int
    redeemed_amount: int
    canceled_amount: int
    signup_queue: QueueAnswer


class BoothTodayAnswer(Shape):
    code: str
    name: str
    campaign_name: str
    on: date
    signups: int
    county_signups: int
    signups_by_hour: list[int]


class BoothAnswer(Shape):
    code: str
    name: str


class CampaignRow(Shape):
    campaign_id: str
    code: str
    name: str
    signup_mileage: int
    opens_at: Time
    closes_at: Time
    booths: list[BoothAnswer]


class CampaignsAnswer(Shape):
    data: list[CampaignRow]
    next_cursor: str | None


class PosterQuery(Query):
    booth: Annotated[str, Field(max_length=64)] | None = None


class ReportRow(Shape):
    kind: str
    period: str


class ReportsAnswer(Shape):
    data: list[ReportRow]
    next_cursor: str | None


class ReportsQuery(Query):
    kind: Literal["daily", "weekly", "monthly", "campaign"] | None = None


class RunAnswer(Shape):
    kind: str
    period: str
    status: Literal["queued"]


@routes.operation(
    "GET",
    "/v1/staff/dashboard",
    summary="Today so far",
    who="staff",
    roles=OFFICE,
    answer=DashboardAnswer,
)
def show_dashboard(call: Call[None]) -> DashboardAnswer:
    today = bootstrap.dashboard().today(call.staff.county_id)
    names = {
        booth.code: booth.name
        for campaign in bootstrap.campaigns().all(call.staff.county_id)
        for booth in campaign.booths
    }
    waiting, dead_letters = bootstrap.queue_depths().signups()
    return DashboardAnswer(
        on=today.on,
        signups=today.signups,
        signups_by_booth=[
            BoothCount(code=code, name=names.get(code, code), signups=count)
            for code, count in today.signups_by_booth.most_common()
        ],
        signups_by_hour=today.signups_by_hour,
        mileage_granted=today.mileage_granted,
        mileage_converted=today.mileage_converted,
        vouchers_issued_amount=today.vouchers_issued,
        redemptions=today.redemptions,
        redeemed_amount=today.redeemed_amount,
        canceled_amount=today.canceled_amount,
        signup_queue=QueueAnswer(waiting=waiting, dead_letters=dead_letters),
    )


@routes.operation(
    "GET",
    "/v1/booths/{code}/today",
    summary="A booth's own screen: live counts",
    who="staff",
    answer=BoothTodayAnswer,
    errors=(BoothNotFoundError,),
)
def show_booth_today(call: Call[None], code: str) -> BoothTodayAnswer:
    campaign, booth, today = bootstrap.dashboard().booth(call.staff.county_id, code)
    return BoothTodayAnswer(
        code=booth.code,
        name=booth.name,
        campaign_name=campaign.name,
        on=today.on,
        signups=today.signups_by_booth[booth.code],
        county_signups=today.signups,
        signups_by_hour=today.hours_by_booth.get(booth.code, [0] * 24),
    )


@routes.operation(
    "GET",
    "/v1/staff/campaigns",
    summary="Campaigns and their booths",
    who="staff",
    answer=CampaignsAnswer,
)
def list_campaigns(call: Call[None]) -> CampaignsAnswer:
    rows = [
        CampaignRow(
            campaign_id=c.campaign_id,
            code=c.code,
            name=c.name,
            signup_mileage=c.signup_mileage,
            opens_at=c.opens_at,
            closes_at=c.closes_at,
            booths=[BoothAnswer(code=b.code, name=b.name) for b in c.booths],
        )
        for c in bootstrap.campaigns().all(call.staff.county_id)
    ]
    return CampaignsAnswer(data=rows, next_cursor=None)


@routes.operation(
    "GET",
    "/v1/staff/campaigns/{campaign_id}/poster.svg",
    summary="The print-ready poster of a campaign or one of its booths, with its QR code",
    who="staff",
    query=PosterQuery,
    errors=(CampaignNotFoundError, BoothNotFoundError),
)
def show_poster(call: Call[None], campaign_id: str) -> Document:
    campaign = bootstrap.campaigns().by_id(call.staff.county_id, campaign_id)
    booth = None
    if call.query.booth:
        booth = campaign.booth(call.query.booth)
        if booth is None:
            raise BoothNotFoundError
    code = booth.code if booth else campaign.code
    svg = bootstrap.poster_svg()(
        county=bootstrap.counties().county(call.staff.county_id),
        campaign=campaign,
        booth=booth,
        url=f"{call.base_url}/j/{code}",
    )
    return Document(svg, "image/svg+xml")


@routes.operation(
    "GET",
    "/v1/staff/reports",
    summary="The reports that were made, newest first",
    who="staff",
    roles=OFFICE,
    query=ReportsQuery,
    answer=ReportsAnswer,
)
def list_reports(call: Call[None]) -> ReportsAnswer:
    names = bootstrap.reports().list_kept(call.staff.county_id, call.query.kind)
    rows = [ReportRow(kind=name.kind, period=name.period) for name in names]
    return ReportsAnswer(data=rows, next_cursor=None)


@routes.operation(
    "GET",
    "/v1/staff/reports/{kind}/{period}",
    summary="One report as JSON; `.html` or `.xlsx` after the period for the other forms",
    who="staff",
    roles=OFFICE,
    errors=(ReportNotFoundError, PeriodInvalidError),
)
def show_report(call: Call[None], kind: str, period: str) -> Document:
    name, _, suffix = period.rpartition(".")
    form: FileFormat = "html" if suffix == "html" else "xlsx" if suffix == "xlsx" else "json"
    if form == "json" and suffix != "json":
        name = period
    content = bootstrap.reports().read(call.staff.county_id, kind, name, form)
    headers = {}
    if form == "xlsx":
        headers["Content-Disposition"] = f'attachment; filename="onmin-{kind}-{name}.xlsx"'
        return Document(content, CONTENT_TYPES[form], headers)
    return Document(content.decode(), CONTENT_TYPES[form], headers)


@routes.operation(
    "POST",
    "/v1/staff/reports/{kind}/{period}/run",
    summary="Make the report and send it again; the same figures for the same period",
    who="staff",
    roles=("operator", "manager", "treasurer"),
    status=202,
    answer=RunAnswer,
    errors=(ReportNotFoundError, PeriodInvalidError, PeriodNotOverError),
)
def run_report_again(call: Call[None], kind: str, period: str) -> RunAnswer:
    county_id = call.staff.county_id
    bootstrap.reports().check_can_run(county_id, kind, period, now=bootstrap.now())
    bootstrap.report_queue().send(county_id, kind, period)
    return RunAnswer(kind=kind, period=period, status="queued")
