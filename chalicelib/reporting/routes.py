"""Today's figures and the reports, for staff. Every route names the roles that may."""

from datetime import date
from typing import Literal

from chalicelib.core.periods import PeriodInvalidError, PeriodNotOverError
from chalicelib.core.values import new_id
from chalicelib.http.call import Call, Document, Query, Shape, attachment
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, PageQuery
from chalicelib.http.terms import (
    CampaignRef,
    ChannelName,
    JoinCode,
    NextCursor,
    ReportKindName,
    ReportPeriod,
)
from chalicelib.joining.channels import channel_words
from chalicelib.joining.errors import BoothNotFoundError
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.ledger.idempotency import digest
from chalicelib.reporting.errors import ReportNotFoundError
from chalicelib.reporting.wiring import ReportingWiring
from chalicelib.totals.days import CONTENT_TYPES, FileFormat
from chalicelib.totals.wiring import TotalsWiring

routes = Operations(tag="staff")

OFFICE = ("operator", "manager", "treasurer", "auditor")


class BoothCount(Shape):
    code: str
    """The code on the booth's poster; empty for no booth."""
    name: str
    """What the booth is called."""
    signups: int
    """Sign-ups by its poster on the day."""


class ChannelCount(Shape):
    campaign_id: CampaignRef
    channel: ChannelName
    name: str
    """What it is called."""
    signups: int
    """Sign-ups by its links on the day."""


class QueueAnswer(Shape):
    waiting: int
    """Sign-ups that wait to be done."""
    dead_letters: int
    """Sign-ups that failed for good, and that somebody must look at."""


class DashboardAnswer(Shape):
    """`…_adjusted`: what staff corrected and granted by file, with its sign. Sign-ups by booth are
    those that came through one: `signups` has all."""

    on: date
    """The day in Seoul."""
    signups: int
    """Sign-ups of the day."""
    signups_by_booth: list[BoothCount]
    """The same by booth."""
    signups_by_channel: list[ChannelCount]
    """The same by the links that people came by; who came by none is not among them."""
    signups_by_hour: list[int]
    """The same by hour: 24 numbers from midnight in Seoul."""
    mileage_granted: int
    """Points given on the day."""
    mileage_converted: int
    """Points turned into vouchers on the day."""
    mileage_adjusted: int
    """Points that staff corrected and granted by file on the day, with their sign."""
    vouchers_issued_amount: int
    """Won of vouchers that mileage was turned into on the day."""
    vouchers_sold_amount: int
    """Won of vouchers sold on the day, by face value."""
    vouchers_adjusted_amount: int
    """Won that staff corrected and granted by file on the day, with their sign."""
    redemptions: int
    """How many payments there were on the day."""
    redeemed_amount: int
    """Won paid at shops today."""
    canceled_amount: int
    """Won of cancels of the day."""
    signup_queue: QueueAnswer
    """How sign-ups are getting on now, whatever the day."""


class BoothTodayAnswer(Shape):
    code: str
    """The code on the booth's poster."""
    name: str
    """What the booth is called."""
    campaign_name: str
    """What its campaign is called."""
    on: date
    """Today in Seoul."""
    signups: int
    """Sign-ups by its poster today."""
    county_signups: int
    """Sign-ups of the whole county today."""
    signups_by_hour: list[int]
    """The booth's by hour: 24 numbers from midnight in Seoul."""


class ReportRow(Shape):
    kind: str
    """Daily, weekly, monthly, or of a campaign."""
    period: str
    """The day, week or month, or the campaign's code."""


class ReportsAnswer(Shape):
    data: list[ReportRow]
    """Reports that are there, the newest first."""
    next_cursor: NextCursor


class DashboardQuery(Query):
    on: Day | None = None
    """A day in Seoul; today, if none is given."""


class ReportsQuery(PageQuery):
    kind: Literal["daily", "weekly", "monthly", "campaign"] | None = None
    """Only those of this kind."""


class RunAnswer(Shape):
    kind: str
    """The kind of report."""
    period: str
    """Its period."""
    status: Literal["queued"]
    """It is queued."""


