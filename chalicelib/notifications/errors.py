"""Why a browser's subscription is refused."""

from chalicelib.core.errors import NotFoundError, RuleViolationError


class PushSubscriptionInvalidError(RuleViolationError):
    """Its address is at no push service that we know, or its keys are none."""

    ko = "이 브라우저의 알림 서비스로는 보낼 수 없습니다. 다른 브라우저에서 켜 주세요."
    en = "We cannot send to this browser's notification service. Please use another browser."


class TooManyPushSubscriptionsError(RuleViolationError):
    ko = "알림은 브라우저 {limit}개까지 받을 수 있습니다. 쓰지 않는 것을 먼저 꺼 주세요."
    en = "Up to {limit} browsers can be notified. Turn off one that you no longer use first."


class PushSubscriptionNotFoundError(NotFoundError):
    ko = "알림을 받는 브라우저 가운데 그런 것은 없습니다."
    en = "There is no such browser among those notified."
