"""Why a phone or a person may not work for a shop."""

from chalicelib.core.errors import (
    ConflictError,
    ForbiddenError,
    NotFoundError,
    RuleViolationError,
)


class InvitationNotFoundError(NotFoundError):
    ko = "없는 초대 번호입니다. 열두 자리를 다시 확인해 주세요."
    en = "There is no such invitation. Please check the twelve digits."


class InvitationEndedError(ConflictError):
    """Used, replaced by a newer one, or over."""

    ko = "이미 썼거나 기한이 지난 초대입니다. 군청이나 사장님께 새 초대를 받아 주세요."
    en = "This invitation was used or is over. Please ask the county or the owner for a new one."


class OwnerMissingError(RuleViolationError):
    ko = "군청의 초대로 들어올 때는 사장님 이름과 비밀번호를 정해야 합니다."
    en = "An invitation by the county asks for the owner's name and PIN."


class DeviceLimitError(ConflictError):
    ko = "한 가게의 기기는 {limit}대까지입니다. 쓰지 않는 기기를 먼저 끊어 주세요."
    en = "A shop can have {limit} devices. Please close one that is not used."


class DeviceNotFoundError(NotFoundError):
    ko = "찾는 기기가 없습니다."
    en = "There is no such device."


class ShopPersonNotFoundError(NotFoundError):
    ko = "찾는 사람이 없습니다."
    en = "There is no such person."


class ShopPeopleLimitError(ConflictError):
    ko = "한 가게에는 {limit}명까지 등록할 수 있습니다."
    en = "A shop can have {limit} people."


class LastOwnerError(ConflictError):
    ko = "사장님이 적어도 한 명은 있어야 합니다."
    en = "There must be at least one owner."


class PinTooEasyError(RuleViolationError):
    ko = "너무 쉬운 비밀번호입니다. 111111이나 123456 같은 번호는 쓸 수 없습니다."
    en = "This PIN is too easy. Numbers such as 111111 or 123456 can't be used."


class PinWrongError(RuleViolationError):
    ko = "비밀번호가 맞지 않습니다. 다시 눌러 주세요."
    en = "The PIN is not right. Please try again."


class HistorySpanError(RuleViolationError):
    ko = "한 번에 {limit}일까지 볼 수 있습니다. 날짜를 다시 골라 주세요."
    en = "Up to {limit} days can be seen at once. Please choose the days again."


class OwnersOnlyError(ForbiddenError):
    """What an owner alone may do, asked for by a clerk."""

    ko = "사장님만 할 수 있습니다."
    en = "Only an owner can do this."
