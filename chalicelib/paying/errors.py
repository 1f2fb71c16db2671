"""Why a payment or its cancel is refused."""

from chalicelib.core.errors import (
    ConflictError,
    ForbiddenError,
    NotFoundError,
    RuleViolationError,
    TooManyError,
)


class MerchantSuspendedError(ForbiddenError):
    """`merchant_status` is `suspended` or `closed`: a closed shop takes none for good."""

    ko = "지금은 상품권을 받을 수 없는 가맹점입니다. 군청에 문의해 주세요."
    en = "This merchant cannot accept vouchers now. Please contact the county."

    _CLOSED = (
        "문을 닫은 가맹점이라 상품권으로 결제할 수 없습니다. 이미 한 결제는 취소할 수 있습니다.",
        "This merchant has closed and takes no vouchers. Earlier payments can still be canceled.",
    )

    def detail(self, language: str) -> str:
        if self.values.get("merchant_status") != "closed":
            return super().detail(language)
        return self._CLOSED[1] if language == "en" else self._CLOSED[0]


class MerchantNotFoundError(NotFoundError):
    ko = "찾는 가맹점이 없습니다. 가맹점 코드를 다시 확인해 주세요."
    en = "There is no such merchant. Please check the merchant code."


class RedemptionNotFoundError(NotFoundError):
    ko = "찾는 결제가 없습니다."
    en = "There is no such payment."


class MerchantKeyLimitError(ConflictError):
    """Only the county ends a key: a stolen one must not end its owner's."""

    ko = "쓸 수 있는 키는 {limit}개까지입니다. 쓰지 않는 키를 끝내 달라고 군청에 말씀해 주세요."
    en = "{limit} keys can be valid at once. Please ask the county to end one that is not needed."


class MerchantKeyEndedError(ConflictError):
    ko = "이 요청으로 만든 키는 이미 끝났습니다. 새 요청으로 만들어 주세요."
    en = "The key that this request made has ended. Make one by a new request."


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
