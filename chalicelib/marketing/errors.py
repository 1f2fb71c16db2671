"""Why no message is proposed or sent, and why none is refused by a link."""

from chalicelib.core.errors import NotFoundError, RuleViolationError


class SegmentMessageNotFoundError(NotFoundError):
    ko = "그런 메시지가 없습니다. 목록을 새로 열어 확인해 주세요."
    en = "There is no such message. Please open the list again."


class MessageTextInvalidError(RuleViolationError):
    """Carries `maximum`: letters."""

    ko = (
        "글은 {maximum}자까지, 한 줄로 적어 주세요. (광고) 표시와 보내는 곳, 수신거부 안내는 "
        "시스템이 붙이므로 적지 않습니다."
    )
    en = (
        "Please write up to {maximum} letters in one line. The advertising mark, the sender and "
        "how to refuse are put in by the system and not typed."
    )


class MessageBudgetTooSmallError(RuleViolationError):
    """Carries `needed_amount` in won."""

    ko = "예산이 모자랍니다. 많으면 {needed_amount}원까지 듭니다."
    en = "The budget does not do: it may cost up to {needed_amount} won."


class MessageTooOldError(RuleViolationError):
    """Carries `days`."""

    ko = "올린 지 {days}일이 지나 받을 분이 달라졌습니다. 반려하고 다시 올려 주세요."
    en = "It was proposed more than {days} days ago. Please reject it and propose it anew."


class RefusalLinkInvalidError(NotFoundError):
    ko = "주소가 온전하지 않습니다. 문자의 주소를 끝까지 열었는지 보시고, 안 되면 전화해 주세요."
    en = "This address is not complete. Please open the whole link, or call us."
