"""Why a printed card is not issued, or does not pay."""

from chalicelib.core.errors import (
    ForbiddenError,
    MalformedError,
    NotFoundError,
    RuleViolationError,
)


class CardCodeInvalidError(MalformedError):
    """Nothing that stands on a card of ours."""

    ko = "온군민 카드의 QR이 아닙니다. 카드를 다시 찍어 주세요."
    en = "This is not the QR code of a resident card. Please scan the card again."


class CardClosedError(RuleViolationError):
    """There is no such card, or no more: which of them is not told."""

    ko = "쓸 수 없는 카드입니다. 군청 창구나 행사장 안내소에서 새 카드를 받아 주세요."
    en = "This card cannot be used. Our desk prints a new one."


class CardPinWrongError(RuleViolationError):
    """`remaining`: how often it can still be tried, until it is right."""

    ko = "카드 비밀번호가 맞지 않습니다. {remaining}번 더 누를 수 있습니다."
    en = "The card's PIN is not right. It can be tried {remaining} more times."


class CardLockedError(RuleViolationError):
    """After five wrong PINs: only a new card ends it."""

    ko = "비밀번호를 여러 번 틀려 잠긴 카드입니다. 군청 창구에서 새 카드를 받아 주세요."
    en = "This card is locked after too many wrong PINs. Our desk prints a new one."


class CardDayLimitExceededError(RuleViolationError):
    """Amounts for which a PIN was entered count, whether they were then paid or not."""

    ko = "카드로는 하루에 {limit}원까지 낼 수 있습니다. 오늘은 {remaining}원을 더 낼 수 있습니다."
    en = "A card pays up to {limit} won a day: {remaining} won are left today."


class CardPinTooEasyError(RuleViolationError):
    ko = "너무 쉬운 비밀번호입니다. 1111, 1234나 생일 같은 번호는 쓸 수 없습니다."
    en = "This PIN is too easy. Numbers such as 1111, 1234 or the birthday can't be used."


class CardNotFoundError(NotFoundError):
    ko = "그런 카드가 없습니다."
    en = "There is no such card."


class CardOfOthersError(ForbiddenError):
    """A booth prints the first card of who joined there by the same person today, and no other."""

    ko = "부스에서는 오늘 직접 가입해 드린 분의 첫 카드만 인쇄할 수 있습니다."
    en = "A booth prints the first card of those whom you signed up today, and no others."
