"""The browsers of a member that are notified."""

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from chalicelib.core.errors import VersionConflictError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, OneLine, PageQuery, Time
from chalicelib.http.terms import NextCursor, PushSubscriptionRef
from chalicelib.ledger.errors import MemberNotFoundError, MemberSuspendedError
from chalicelib.notifications.errors import (
    PushSubscriptionInvalidError,
    PushSubscriptionNotFoundError,
    TooManyPushSubscriptionsError,
)
from chalicelib.notifications.wiring import NotificationsWiring

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chalicelib.notifications.subscriptions import Subscription

routes = Operations(tag="members")

GONE = (MemberNotFoundError, MemberSuspendedError)
_BrowserKey = Annotated[str, Field(min_length=1, max_length=128)]


class PushSubscriptionBody(Shape):
    endpoint: Annotated[str, Field(min_length=1, max_length=1024)]
    """Where the browser's push service takes messages for it (`PushSubscription.endpoint`)."""
    p256dh: _BrowserKey
    """The browser's public key, in base64url."""
    auth: _BrowserKey
    """The browser's authentication secret, in base64url."""
    language: Literal["ko", "en"]
    """In which language it is notified."""
    browser: Annotated[OneLine, Letters(60)]
    """What its owner knows it by."""


class PushSubscriptionAnswer(Shape):
    subscription_id: PushSubscriptionRef
    browser: str
    """What its owner knows it by."""
    language: Literal["ko", "en"]
    """In which language it is notified."""
    created_at: Time
    """Since when."""


class PushSubscriptionsAnswer(Shape):
    data: list[PushSubscriptionAnswer]
    """The browsers that are notified, five at the most."""
    application_server_key: str
    """What a browser subscribes with: the county's public key (VAPID), in base64url."""
    next_cursor: NextCursor = None


@routes.operation(
    "GET",
    "/v1/me/push-subscriptions",
    summary="Which of my browsers are notified",
    audience="member",
    query=PageQuery,
    answer=PushSubscriptionsAnswer,
    errors=GONE,
)
def list_push_subscriptions(call: Call[None]) -> PushSubscriptionsAnswer:
    known = call.wired(NotificationsWiring).browsers.list(call.member)
    shown, next_cursor = call.page().of(known, lambda one: one.subscription_id)
    return _answer(call, shown, next_cursor)


@routes.operation(
    "PUT",
    "/v1/me/push-subscriptions",
    summary="Notify this browser; sent again, it stays as it is",
    audience="member",
    body=PushSubscriptionBody,
    answer=PushSubscriptionAnswer,
    errors=(
        *GONE,
        PushSubscriptionInvalidError,
        TooManyPushSubscriptionsError,
        VersionConflictError,
    ),
)
def put_push_subscription(call: Call[PushSubscriptionBody]) -> PushSubscriptionAnswer:
    # Not at the top: who lists them need not wait for it.
    from chalicelib.notifications.service import Browser

    body = call.body
    browser = Browser(
        endpoint=body.endpoint,
        p256dh=body.p256dh,
        auth=body.auth,
        language=body.language,
        browser=body.browser,
    )
    return _shown(call.wired(NotificationsWiring).browsers.add(call.member, browser))


@routes.operation(
    "DELETE",
    "/v1/me/push-subscriptions/{subscription_id}",
    summary="Notify this browser no more",
    audience="member",
    answer=PushSubscriptionsAnswer,
    errors=(*GONE, PushSubscriptionNotFoundError, VersionConflictError),
)
def end_push_subscription(
    call: Call[None], subscription_id: PushSubscriptionRef
) -> PushSubscriptionsAnswer:
    left = call.wired(NotificationsWiring).browsers.end(call.member, subscription_id)
    return _answer(call, left)


def _answer(
    call: Call[None], known: "Sequence[Subscription]", next_cursor: str | None = None
) -> PushSubscriptionsAnswer:
    return PushSubscriptionsAnswer(
        data=[_shown(one) for one in known],
        application_server_key=call.adapters.signer.push_keys.public_key(call.county_id),
        next_cursor=next_cursor,
    )


def _shown(one: "Subscription") -> PushSubscriptionAnswer:
    return PushSubscriptionAnswer(
        subscription_id=one.subscription_id,
        browser=one.browser,
        language=one.language,
        created_at=one.created_at,
    )
