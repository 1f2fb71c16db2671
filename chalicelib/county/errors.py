"""Why a version of a setting is refused, or a county's picture."""

from chalicelib.core.errors import ConflictError, NotFoundError, RuleViolationError


class SettingNotFoundError(NotFoundError):
    ko = "그런 설정은 없습니다."
    en = "There is no such setting."


class SettingVersionExistsError(ConflictError):
    """A version of a setting is never changed: a correction is another version, of a later day."""

    ko = "그날부터 시행하는 값이 이미 있고, 적은 값은 고치지 않습니다. 다른 날을 골라 주세요."
    en = "There is a version of that day already, and none is ever changed. Choose another day."


class SettingTooSoonError(RuleViolationError):
    ko = "설정은 {earliest_on}부터 시행할 수 있습니다. 지난날과 오늘의 값은 바뀌지 않습니다."
    en = "A setting can take effect from {earliest_on} on. Past days and today never change."


class SettingOutOfBoundsError(RuleViolationError):
    ko = "이 설정의 값은 {minimum}에서 {maximum} 사이여야 합니다."
    en = "The value of this setting must be within {minimum} and {maximum}."


class SettingStepTooLargeError(RuleViolationError):
    """Of settings that move money, whoever approves. `present`: the value in force today."""

    ko = (
        "지금 값 {present}에서 한 번에 바꿀 수 있는 값은 {minimum}에서 {maximum}까지입니다. "
        "더 바꾸려면 그 값이 시행된 뒤에 다시 올려 주세요."
    )
    en = (
        "From {present}, the value in force, one change can go to {minimum} at least and {maximum} "
        "at most. To go further, propose again once that is in force."
    )


class SettingNeedsTwoPeopleError(RuleViolationError):
    """Its way is a proposal, `POST /v1/staff/setting-proposals`, that another person approves."""

    ko = "돈이 달라지는 설정입니다. 한 사람이 올리고 다른 담당자가 승인해야 합니다."
    en = "This setting moves money: one person proposes it, and another approves."


class SettingRequiredError(RuleViolationError):
    ko = "이 설정은 ‘한도 없음’으로 둘 수 없습니다."
    en = "This setting cannot be left without a value."


class SettingsContradictError(RuleViolationError):
    ko = "{day}에 함께 시행할 다른 설정과 맞지 않습니다. 최소 금액은 최대 금액보다 클 수 없습니다."
    en = "This contradicts another setting of {day}. A minimum may not exceed its maximum."


class PictureTooLargeError(RuleViolationError):
    """Every first visit carries it, also on a slow line."""

    ko = "파일이 {bytes}바이트라 너무 큽니다. {bytes_max}바이트까지 올릴 수 있습니다."
    en = "The file has {bytes} bytes; {bytes_max} are the most."


class PictureKindWrongError(RuleViolationError):
    """By its content, whatever the file is called."""

    ko = (
        "로고는 SVG나 PNG, 그림은 PNG나 JPEG 파일이어야 합니다. "
        'SVG에는 viewBox="0 0 가로 세로"가 있어야 합니다.'
    )
    en = (
        "An emblem must be an SVG or PNG, a picture a PNG or JPEG. "
        'An SVG needs its viewBox="0 0 width height".'
    )


class PictureMeasuresWrongError(RuleViolationError):
    ko = (
        "그림은 가로와 세로가 {side_max}화소까지입니다. 올린 파일은 가로 {width}, 세로 {height}화소"
        "입니다."
    )
    en = "{width} x {height} pixels are not within {side_max} x {side_max}."


class PictureActiveError(RuleViolationError):
    """A script, an event, a document type, or an address outside of it."""

    ko = (
        "이 SVG에는 스크립트나 다른 곳의 주소가 들어 있어 올릴 수 없습니다. "
        "그림만 남겨 다시 저장해 주세요."
    )
    en = "This SVG runs or fetches something. Please save it as a picture alone."


class PictureBrokenError(RuleViolationError):
    ko = "그림을 끝까지 읽지 못했습니다. 파일을 다시 저장해서 올려 주세요."
    en = "The picture cannot be read to its end. Please save the file again."


class IconWrongError(RuleViolationError):
    """Of an emblem as phones want it; the desk's page makes these itself."""

    ko = "앱의 그림은 가로와 세로가 {side}화소이고 {bytes_max}바이트까지인 PNG여야 합니다."
    en = "An app's icon must be a PNG of {side} x {side} pixels and at most {bytes_max} bytes."
