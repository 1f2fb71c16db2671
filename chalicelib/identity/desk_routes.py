"""People whom no agency can verify, identified at the desk by a document."""

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.core.observability import logger
from chalicelib.core.text import in_form
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Birth, Letters, OneLine, Time
from chalicelib.http.terms import MaskedName, MemberRef
from chalicelib.identity.errors import IdentityBelongsToOtherMemberError, IdentityMismatchError
from chalicelib.identity.wiring import IdentityWiring
from chalicelib.ledger.errors import MemberSuspendedError, MemberUnknownError

routes = Operations(tag="identity")

IDENTIFIERS = ("manager", "operator")
Country = Annotated[str, Field(pattern="^[A-Z]{3}$", examples=["VNM"])]


class DeskIdentityBody(Shape):
    """`issued_by` is the country by its three letters (ISO 3166). The number is not kept."""

    document_kind: Literal["passport", "residence_card", "other"]
    """Which document was shown."""
    issued_by: Country
    """The country that issued it, by its three letters (ISO 3166)."""
    document_number: Annotated[OneLine, Field(min_length=4), Letters(40)]
    """Its number; only a keyed hash of it is kept."""
    birth_on: Birth
    """The birth date on it."""
    reason: Literal["lives_abroad", "no_phone_of_own", "agency_cannot"]
    """Why the agency could not verify the person."""


class DeskIdentityAnswer(Shape):
    """`member_id`: the membership that is the person's; another than was asked for if the person
    had left that one before, which is open again."""

    member_id: MemberRef
    """The membership that is the person's, which may be another than was asked for."""
    name_masked: MaskedName
    verified_at: Time | None
    """When the identity was verified; null if it is not."""


@routes.operation(
    "PUT",
    "/v1/staff/members/{member_id}/identity",
    summary="Identify a member at the desk by a document; logged",
    audience="staff",
    roles=IDENTIFIERS,
    body=DeskIdentityBody,
    answer=DeskIdentityAnswer,
    errors=(
        MemberUnknownError,
        MemberSuspendedError,
        IdentityMismatchError,
        IdentityBelongsToOtherMemberError,
    ),
)
def identify_at_desk(call: Call[DeskIdentityBody], member_id: MemberRef) -> DeskIdentityAnswer:
    body = call.body
    bound = call.wired(IdentityWiring).desk.identify(
        call.county_id,
        member_id,
        document=f"{body.document_kind}/{body.issued_by}/{_bare(body.document_number)}",
        birth_on=body.birth_on,
    )
    logger.info(
        "identified_at_desk",
        staff=call.staff.subject,
        county_id=call.county_id,
        member_id=bound.member_id,
        document_kind=body.document_kind,
        reason=body.reason,
    )
    return DeskIdentityAnswer(
        member_id=bound.member_id,
        name_masked=bound.name_masked,
        verified_at=bound.identified_at,
    )


def _bare(number: str) -> str:
    """As it stands in the document, however it is typed."""
    text = in_form("NFKC", number).upper()
    return "".join(c for c in text if c.isalnum())
