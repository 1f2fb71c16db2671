"""What paying for a purchase refuses."""

from chalicelib.core.errors import ConflictError, NotFoundError, UnavailableError


class PaymentNotFoundError(NotFoundError):
    ko = "이 구매의 결제를 찾을 수 없습니다. 지갑에서 구매 내역을 다시 열어 주세요."
    en = "There is no payment of this purchase. Please open the purchase in your wallet again."


class WaiverNotFoundError(NotFoundError):
    ko = "찾는 면제 요청이 없습니다."
    en = "There is no such request to waive what is owed."


class PaymentsUnavailableError(UnavailableError):
    """The county has no provider, or it is not set up yet."""

    ko = "지금은 온라인 결제를 할 수 없습니다. 군청에 문의해 주세요."
    en = "Online payments are not available now. Please contact the county."


class RefundAccountNotNeededError(ConflictError):
    """Money goes back by the way it came; only a virtual account's needs an account."""

    ko = "환불 계좌를 받지 않는 결제입니다. 결제하신 방법으로 돌려드립니다."
    en = "This payment needs no refund account. The money goes back the way you paid."
