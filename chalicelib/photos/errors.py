"""Why a photo is not taken, or not decided over."""

from chalicelib.core.errors import ConflictError, NotFoundError, RuleViolationError


class PhotoNotFoundError(NotFoundError):
    ko = "그런 사진 응모가 없습니다."
    en = "There is no such photo entry."


class PhotoErasedError(NotFoundError):
    """Refused, withdrawn, or its time is over."""

    ko = "사진이 이미 지워졌습니다."
    en = "The photo has been erased."


class PhotoEntriesClosedError(RuleViolationError):
    """The campaign is not open, or the county takes no photos."""

    ko = "지금은 사진 응모를 받지 않습니다."
    en = "No photo entries are taken now."


class PhotoPlaceUnvisitedError(RuleViolationError):
    ko = "방문이 확인된 곳이 아닙니다. 부스의 QR을 찍거나 입장권으로 들어간 뒤에 응모해 주세요."
    en = (
        "No visit there is known. Scan the booth's code, or enter with your pass, and then send it."
    )


class PhotoTurnsUsedError(RuleViolationError):
    """`most`: how many a person may send to a campaign."""

    ko = "이 행사에는 한 분이 사진 {most}장까지 응모하실 수 있습니다."
    en = "Each person may enter {most} photos in this campaign."


class PhotoUsedError(RuleViolationError):
    ko = "이미 응모한 사진입니다. 다른 사진을 보내 주세요."
    en = "This photo has been entered already. Please send another one."


class PhotoDecidedError(ConflictError):
    """Decided the other way, or withdrawn. `state`: as it stands."""

    ko = "이미 처리된 사진입니다."
    en = "This photo has been dealt with already."