@routes.operation(
    "GET",
    "/v1/staff/dashboard",
    summary="Today so far, or a past day",
    audience="staff",
    roles=OFFICE,
    query=DashboardQuery,
    answer=DashboardAnswer,
    errors=(PeriodInvalidError,),
)
def show_dashboard(call: Call[None]) -> DashboardAnswer:
    dashboard, on = call.wired(ReportingWiring).dashboard, call.query.on
    county_id = call.staff.county_id
    day = dashboard.day(county_id, on) if on else dashboard.today(county_id)
    names = {
        booth.code: booth.name
        for campaign in call.wired(JoiningWiring).campaigns.all(call.staff.county_id)
        for booth in campaign.booths
    }
    waiting, dead_letters = call.wired(JoiningWiring).queue_depths.signups()
    return DashboardAnswer(
        on=day.on,
        signups=day.signups,
        signups_by_booth=[
            BoothCount(code=code, name=names.get(code, code), signups=count)
            for code, count in day.signups_by_booth.most_common()
        ],
        signups_by_channel=[
            ChannelCount(
                campaign_id=key.campaign_id or "",
                channel=key.channel or "",
                name=channel_words(key.channel, call.language),
                signups=count,
            )
            for key, count in day.signups_by_channel.most_common()
        ],
        signups_by_hour=day.signups_by_hour,
        mileage_granted=day.mileage_granted,
        mileage_converted=day.mileage_converted,
        mileage_adjusted=day.mileage_adjusted,
        vouchers_issued_amount=day.vouchers_issued,
        vouchers_sold_amount=day.vouchers_sold,
        vouchers_adjusted_amount=day.vouchers_adjusted,
        redemptions=day.redemptions,
        redeemed_amount=day.redeemed_amount,
        canceled_amount=day.canceled_amount,
        signup_queue=QueueAnswer(waiting=waiting, dead_letters=dead_letters),
    )


@routes.operation(
    "GET",
    "/v1/booths/{code}/today",
    summary="A booth's own screen: live counts",
    audience="staff",
    answer=BoothTodayAnswer,
    errors=(BoothNotFoundError,),
)
def show_booth_today(call: Call[None], code: JoinCode) -> BoothTodayAnswer:
    campaign, booth, today = call.wired(ReportingWiring).dashboard.booth(call.staff.county_id, code)
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
    "/v1/staff/reports",
    summary="The reports that were made, newest first",
    audience="staff",
    roles=OFFICE,
    query=ReportsQuery,
    answer=ReportsAnswer,
)
def list_reports(call: Call[None]) -> ReportsAnswer:
    names = call.wired(ReportingWiring).kept.list_kept(call.staff.county_id, call.query.kind)
    shown, next_cursor = call.page().of(names, lambda name: f"{name.kind}/{name.period}")
    rows = [ReportRow(kind=name.kind, period=name.period) for name in shown]
    return ReportsAnswer(data=rows, next_cursor=next_cursor)


@routes.operation(
    "GET",
    "/v1/staff/reports/{kind}/{period}",
    summary="One report as JSON; `.html` or `.xlsx` after the period for the other forms",
    audience="staff",
    roles=OFFICE,
    errors=(ReportNotFoundError, PeriodInvalidError),
)
def show_report(call: Call[None], kind: ReportKindName, period: ReportPeriod) -> Document:
    name, _, suffix = period.rpartition(".")
    form: FileFormat = "html" if suffix == "html" else "xlsx" if suffix == "xlsx" else "json"
    if form == "json" and suffix != "json":
        name = period
    content = call.wired(ReportingWiring).kept.read(call.staff.county_id, kind, name, form)
    if form == "xlsx":
        return attachment(f"onmin-{kind}-{name}.xlsx", content, CONTENT_TYPES[form])
    return Document(content.decode(), CONTENT_TYPES[form])


@routes.operation(
    "POST",
    "/v1/staff/reports/{kind}/{period}/run",
    summary="Make the report and send it once more; the same key again sends nothing",
    audience="staff",
    roles=("operator", "manager", "treasurer"),
    status=202,
    answer=RunAnswer,
    takes_idempotency_key=True,
    errors=(ReportNotFoundError, PeriodInvalidError, PeriodNotOverError),
)
def run_report_again(call: Call[None], kind: ReportKindName, period: ReportPeriod) -> RunAnswer:
    county_id = call.staff.county_id
    call.wired(ReportingWiring).periods.check_can_run(county_id, kind, period, now=call.now())
    key, asker = call.idempotency_key, call.staff.subject
    request_id = digest("report", asker, kind, period, key) if key else new_id("req", call.now())
    call.wired(TotalsWiring).queue.send(county_id, kind, period, request_id=request_id)
    return RunAnswer(kind=kind, period=period, status="queued")
