"""A member's own record: look, change, take a copy, leave."""

from typing import Any, get_args

from chalicelib.core.errors import VerificationTokenInvalidError, VersionConflictError
from chalicelib.http.call import Call, Query, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Name, PageQuery, RegionCode, Time, Token
from chalicelib.http.terms import ConsentName, MemberRef, NextCursor
from chalicelib.ledger.errors import MemberNotFoundError, MemberSuspendedError
from chalicelib.ledger.profile import Consent, ConsentKind, Relation
from chalicelib.members.answers import ConsentAnswer, MeAnswer, consent_answer, me_answer
from chalicelib.members.errors import (
    BoughtVouchersHeldError,
    ConsentNotFoundError,
    ConsentRequiredError,
    PhoneInUseError,
    RegionUnknownError,
)
from chalicelib.members.wiring import MembersWiring

routes = Operations(tag="members")

GONE = (MemberNotFoundError, MemberSuspendedError)


class MeBody(Shape):
    name: Name | None = None
    """The new name."""
    region_code: RegionCode | None = None
    relation: Relation | None = None
    """What binds the member to the county now."""
    verification_token: Token | None = None
    """Of a verification of the new mobile number."""


class ConsentsAnswer(Shape):
    data: list[ConsentAnswer]
    """Each consent as it stands."""
    next_cursor: NextCursor = None


class ConsentBody(Shape):
    given: bool
    """Whether it shall be given."""


class LeaveQuery(Query):
    """`confirmed`: also with bought vouchers that are not spent."""

    confirmed: bool = False
    """Leave also with bought vouchers that are not spent."""


class LeaveAnswer(Shape):
    member_id: MemberRef
    left_at: Time
    """When the member left."""
    mileage_balance: int
    """Points that were left, and are gone."""
    voucher_balance_amount: int
    """Won of vouchers that were left."""


class SignedOutAnswer(Shape):
    signed_out_at: Time
    """Sessions begun before this are over."""


@routes.operation(
    "GET",
    "/v1/me",
    summary="My profile",
    audience="member",
    answer=MeAnswer,
    errors=GONE,
)
def show_me(call: Call[None]) -> MeAnswer:
    return me_answer(call, call.wired(MembersWiring).members.own(call.member))


@routes.operation(
    "PATCH",
    "/v1/me",
    summary="Change my name, region or relation; or my number, with a token that proves it",
    audience="member",
    body=MeBody,
    answer=MeAnswer,
    errors=(
        *GONE,
        RegionUnknownError,
        PhoneInUseError,
        VerificationTokenInvalidError,
        VersionConflictError,
    ),
)
def change_me(call: Call[MeBody]) -> MeAnswer:
    body, wired = call.body, call.wired(MembersWiring)
    facts = (body.name, body.region_code, body.relation)
    changed = None
    if body.verification_token is None or any(facts):
        changed = wired.members.change(
            call.member, name=body.name, region_code=body.region_code, relation=body.relation
        )
    if body.verification_token is not None:
        changed = wired.number_change.change(call.member, body.verification_token)
    assert changed is not None
    return me_answer(call, changed)


@routes.operation(
    "DELETE",
    "/v1/me",
    summary="Leave: personal data is erased at once; what was left in the wallet is told",
    audience="member",
    query=LeaveQuery,
    answer=LeaveAnswer,
    errors=(*GONE, BoughtVouchersHeldError, VersionConflictError),
)
def leave(call: Call[None]) -> LeaveAnswer:
    farewell = call.wired(MembersWiring).members.leave(
        call.member, is_confirmed=call.query.confirmed
    )
    return LeaveAnswer(
        member_id=call.member.member_id,
        left_at=farewell.left_at,
        mileage_balance=farewell.mileage,
        voucher_balance_amount=farewell.vouchers,
    )


@routes.operation(
    "DELETE",
    "/v1/sessions",
    summary="Sign out, on all devices",
    audience="member",
    answer=SignedOutAnswer,
    errors=(*GONE, VersionConflictError),
)
def sign_out(call: Call[None]) -> SignedOutAnswer:
    call.wired(MembersWiring).members.sign_out(call.member)
    return SignedOutAnswer(signed_out_at=call.now())


@routes.operation(
    "GET",
    "/v1/me/consents",
    summary="What I agreed to, and when",
    audience="member",
    query=PageQuery,
    answer=ConsentsAnswer,
    errors=GONE,
)
def list_consents(call: Call[None]) -> ConsentsAnswer:
    found = call.wired(MembersWiring).members.consents(call.member)
    shown, next_cursor = call.page().of(found, lambda consent: consent.kind)
    return ConsentsAnswer(data=[consent_answer(c) for c in shown], next_cursor=next_cursor)


@routes.operation(
    "PUT",
    "/v1/me/consents/{kind}",
    summary="Give or withdraw a consent; to withdraw terms or privacy is to leave",
    audience="member",
    body=ConsentBody,
    answer=ConsentsAnswer,
    errors=(
        *GONE,
        ConsentNotFoundError,
        ConsentRequiredError,
        VersionConflictError,
    ),
)
def set_consent(call: Call[ConsentBody], kind: ConsentName) -> ConsentsAnswer:
    if kind not in get_args(ConsentKind):
        raise ConsentNotFoundError
    known: Any = kind
    return _consents(
        call.wired(MembersWiring).members.set_consent(call.member, known, is_given=call.body.given)
    )


def _consents(consents: tuple[Consent, ...]) -> ConsentsAnswer:
    return ConsentsAnswer(data=[consent_answer(c) for c in consents])
