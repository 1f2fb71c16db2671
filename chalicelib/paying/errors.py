"""Why a payment or its cancel is refused."""

from chalicelib.core.errors import (
    ConflictError,
    ForbiddenError,
    NotFoundError,
    RuleViolationError,
    TooManyError,
)


class RedemptionNotFoundError(NotFoundError):
    ko = "찾는 결제가 없습니다."
    en = "There is no such payment."


class ExpectedRemainingMismatchError(ConflictError):
    ko = "남은 결제 금액은 {remaining}원입니다. 화면을 새로 고친 뒤 다시 취소해 주세요."
    en = "The remaining amount is {remaining} won. Refresh, then cancel again."


class MerchantNotEligibleError(RuleViolationError):
    """Sale-issued vouchers are barred at merchants above the yearly sales cap."""

    ko = "이 가맹점에서는 쓸 수 없는 상품권이 있습니다. 쓸 수 있는 금액은 {balance}원입니다."
    en = "Some of these vouchers cannot be used at this merchant. {balance} won can be used."


class PayCodeExpiredError(RuleViolationError):
    ko = "결제 코드의 시간이 지났습니다. 손님 화면의 새 코드를 읽어 주세요."
    en = "The pay code has expired. Scan the new code on the customer's screen."


class CardAmountExceededError(RuleViolationError):
    """The code was made for a printed card, by a PIN that was entered for this amount."""

    ko = "카드로 확인한 금액은 {maximum}원까지입니다. 금액을 바꾸려면 카드를 다시 찍어 주세요."
    en = "The card was confirmed for {maximum} won. Scan it again for another amount."


class TypedCodesPausedError(TooManyError):
    """Only typed digits, and for a minute at most: a scanned code is always taken."""

    METRIC = "TypedCodesPaused"
    """Counted when a shop's digits of a day are used up; an alarm rings."""

    ko = (
        "틀린 숫자가 많아 숫자 입력을 잠시 쉽니다. 손님의 QR을 찍으면 바로 결제됩니다. "
        "숫자는 {retry_after_seconds}초 뒤에 다시 넣을 수 있습니다."
    )
    en = (
        "Too many digits were wrong, so typing them rests. The customer's QR code can be scanned "
        "at once; digits can be typed again in {retry_after_seconds} seconds."
    )


class CancelAmountExceedsRemainingError(RuleViolationError):
    ko = "취소할 수 있는 금액은 {remaining}원입니다."
    en = "{remaining} won can still be canceled."


class CancelNotYoursError(ForbiddenError):
    """A clerk may take back own payments of the same day, where the owner lets them."""

    ko = "오늘 내가 받은 결제만 취소할 수 있습니다. 다른 결제는 사장님이 취소할 수 있습니다."
    en = "You can cancel payments that you took today. The owner can cancel the others."


class NetCancelLimitExceededError(RuleViolationError):
    ko = "결제 코드 하나로 오지 않은 결제를 미리 취소하는 것은 {limit}번까지입니다."
    en = "With one pay code, up to {limit} payments that have not come can be net-canceled."


class CancelPartsExceededError(RuleViolationError):
    ko = "나누어 취소하는 것은 {limit}번까지입니다. 남은 금액 전부를 취소해 주세요."
    en = "A payment can be canceled in {limit} parts. Please cancel all that remains."


class CancelWindowClosedError(RuleViolationError):
    ko = "결제한 지 {limit}일이 지나 취소할 수 없습니다."
    en = "A payment can be canceled within {limit} days only."
