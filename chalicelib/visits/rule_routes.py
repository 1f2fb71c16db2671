"""What a gate takes along to where no net is."""

from datetime import timedelta

from chalicelib.core.errors import InvalidRequestError
from chalicelib.core.values import seoul_date
from chalicelib.http.call import Call, Query, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Time
from chalicelib.visits.answers import (
    BenefitRow,
    DayAnswer,
    FacilityId,
    FeeRow,
    benefit_rows,
    day_answer,
    fee_rows,
)
from chalicelib.visits.errors import FacilityClosedError, FacilityNotFoundError
from chalicelib.visits.facility_terms import in_force
from chalicelib.visits.gate_service import check_gate
from chalicelib.visits.gates import GATE_SCOPES, GateActor, GateScope
from chalicelib.visits.passes import facility_digest
from chalicelib.visits.wiring import VisitsWiring

routes = Operations(tag="visits")

ROLES = ("operator", "manager", "gate")
RULE_DAYS = 7
MARK_CHARACTERS = 16
"""Of a holder's mark, in hexadecimal: so much tells the people of a day apart."""


class RulesQuery(Query):
    """`facility_id` may be left out by a gate, which has one."""

    facility_id: FacilityId | None = None
    """The sight."""


class PublicKey(Shape):
    """Ed25519, in hexadecimal; `key_id` stands in each pass."""

    key_id: int
    """Stands in each pass that it signed."""
    public_key: str
    """32 bytes, in hexadecimal."""


class Revoked(Shape):
    holder: str
    """Of whom: the first digits of the mark in the pass."""
    since: Time
    """Since when."""


class RuleDay(DayAnswer):
    group_from: int
    """From how many paying people on a group is one."""
    fees: list[FeeRow]
    """What one of each age pays, in won."""
    benefits: list[BenefitRow]
    """Who pays less, and why."""


class RulesAnswer(Shape):
    """All that a gate needs to decide without a net. Holders are the first 16 hexadecimal digits of
    their mark in the pass; `admitted`: those let in here today, one after another."""

    facility_id: str
    """The sight."""
    facility_name: str
    """What the sight is called."""
    facility_digest: str
    """What stands for the sight in a pass, in hexadecimal."""
    gate_name: str
    """What the gate is called; empty for staff."""
    scopes: list[GateScope]
    """What the gate may do."""
    now: Time
    """Our clock."""
    keys: list[PublicKey]
    """What passes are signed by."""
    days: list[RuleDay]
    """Day by day."""
    revoked: list[Revoked]
    """Passes that are stopped."""
    admitted: str
    """Who was let in today, one mark after another."""


@routes.operation(
    "GET",
    "/v1/admissions/rules",
    summary="All that a gate needs to decide without a net, for a week",
    audience="staff",
    roles=ROLES,
    scope="admit",
    query=RulesQuery,
    answer=RulesAnswer,
    errors=(FacilityNotFoundError, FacilityClosedError),
)
def show_rules(call: Call[None]) -> RulesAnswer:
    actor = call.actor(object)
    gate = actor.gate if isinstance(actor, GateActor) else None
    facility_id = call.query.facility_id or (gate.facility_id if gate else None)
    if facility_id is None:
        problem = ("시설을 골라 주세요", "must name a facility")
        raise InvalidRequestError(param="facility_id", problem=problem)
    check_gate(actor, facility_id, "admit")
    visits, now = call.wired(VisitsWiring), call.now()
    known = visits.facilities.one(call.county_id, facility_id)
    facility, today = known.facility, seoul_date(now)
    keys = call.adapters.signer.pass_keys

    def mark(member_id: str) -> str:
        return keys.holder(call.county_id, member_id).hex()[:MARK_CHARACTERS]

    days = []
    week = [today + timedelta(days=n) for n in range(RULE_DAYS)]
    # The first terms of a new sight may begin within the week.
    for on in [on for on in week if in_force(known.versions, on)] or week:
        terms = known.terms_on(on)
        days.append(
            RuleDay(
                **dict(day_answer(known.day(on, known_at=now), call.language)),
                group_from=terms.group_from,
                fees=fee_rows(terms),
                benefits=benefit_rows(terms),
            )
        )
    admitted = visits.admissions.admitted(call.county_id, facility_id, today)
    return RulesAnswer(
        facility_id=facility_id,
        facility_name=facility.name_en if call.language == "en" else facility.name,
        facility_digest=facility_digest(facility_id).hex(),
        gate_name=gate.name if gate else "",
        scopes=list(gate.scopes) if gate else list(GATE_SCOPES),
        now=now,
        keys=[PublicKey(key_id=keys.key_id, public_key=keys.public_key.hex())],
        days=days,
        revoked=[
            Revoked(holder=mark(member_id), since=since)
            for member_id, since in visits.admissions.stopped(call.county_id)
        ],
        admitted="".join(mark(member_id) for member_id in admitted),
    )
