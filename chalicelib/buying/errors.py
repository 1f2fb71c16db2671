"""Why a purchase online is refused, and why a ticket came to nothing."""

from chalicelib.core.errors import ConflictError, RuleViolationError


class PurchaseQueuedError(ConflictError):
    """Whoever gives up need do nothing: what is not paid in time is let go."""

    ko = "아직 차례를 기다리고 있습니다. 차례가 온 뒤에 결제하지 않으면 저절로 취소됩니다."
    en = "This purchase still waits for its turn. Cancel it then, or do not pay: it ends by itself."


class TicketTooOldError(RuleViolationError):
    """Of another day: a purchase counts to the limits of the day on which it was asked for."""

    ko = "기다리는 사이에 날짜가 바뀌었습니다. 다시 신청해 주세요."
    en = "The day changed while you were waiting. Please ask again."


class PaymentExpiredError(RuleViolationError):
    ko = "정해진 시간 안에 결제하지 않아 구매가 취소되었습니다. 돈이 빠져나갔다면 돌려드립니다."
    en = "It was not paid in time, so the purchase was canceled. Any money taken is returned."


class PaymentReversedError(RuleViolationError):
    ko = "결제가 되돌려져 남은 상품권을 거두었습니다. 궁금한 점은 군청에 문의해 주세요."
    en = "The payment was reversed, so the rest of the voucher was voided. Please ask the county."


class ApplicationsOverError(RuleViolationError):
    """Who has not applied to a lottery round by then has no place in it."""

    ko = "추첨으로 파는 회차이고, 지금은 신청을 받지 않습니다. 신청해서 뽑힌 분만 살 수 있습니다."
    en = "Buyers of this round are drawn by lot, and applications are not open now."


class PlaceOverError(RuleViolationError):
    ko = "뽑힌 뒤 살 수 있는 기한이 지나 다음 순번으로 넘어갔습니다."
    en = "The time to buy by this place is over, and it passed to the next in the order."


class PlaceUsedError(RuleViolationError):
    """One purchase a place; one that was taken back passes on to who is next."""

    ko = "뽑힌 자리로는 한 번만 살 수 있습니다. 이미 샀거나, 산 것을 취소했습니다."
    en = "A place is good for one purchase, and it was used already."


class NotDrawnError(RuleViolationError):
    ko = "이번 추첨에서 뽑히지 않았습니다. 돈은 나가지 않았습니다."
    en = "You were not drawn this time. Nothing was charged."
