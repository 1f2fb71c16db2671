"""What a wallet refuses, whoever asks."""

from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib.core.errors import ConflictError, ForbiddenError, NotFoundError, RuleViolationError


class MemberSuspendedError(ForbiddenError):
    ko = "지금은 쓸 수 없는 지갑입니다. 군청에 문의해 주세요."
    en = "This wallet cannot be used now. Please contact the county."


class MemberNotFoundError(NotFoundError):
    ko = "아직 온군민이 아닙니다. 먼저 가입해 주세요."
    en = "You are not a member yet. Please join first."


class EntryNotFoundError(NotFoundError):
    ko = "찾는 내역이 없습니다."
    en = "There is no such entry."


class OrderAlreadyPaidError(ConflictError):
    ko = "이 주문 번호로 이미 {paid_amount}원이 결제되었습니다."
    en = "This order has already been paid with {paid_amount} won."


class NetCanceledError(ConflictError):
    ko = "이미 망취소된 주문입니다. 새 주문 번호로 다시 결제해 주세요."
    en = "This order was net-canceled. Pay again with a new order id."


class InsufficientMileageError(RuleViolationError):
    ko = "마일리지가 모자랍니다. 지금 {balance}점이 있습니다."
    en = "Not enough mileage. You have {balance} points."


class HoldingCapExceededError(RuleViolationError):
    ko = (
        "상품권은 {limit}원까지 가질 수 있습니다. "
        "지금 {used}원이 있어 {remaining}원까지 더 받을 수 있습니다."
    )
    en = "You can hold vouchers up to {limit} won. You have {used} won; {remaining} won more fits."


class InsufficientBalanceError(RuleViolationError):
    ko = "잔액이 모자랍니다. 쓸 수 있는 금액은 {balance}원입니다."
    en = "Not enough balance. {balance} won can be used."


class VoucherExpiredError(RuleViolationError):
    ko = "상품권의 유효 기간이 지났습니다. 쓸 수 있는 금액은 {balance}원입니다."
    en = "The vouchers have expired. {balance} won can be used."


class AmountOutOfRangeError(RuleViolationError):
    ko = "금액은 {minimum}원부터 {maximum}원까지 넣을 수 있습니다."
    en = "The amount must be from {minimum} to {maximum} won."


class PayCodeUsedError(RuleViolationError):
    ko = "이미 쓴 결제 코드입니다. 손님 화면의 새 코드를 읽어 주세요."
    en = "This pay code was already used. Scan the new code on the customer's screen."


class WalletFullError(RuleViolationError):
    """What adds to a wallet would pass its bounds: open lots, or recent commands (`appending`)."""

    ko = "한 지갑에 담을 수 있는 내역을 넘었습니다. 군청에 문의해 주세요."
    en = "This wallet is full. Please contact the county."


class MemberUnknownError(RuleViolationError):
    """For staff: the wallet named is nobody's, or its holder has left."""

    ko = "그런 회원이 없거나 이미 탈퇴했습니다. 회원 번호를 다시 확인해 주세요."
    en = "There is no such member, or the member has left. Please check the member id."


class ReceivableOpenError(RuleViolationError):
    """Money was taken back that its holder had spent already; until it is settled nothing more is
    sold or granted."""

    ko = (
        "먼저 갚으실 돈 {amount}원이 있습니다. 군청 창구에서 내시면 바로 다시 살 수 있습니다. "
        "가지고 계신 상품권은 그대로 쓰실 수 있습니다."
    )
    en = (
        "You owe {amount} won first. Pay it at the county's desk and you can buy again at once. "
        "The vouchers you hold can be used as before."
    )


class IdentityRequiredError(RuleViolationError):
    """The county asks for an identified person for this (`identity.…` of its settings)."""

    ko = "먼저 본인확인을 한 번 해 주세요. 한 번 하면 다시 묻지 않습니다."
    en = "Please verify your identity first. You are asked only once."


@contextmanager
def naming_the_member() -> Iterator[None]:
    """Within: a member that there is not, named by staff, is a rule's refusal of that field."""
    try:
        yield
    except MemberNotFoundError as exc:
        raise MemberUnknownError(param="member_id") from exc
