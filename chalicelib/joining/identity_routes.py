"""Identity verification (본인확인): the beginning, for the page, and the outcome, for a token."""

from typing import Literal

from chalicelib.core.errors import RateLimitedError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Time
from chalicelib.http.terms import IdentityVerificationRef, VerificationToken
from chalicelib.identity.errors import (
    IdentityCanceledError,
    IdentityMethodUnfitError,
    IdentityNotVerifiedError,
    IdentityUnavailableError,
    IdentityVerificationNotFoundError,
)
from chalicelib.joining.wiring import JoiningWiring

routes = Operations(tag="identity")


class IdentityVerificationBody(Shape):
    purpose: Literal["signup", "login", "member"]
    """What it is for."""


class ProviderAnswer(Shape):
    """What the page starts it with. `portone`: PortOne's browser SDK, by `store_id` and
    `channel_key`; `page`: the page at `page_url`, which comes back to `return_to`."""

    kind: Literal["portone", "page"]
    """How it is started: by PortOne's browser SDK, or at a page."""
    store_id: str | None = None
    """For PortOne's SDK; null otherwise."""
    channel_key: str | None = None
    """For PortOne's SDK; null otherwise."""
    page_url: str | None = None
    """The page to open; null for PortOne's SDK."""


class IdentityVerificationAnswer(Shape):
    identity_verification_id: IdentityVerificationRef
    expires_at: Time
    """Until when it can be confirmed."""
    provider: ProviderAnswer
    """What a page needs to start it."""


class IdentityConfirmBody(Shape):
    pass


class IdentityConfirmAnswer(Shape):
    verification_token: VerificationToken
    expires_at: Time
    """Until when the token can be used."""


@routes.operation(
    "POST",
    "/v1/identity-verifications",
    summary="Begin to verify who somebody is",
    audience="anyone",
    status=201,
    body=IdentityVerificationBody,
    answer=IdentityVerificationAnswer,
    errors=(RateLimitedError, IdentityUnavailableError),
)
def start_identity_verification(
    call: Call[IdentityVerificationBody],
) -> IdentityVerificationAnswer:
    started = call.wired(JoiningWiring).identity_verifications.start(
        call.county_id, purpose=call.body.purpose, source=call.source
    )
    return IdentityVerificationAnswer(
        identity_verification_id=started.verification_id,
        expires_at=started.expires_at,
        provider=ProviderAnswer.model_validate(dict(started.provider)),
    )


@routes.operation(
    "POST",
    "/v1/identity-verifications/{identity_verification_id}/confirm",
    summary="Ask the agency what came of it; nothing of it is taken from the page",
    audience="anyone",
    body=IdentityConfirmBody,
    answer=IdentityConfirmAnswer,
    errors=(
        IdentityVerificationNotFoundError,
        IdentityNotVerifiedError,
        IdentityCanceledError,
        IdentityMethodUnfitError,
        IdentityUnavailableError,
        RateLimitedError,
    ),
)
def confirm_identity_verification(
    call: Call[IdentityConfirmBody], identity_verification_id: IdentityVerificationRef
) -> IdentityConfirmAnswer:
    confirmed = call.wired(JoiningWiring).identity_verifications.confirm(
        call.county_id, identity_verification_id, source=call.source
    )
    return IdentityConfirmAnswer(
        verification_token=confirmed.token, expires_at=confirmed.expires_at
    )
