"""What a gate asks and reports: by its own key, or by staff of the role `gate`."""

from typing import Any

from chalicelib.core.errors import NotAllowedError, TryAgainError
from chalicelib.core.values import new_id, to_milliseconds
from chalicelib.http.call import Call
from chalicelib.http.operations import Operations
from chalicelib.ledger.idempotency import digest
from chalicelib.visits.admission_answers import (
    AdmissionAnswer,
    AdmissionBody,
    CountAnswer,
    CountRow,
    SyncAnswer,
    SyncBody,
    VoidRow,
    charge_answer,
    scan_outcome,
)
from chalicelib.visits.admission_service import ShownScan
from chalicelib.visits.admissions import Count, Counted, Scan, corrected
from chalicelib.visits.errors import (
    AlreadyAdmittedTodayError,
    FacilityClosedError,
    FacilityNotFoundError,
    FacilityOutOfUseError,
    PassExpiredError,
    PassForOtherFacilityError,
    PassInvalidError,
    PassNotYetValidError,
    PassRevokedError,
)
from chalicelib.visits.facility_terms import Charge
from chalicelib.visits.gate_service import check_gate
from chalicelib.visits.wiring import VisitsWiring

routes = Operations(tag="visits")

ROLES = ("operator", "manager", "gate")


@routes.operation(
    "POST",
    "/v1/admissions",
    summary="Let the holder of a pass in, once a day",
    audience="staff",
    roles=ROLES,
    scope="admit",
    status=201,
    body=AdmissionBody,
    answer=AdmissionAnswer,
    takes_idempotency_key=True,
    errors=(
        PassInvalidError,
        PassExpiredError,
        PassNotYetValidError,
        PassRevokedError,
        PassForOtherFacilityError,
        FacilityNotFoundError,
        FacilityOutOfUseError,
        FacilityClosedError,
        AlreadyAdmittedTodayError,
    ),
)
def admit(call: Call[AdmissionBody]) -> AdmissionAnswer:
    body, now, by = call.body, to_milliseconds(call.now()), _reporter(call)
    check_gate(call.actor(object), body.facility_id, "admit")
    key = call.idempotency_key
    named = digest("admission", by, key) if key else new_id("scn", now)
    scan = Scan(
        county_id=call.county_id,
        facility_id=body.facility_id,
        scan_key=f"now/{named}",
        gate=by,
        scanned_at=now,
        reported_at=now,
    )
    admission, profile, is_repeated = call.wired(VisitsWiring).admissions.admit(
        ShownScan(body.pass_code, scan)
    )
    call.mark_replayed(is_repeated)
    return AdmissionAnswer(
        admission_id=admission.admission_id,
        benefit=charge_answer(admission.charge),
        member_name_masked=profile.name_masked,
    )


@routes.operation(
    "POST",
    "/v1/admissions/sync",
    summary="What a gate collected, with or without a net: sent again, it changes nothing",
    audience="staff",
    roles=ROLES,
    scope="admit",
    body=SyncBody,
    answer=SyncAnswer,
    errors=(FacilityNotFoundError, FacilityClosedError, NotAllowedError, TryAgainError),
)
def sync(call: Call[SyncBody]) -> SyncAnswer:
    body, by = call.body, _reporter(call)
    check_gate(call.actor(object), body.facility_id, "admit")
    if body.counts or body.voids:
        check_gate(call.actor(object), body.facility_id, "count")
    now = to_milliseconds(call.now())

    def moment(stated: Any) -> Any:
        return to_milliseconds(corrected(stated, sent_at=body.sent_at, now=now))

    def count_of(row: CountRow | VoidRow) -> Count:
        visitors = row.visitors if isinstance(row, CountRow) else []
        return Count(
            county_id=call.county_id,
            facility_id=body.facility_id,
            count_key=f"{body.device_id}/{row.count_id}",
            gate=by,
            counted_at=moment(row.counted_at),
            reported_at=now,
            is_group=isinstance(row, CountRow) and row.is_group,
            visitors=tuple(Counted(v.visitor_class, v.people, Charge(0)) for v in visitors),
        )

    shown = [
        ShownScan(
            row.pass_code,
            Scan(
                county_id=call.county_id,
                facility_id=body.facility_id,
                scan_key=f"{body.device_id}/{row.scan_id}",
                gate=by,
                scanned_at=moment(row.scanned_at),
                reported_at=now,
            ),
        )
        for row in body.scans
    ]
    admissions = call.wired(VisitsWiring).admissions
    call.wired(VisitsWiring).facilities.one(call.county_id, body.facility_id)
    settled = admissions.report(shown)
    counted = admissions.count(count_of(row) for row in body.counts)
    admissions.void(count_of(row) for row in body.voids)
    return SyncAnswer(
        scans=[
            scan_outcome(row.scan_id, each) for row, each in zip(body.scans, settled, strict=True)
        ],
        counts=[
            CountAnswer(count_id=row.count_id, outcome=count.outcome, is_repeated=is_repeated)
            for row, (count, is_repeated) in zip(body.counts, counted, strict=True)
        ],
        synced_at=now,
    )


def _reporter(call: Call[Any]) -> str:
    actor = call.actor(object)
    return str(getattr(actor, "subject", ""))
