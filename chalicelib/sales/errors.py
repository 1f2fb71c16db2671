"""Why a voucher is not sold, taken back or refunded."""

from chalicelib.core.errors import (
    ConflictError,
    ForbiddenError,
    NotFoundError,
    RuleViolationError,
)


class RoundNotFoundError(NotFoundError):
    ko = "없는 판매 회차입니다."
    en = "There is no such sale round."


class PurchaseNotFoundError(NotFoundError):
    ko = "그런 구매가 없습니다. 이미 취소했거나 다 쓴 상품권일 수 있습니다."
    en = "There is no such purchase. It may be canceled or spent already."


class RefundNotFoundError(NotFoundError):
    ko = "이 회원에게 돌려줄 돈이 있는 그런 내역이 없습니다. 회원 번호를 다시 확인해 주세요."
    en = "This member has no such refund in money. Please check the member id."


class LeftWalletNotFoundError(NotFoundError):
    """Nothing is told of whether the number or the birth date was wrong."""

    ko = (
        "이 번호와 생년월일로 탈퇴한 지갑에 돌려드릴 산 상품권이 없습니다. "
        "탈퇴할 때의 휴대전화 번호를 다시 확인해 주세요."
    )
    en = (
        "No wallet that was left under this number and birth date holds a bought voucher to pay "
        "back. Please check the number of the time of leaving."
    )


class PayerIsRecorderError(ForbiddenError):
    """A refund that staff recorded for someone who has left: another of them hands it over."""

    ko = "탈퇴한 분의 환불을 기록한 사람은 그 돈을 건넬 수 없습니다. 다른 담당자가 해야 합니다."
    en = "Who recorded the refund of someone who has left cannot hand it over. Another must."


class VoucherNotFoundError(NotFoundError):
    ko = "남은 금액이 있는 그런 상품권이 없습니다."
    en = "There is no such voucher with money left on it."


class CounterRequestNotFoundError(NotFoundError):
    ko = "찾는 창구 판매 요청이 없습니다."
    en = "There is no such request for a counter sale."


class ReceiptReferenceUsedError(ConflictError):
    """A receipt stands for one sale of a day."""

    ko = "오늘 다른 판매에 적은 영수증 번호입니다. 번호를 다시 확인해 주세요."
    en = "Another sale of today has this receipt number. Please check it."


class RoundFixedError(ConflictError):
    ko = (
        "끝난 회차, 추첨 회차, 예전 방식으로 만든 회차는 바꿀 수 없습니다. 새 회차를 만들어 주세요."
    )
    en = "A round that is closed, sold by lottery or of an earlier release cannot be changed."


class RefundAlreadyPaidError(ConflictError):
    """Carries `paid_at` and `paid_by`, the account of staff who handed the money over."""

    ko = "이미 지급한 돈입니다(담당자 {paid_by}). 다시 지급하지 마세요."
    en = "This was paid already, by {paid_by}. Do not pay it again."


class ReceiptReferenceMissingError(RuleViolationError):
    ko = "{limit}원이 넘는 판매에는 받은 돈의 영수증 번호를 적어야 합니다."
    en = "A sale above {limit} won needs the number of the receipt for the money."


class CounterSumExceededError(RuleViolationError):
    """Another person can approve it: `POST /v1/staff/counter-sale-requests`."""

    ko = (
        "한 사람이 하루에 창구에서 팔 수 있는 금액을 넘습니다. 오늘 더 팔 수 있는 금액은 "
        "{remaining}원입니다. 다른 담당자의 승인을 받으면 팔 수 있습니다."
    )
    en = (
        "This is more than one person may sell at the counter in a day. {remaining} won are left "
        "today. Another member of staff can approve the sale."
    )


class RoundNotOpenError(RuleViolationError):
    ko = "지금은 상품권 판매 기간이 아닙니다."
    en = "Vouchers are not on sale now."


class RoundChannelClosedError(RuleViolationError):
    ko = "이 회차는 여기에서 팔지 않습니다. 온라인이나 창구 가운데 파는 곳을 확인해 주세요."
    en = "This round is not sold here. Please see whether it is sold online or at the counter."


class DenominationNotOfferedError(RuleViolationError):
    ko = "이 회차에서는 {offered}원짜리만 살 수 있습니다."
    en = "This round sells vouchers of {offered} won only."


class NotYourTurnError(RuleViolationError):
    """Carries `resets_at`, from when everybody may buy."""

    ko = "아직 차례가 아닙니다. 나이나 태어난 해 끝자리에 따라 먼저 사는 날이 정해져 있습니다."
    en = "It is not your turn today. Days are assigned by age or the last digit of the birth year."


class LotteryInvalidError(RuleViolationError):
    """A round cannot be sold by lot like this; `param` names what is wrong."""

    ko = "추첨으로 파는 회차를 확인해 주세요. {problem}."
    en = "Please check the lottery round: {problem}."

    def __init__(self, *, param: str, problem: tuple[str, str]) -> None:
        super().__init__(param=param)
        self._problem = problem

    def detail(self, language: str) -> str:
        if language == "en":
            return self.en.format(problem=self._problem[1])
        return self.ko.format(problem=self._problem[0])


class DiscountSharesWrongError(RuleViolationError):
    ko = "국비, 도비, 군비로 나눈 할인율을 더하면 {limit}퍼센트여야 합니다."
    en = "The shares of State, province and county must come to {limit} percent."


class RoundSoldOutError(RuleViolationError):
    ko = "이번 회차에 남은 금액은 {remaining}원입니다."
    en = "{remaining} won are left in this round."


class PurchaseLimitExceededError(RuleViolationError):
    ko = "구매 한도를 넘습니다. 지금 더 살 수 있는 금액은 {remaining}원입니다."
    en = "This exceeds your purchase limit. You can still buy {remaining} won now."


class PurchaseNotAMultipleError(RuleViolationError):
    ko = "상품권은 {limit}원 단위로 살 수 있습니다."
    en = "Vouchers are bought in steps of {limit} won."


class PurchaseUsedError(RuleViolationError):
    ko = "일부를 쓴 상품권은 구매를 취소할 수 없습니다. 남은 금액은 {remaining}원입니다."
    en = "A voucher that was used in part cannot be canceled. {remaining} won are left on it."


class PurchaseCancelWindowClosedError(RuleViolationError):
    ko = "산 날부터 {limit}일이 지나 구매를 취소할 수 없습니다."
    en = "A purchase can be canceled within {limit} days only."


class ChangeRefundNotReachedError(RuleViolationError):
    ko = "이 상품권을 {remaining}원 더 쓰면 남은 금액을 돌려받을 수 있습니다."
    en = "Spend {remaining} won more of this voucher, and the rest can be paid back."


class RoundWindowInvalidError(RuleViolationError):
    ko = "판매 회차는 오늘이나 그 뒤에 열고, 연 뒤에 닫고, 1년 안에 끝나야 합니다."
    en = "A round opens today or later, closes after that, and lasts a year at most."


class RoundBudgetNotAMultipleError(RuleViolationError):
    ko = "회차의 발행 금액은 {limit}원 단위여야 합니다."
    en = "The budget of a round is in steps of {limit} won."


class DiscountTooHighError(RuleViolationError):
    ko = "이 기간의 할인율은 {limit}퍼센트를 넘을 수 없습니다."
    en = "The discount may not exceed {limit} percent in this period."


class VoucherNotRefundableError(RuleViolationError):
    ko = "마일리지로 바꾼 상품권이나 군이 드린 상품권은 돈으로 돌려드리지 않습니다."
    en = "Vouchers that were not bought are not paid back in money."
