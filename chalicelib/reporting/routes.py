"""Today's figures and the reports, for staff. Every route names the roles that may."""

from datetime import date
from typing import Literal

from chalicelib.core.periods import PeriodInvalidError, PeriodNotOverError
from chalicelib.core.values import new_id
from chalicelib.http.call import Call, Document, Query, Shape, attachment
from chalicelib.http.operations import Operations
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
    audience="staff",
    roles=OFFICE,
    answer=DashboardAnswer,
)
def show_dashboard(call: Call[None]) -> DashboardAnswer:
    today = call.wired(ReportingWiring).dashboard.today(call.staff.county_id)
    names = {
        booth.code: booth.name
        for campaign in call.wired(JoiningWiring).campaigns.all(call.staff.county_id)
        for booth in campaign.booths
    }
    waiting, dead_letters = call.wired(JoiningWiring).queue_depths.signups()
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
    audience="staff",
    answer=BoothTodayAnswer,
    errors=(BoothNotFoundError,),
)
def show_booth_today(call: Call[None], code: str) -> BoothTodayAnswer:
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
    rows = [ReportRow(kind=name.kind, period=name.period) for name in names]
    return ReportsAnswer(data=rows, next_cursor=None)


@routes.operation(
    "GET",
    "/v1/staff/reports/{kind}/{period}",
    summary="One report as JSON; `.html` or `.xlsx` after the period for the other forms",
    audience="staff",
    roles=OFFICE,
    errors=(ReportNotFoundError, PeriodInvalidError),
)
def show_report(call: Call[None], kind: str, period: str) -> Document:
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
def run_report_again(call: Call[None], kind: str, period: str) -> RunAnswer:
    county_id = call.staff.county_id
    call.wired(ReportingWiring).periods.check_can_run(county_id, kind, period, now=call.now())
    key, asker = call.idempotency_key, call.staff.subject
    request_id = digest("report", asker, kind, period, key) if key else new_id("req", call.now())
    call.wired(TotalsWiring).queue.send(county_id, kind, period, request_id=request_id)
    return RunAnswer(kind=kind, period=period, status="queued")
