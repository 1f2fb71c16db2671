"""Segments, cohorts, campaigns and gaps, and the extract they are of."""

from typing import Any

from msgspec.structs import asdict

from chalicelib.analysis.answers import (
    CampaignPathAnswer,
    CohortsAnswer,
    ExtractBody,
    MonthAnswer,
    SegmentAnswer,
    SegmentBody,
    SegmentGrantAnswer,
    SegmentGrantBody,
    SegmentRef,
    SegmentsAnswer,
    SpotAnswer,
    SpotsAnswer,
    channels_of,
    path_of,
    segment_of,
)
from chalicelib.analysis.errors import (
    AnalysisNotReadyError,
    ExtractTooLargeError,
    SegmentEndedError,
    SegmentGrantInvalidError,
    SegmentNotFoundError,
    SegmentRuleEmptyError,
    SegmentSpanInvalidError,
    SegmentsTooManyError,
    SegmentTooLargeError,
    SegmentTooSmallError,
)
from chalicelib.analysis.wiring import AnalysisWiring
from chalicelib.approvals.errors import CsvInvalidError, OwnWalletError, StaffNumberMissingError
from chalicelib.http.call import Call, Document, attachment
from chalicelib.http.operations import Operations
from chalicelib.staff.actor import person_of

routes = Operations(tag="analysis")

READERS = ("manager", "treasurer", "auditor")
DEFINERS = ("manager",)
TAKERS = ("manager", "auditor")


@routes.operation(
    "GET",
    "/v1/staff/segments",
    summary="Segments of members, with their sizes of last night",
    audience="staff",
    roles=READERS,
    answer=SegmentsAnswer,
)
def list_segments(call: Call[None]) -> SegmentsAnswer:
    wiring = call.wired(AnalysisWiring)
    found = wiring.segments.all(call.county_id)
    return SegmentsAnswer(data=[segment_of(wiring.readings, *one) for one in found])


@routes.operation(
    "POST",
    "/v1/staff/segments",
    summary="Define a segment by a rule; it never changes",
    audience="staff",
    roles=DEFINERS,
    status=201,
    body=SegmentBody,
    answer=SegmentAnswer,
    errors=(SegmentRuleEmptyError, SegmentSpanInvalidError, SegmentsTooManyError),
)
def define_segment(call: Call[SegmentBody]) -> SegmentAnswer:
    wiring, body = call.wired(AnalysisWiring), call.body
    made = wiring.segments.define(
        call.county_id, person_of(call), name=body.name, rule=body.rule.rule()
    )
    return segment_of(wiring.readings, *made)


@routes.operation(
    "POST",
    "/v1/staff/segments/{segment_id}/end",
    summary="Use a segment no longer",
    audience="staff",
    roles=DEFINERS,
    answer=SegmentAnswer,
    errors=(SegmentNotFoundError, SegmentEndedError),
)
def end_segment(call: Call[None], segment_id: SegmentRef) -> SegmentAnswer:
    wiring = call.wired(AnalysisWiring)
    ended = wiring.segments.end(call.county_id, person_of(call), segment_id)
    return segment_of(wiring.readings, ended, None)


@routes.operation(
    "POST",
    "/v1/staff/segments/{segment_id}/grants",
    summary="Propose a benefit for the members of a segment who consented to marketing",
    audience="staff",
    roles=DEFINERS,
    status=201,
    body=SegmentGrantBody,
    answer=SegmentGrantAnswer,
    requires_idempotency_key=True,
    errors=(
        AnalysisNotReadyError,
        SegmentNotFoundError,
        SegmentEndedError,
        SegmentGrantInvalidError,
        SegmentTooSmallError,
        SegmentTooLargeError,
        CsvInvalidError,
        OwnWalletError,
        StaffNumberMissingError,
    ),
)
def propose_segment_grant(
    call: Call[SegmentGrantBody], segment_id: SegmentRef
) -> SegmentGrantAnswer:
    body = call.body
    grant, is_repeated = call.wired(AnalysisWiring).segments.propose_grant(
        call.county_id,
        person_of(call),
        segment_id,
        name=body.name,
        mileage=body.mileage,
        voucher_amount=body.voucher_amount,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return SegmentGrantAnswer(grant_id=grant.grant_id, row_count=grant.row_count)


@routes.operation(
    "GET",
    "/v1/staff/cohorts",
    summary="How far members came, by month of joining and by campaign",
    audience="staff",
    roles=READERS,
    answer=CohortsAnswer,
    errors=(AnalysisNotReadyError,),
)
def show_cohorts(call: Call[None]) -> CohortsAnswer:
    readings, county = call.wired(AnalysisWiring).readings, call.county_id
    figures = readings.figures(county)
    months = sorted(figures.months.items(), reverse=True)
    return CohortsAnswer(
        on=figures.on,
        months=[
            MonthAnswer(month=month, path=path_of(readings, county, path)) for month, path in months
        ],
        campaigns=[
            CampaignPathAnswer(
                campaign_id=one or None,
                path=path_of(readings, county, path),
                channels=channels_of(
                    readings, county, figures.channels.get(one, {}), call.language
                ),
            )
            for one, path in sorted(figures.campaigns.items())
        ],
    )


@routes.operation(
    "GET",
    "/v1/staff/spending-gaps",
    summary="Shops against where members spend, by area and category, with what is missing",
    audience="staff",
    roles=READERS,
    answer=SpotsAnswer,
    errors=(AnalysisNotReadyError,),
)
def show_spending_gaps(call: Call[None]) -> SpotsAnswer:
    on, found = call.wired(AnalysisWiring).readings.gaps(call.county_id)
    rows: list[dict[str, Any]] = [asdict(one) for one in found]
    return SpotsAnswer(on=on, data=[SpotAnswer(**row) for row in rows])


@routes.operation(
    "POST",
    "/v1/staff/member-extracts",
    summary="Last night's extract, a pseudonymous line a member, as gzipped CSV; on record",
    audience="staff",
    roles=TAKERS,
    body=ExtractBody,
    errors=(AnalysisNotReadyError, ExtractTooLargeError),
)
def take_extract(call: Call[ExtractBody]) -> Document:
    content = call.wired(AnalysisWiring).readings.extract(
        call.county_id, person_of(call), reason=call.body.reason, part=call.body.part
    )
    return attachment("onmin-members.csv.gz", content, "application/gzip")


@routes.operation(
    "GET",
    "/v1/staff/member-extracts/dictionary.csv",
    summary="What each column of the extract means",
    audience="staff",
    roles=TAKERS,
)
def show_extract_dictionary(call: Call[None]) -> Document:
    return attachment(
        "onmin-members-dictionary.csv", call.wired(AnalysisWiring).readings.dictionary()
    )
