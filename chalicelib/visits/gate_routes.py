"""Gates at the desk: opened, shown, closed."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field

from chalicelib.core import qr
from chalicelib.core.errors import VersionConflictError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, OneLine
from chalicelib.http.terms import GateRef
from chalicelib.staff.actor import person_of
from chalicelib.visits.answers import FacilityId, GateAnswer, Reason, gate_answer
from chalicelib.visits.errors import FacilityNotFoundError, FacilityOutOfUseError, GateNotFoundError
from chalicelib.visits.gates import GATE_SCOPES, GateScope
from chalicelib.visits.wiring import VisitsWiring

routes = Operations(tag="visits")

MAKERS = ("operator", "manager")
SEERS = ("operator", "manager", "auditor")


class GateBody(Shape):
    facility_id: FacilityId
    """The sight."""
    name: Annotated[OneLine, Letters(30)]
    """What the gate is called."""
    scopes: Annotated[
        list[GateScope],
        Field(default_factory=lambda: list(GATE_SCOPES), min_length=1, max_length=3),
    ]
    """What the gate may do."""


class NewGateAnswer(Shape):
    """`gate_key` is shown this once, and again for the same request; `qr_svg` leads a phone or
    tablet to the gate's page with it."""

    gate: GateAnswer
    """The gate that was opened."""
    gate_key: str
    """By what the gate proves itself."""
    gate_url: str
    """The gate's page, with the key."""
    qr_svg: str
    """As a QR code, in SVG."""


class GatesAnswer(Shape):
    data: list[GateAnswer]
    """All of them."""


class CloseBody(Shape):
    reason: Reason
    """Why, in words."""


@routes.operation(
    "POST",
    "/v1/staff/gates",
    summary="Open a gate: a phone or tablet at a sight's entrance, with its rights",
    audience="staff",
    roles=MAKERS,
    status=201,
    body=GateBody,
    answer=NewGateAnswer,
    requires_idempotency_key=True,
    errors=(FacilityNotFoundError, FacilityOutOfUseError),
)
def open_gate(call: Call[GateBody]) -> NewGateAnswer:
    gates = call.wired(VisitsWiring).gates
    gate, is_repeated = gates.open(
        call.county_id,
        person_of(call),
        facility_id=call.body.facility_id,
        name=call.body.name,
        scopes=tuple(scope for scope in GATE_SCOPES if scope in call.body.scopes),
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    key = gates.key_of(gate)
    # As a fragment, which no browser sends and no log keeps.
    url = urlsplit(f"{call.base_url}/gate")._replace(fragment=key).geturl()
    return NewGateAnswer(gate=gate_answer(gate), gate_key=key, gate_url=url, qr_svg=qr.svg(url))


@routes.operation(
    "GET",
    "/v1/staff/gates",
    summary="The county's gates, newest first, those that were closed included",
    audience="staff",
    roles=SEERS,
    answer=GatesAnswer,
)
def list_gates(call: Call[None]) -> GatesAnswer:
    gates = call.wired(VisitsWiring).gates.all(call.county_id)
    return GatesAnswer(data=[gate_answer(gate) for gate in gates])


@routes.operation(
    "POST",
    "/v1/staff/gates/{gate_id}/close",
    summary="Close a gate: within a minute its key opens nothing",
    audience="staff",
    roles=MAKERS,
    body=CloseBody,
    answer=GateAnswer,
    errors=(GateNotFoundError, VersionConflictError),
)
def close_gate(call: Call[CloseBody], gate_id: GateRef) -> GateAnswer:
    closed = call.wired(VisitsWiring).gates.close(
        call.county_id, person_of(call), gate_id, reason=call.body.reason
    )
    return gate_answer(closed)
