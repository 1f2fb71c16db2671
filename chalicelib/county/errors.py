"""Why a version of a setting is refused."""

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


class SettingRequiredError(RuleViolationError):
    ko = "이 설정은 ‘한도 없음’으로 둘 수 없습니다."
    en = "This setting cannot be left without a value."


class SettingsContradictError(RuleViolationError):
    ko = "{day}에 함께 시행할 다른 설정과 맞지 않습니다. 최소 금액은 최대 금액보다 클 수 없습니다."
    en = "This contradicts another setting of {day}. A minimum may not exceed its maximum."
