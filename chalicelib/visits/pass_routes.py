"""The pass that a member shows at a gate."""

from chalicelib.core import qr
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Time
from chalicelib.ledger.errors import MemberNotFoundError, MemberSuspendedError
from chalicelib.visits.answers import FacilityId
from chalicelib.visits.errors import FacilityNotFoundError, FacilityOutOfUseError
from chalicelib.visits.visitors import AgeClass
from chalicelib.visits.wiring import VisitsWiring

routes = Operations(tag="visits")


class PassForBody(Shape):
    """For one facility, or for all of the county's."""

    facility_id: FacilityId | None = None
    """The sight."""


class PassAnswer(Shape):
    pass_code: str
    """The text of the pass."""
    expires_at: Time
    """When the pass is over."""
    qr_svg: str
    """As a QR code, in SVG."""
    age_class: AgeClass
    """The age: under 6, to 12, to 18, to 64, or over."""


@routes.operation(
    "POST",
    "/v1/me/passes",
    summary="A pass for the county's sights, which holds for a day and needs no net at the gate",
    audience="member",
    status=201,
    body=PassForBody,
    answer=PassAnswer,
    errors=(
        FacilityNotFoundError,
        FacilityOutOfUseError,
        MemberNotFoundError,
        MemberSuspendedError,
    ),
)
def show_pass(call: Call[PassForBody]) -> PassAnswer:
    shown = call.wired(VisitsWiring).passes.show(call.member, call.body.facility_id)
    return PassAnswer(
        pass_code=shown.text,
        expires_at=shown.expires_at,
        qr_svg=qr.svg(shown.text),
        age_class=shown.age_class,
    )
