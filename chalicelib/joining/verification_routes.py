"""Proving a phone, and the session that a proven phone opens."""

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field

from chalicelib.core.errors import (
    RateLimitedError,
    VerificationTokenInvalidError,
)
from chalicelib.core.observability import count
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Birth, Time, Token
from chalicelib.http.terms import MemberRef, VerificationRef, VerificationToken
from chalicelib.joining.errors import (
    BirthDateMissingError,
    ChallengeRequiredError,
    PhoneInvalidError,
    TextMessageCapReachedError,
    VerificationCodeWrongError,
    VerificationExpiredError,
    VerificationLockedError,
    VerificationNotFoundError,
)
from chalicelib.joining.verifications import Solution
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.ledger.errors import MemberNotFoundError, MemberSuspendedError

routes = Operations(tag="joining")

Phone = Annotated[str, Field(min_length=4, max_length=32, examples=["010-1234-5678"])]

TEXT_MESSAGE_CAPS = "TextMessageCaps"
"""Counts the messages that were not sent since the county's cap was reached."""

Code = Annotated[str, Field(pattern=r"^[0-9]{6}$")]


class SolutionBody(Shape):
    """Of the `challenge` that a 429 `challenge_required` carried: its `text`, and a `counter` for
    which PBKDF2-SHA256 of the counter's decimal digits, with the text as salt and as many
    `iterations`, begins with `bits` zero bits."""

    text: Annotated[str, Field(min_length=1, max_length=256)]
    """The `text` of the challenge."""
    counter: Annotated[int, Field(ge=0, le=2**31)]
    """The number that solves it."""


class VerificationBody(Shape):
    """`campaign_code`: of the poster that was scanned, so that a crowd elsewhere is not in the
    way. `guardian`: to consent for a child, by the guardian's own number. `companion`: to come
    along on a half-price trip."""

    phone: Phone
    """The mobile number that the code is sent to."""
    purpose: Literal["signup", "login", "guardian", "companion"]
    """What it is for."""
    campaign_code: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    """Of the poster that was scanned, so that a crowd elsewhere is not in the way."""
    solution: SolutionBody | None = None
    """Of the challenge that a 429 carried."""


class VerificationAnswer(Shape):
    verification_id: VerificationRef
    expires_at: Time
    """Until when the code can be confirmed."""
    resend_at: Time
    """From when another code can be asked for."""


class ConfirmBody(Shape):
    code: Code
    """The six digits of the message."""


class ConfirmAnswer(Shape):
    verification_token: VerificationToken
    expires_at: Time
    """Until when the token can be used."""


class SessionBody(Shape):
    """`birth_on` is needed but with a token that was just used to sign up, or that proves an
    identity. With it, a token to sign up lets in who is a member already."""

    verification_token: Token
    """Of a verification of purpose `login`, one just used to sign up, or of an identity
    verification."""
    birth_on: Birth | None = None
    """The member's birth date; needed with a phone's token of purpose `login`."""


class SessionAnswer(Shape):
    access_token: str
    """Authenticates a member: `Authorization: Bearer …`."""
    expires_at: Time
    """Until when it does."""
    member_id: MemberRef


@routes.operation(
    "POST",
    "/v1/verifications",
    summary="Send a six-digit code to a phone",
    audience="anyone",
    status=202,
    body=VerificationBody,
    answer=VerificationAnswer,
    errors=(
        PhoneInvalidError,
        RateLimitedError,
        ChallengeRequiredError,
        TextMessageCapReachedError,
    ),
)
def start_verification(call: Call[VerificationBody]) -> VerificationAnswer:
    body, joining = call.body, call.wired(JoiningWiring)
    try:
        started = joining.verifications.start(
            call.county_id,
            phone=body.phone,
            purpose=body.purpose,
            source=call.source,
            campaign_id=joining.campaigns.known_id(call.county_id, body.campaign_code),
            language=call.language,
            host=urlsplit(call.base_url).hostname or "",
            solution=Solution(body.solution.text, body.solution.counter) if body.solution else None,
        )
    except TextMessageCapReachedError:
        count(TEXT_MESSAGE_CAPS, stage=call.adapters.settings.stage)
        raise
    return VerificationAnswer(
        verification_id=started.verification_id,
        expires_at=started.expires_at,
        resend_at=started.resend_at,
    )


@routes.operation(
    "POST",
    "/v1/verifications/{verification_id}/confirm",
    summary="Prove the phone with the code",
    audience="anyone",
    body=ConfirmBody,
    answer=ConfirmAnswer,
    errors=(
        VerificationNotFoundError,
        VerificationCodeWrongError,
        VerificationLockedError,
        VerificationExpiredError,
    ),
)
def confirm_verification(
    call: Call[ConfirmBody], verification_id: VerificationRef
) -> ConfirmAnswer:
    confirmed = call.wired(JoiningWiring).verifications.confirm(
        call.county_id, verification_id, call.body.code
    )
    return ConfirmAnswer(
        verification_token=confirmed.verification_token, expires_at=confirmed.expires_at
    )


@routes.operation(
    "POST",
    "/v1/sessions",
    summary="Log in with a proven phone and the date of birth, or with a verified identity",
    audience="anyone",
    body=SessionBody,
    answer=SessionAnswer,
    errors=(
        VerificationTokenInvalidError,
        BirthDateMissingError,
        MemberNotFoundError,
        MemberSuspendedError,
        RateLimitedError,
    ),
)
def open_session(call: Call[SessionBody]) -> SessionAnswer:
    session = call.wired(JoiningWiring).verifications.open_session(
        call.county_id, call.body.verification_token, call.body.birth_on
    )
    return SessionAnswer(
        access_token=session.access_token,
        expires_at=session.expires_at,
        member_id=session.member_id,
    )
