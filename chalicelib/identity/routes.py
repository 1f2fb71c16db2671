"""A member's own identity."""

from chalicelib.core.errors import VerificationTokenInvalidError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Token
from chalicelib.identity.errors import IdentityBelongsToOtherMemberError, IdentityMismatchError
from chalicelib.identity.wiring import IdentityWiring
from chalicelib.ledger.errors import MemberNotFoundError, MemberSuspendedError
from chalicelib.members.answers import MeAnswer, me_answer

routes = Operations(tag="identity")


class IdentityBody(Shape):
    verification_token: Token
    """Of an identity verification that was confirmed."""


@routes.operation(
    "PUT",
    "/v1/me/identity",
    summary="Bind my verified identity; a wallet that I had left opens again",
    audience="member",
    body=IdentityBody,
    answer=MeAnswer,
    errors=(
        VerificationTokenInvalidError,
        IdentityMismatchError,
        IdentityBelongsToOtherMemberError,
        MemberNotFoundError,
        MemberSuspendedError,
    ),
)
def verify_identity(call: Call[IdentityBody]) -> MeAnswer:
    own = call.wired(IdentityWiring).own_identity.verify(call.member, call.body.verification_token)
    return me_answer(call, own)
