"""Why nothing is counted, taken out or given."""

from chalicelib.core.errors import ConflictError, NotFoundError, RuleViolationError


class AnalysisNotReadyError(NotFoundError):
    """Carries `next_on`: the day in whose night the next is made."""

    ko = (
        "지난밤에 만든 분석 자료가 없습니다. 매일 새벽 3시에 만들고, 다음 자료는 {next_on} 새벽 "
        "3시 15분쯤부터 쓸 수 있습니다. 그때도 안 되면 시스템 담당자에게 알려 주세요."
    )
    en = (
        "There is no analysis of last night. It is made at three each night, and the next can be "
        "used from about 03:15 on {next_on}. If it cannot, please tell who runs the system."
    )


class SegmentNotFoundError(NotFoundError):
    ko = "그런 분류가 없습니다. 목록을 새로 열어 확인해 주세요."
    en = "There is no such segment. Please open the list again."


class SegmentEndedError(ConflictError):
    ko = "이미 그만 쓰기로 한 분류입니다."
    en = "This segment has ended."


class SegmentsTooManyError(RuleViolationError):
    """Carries `maximum`."""

    ko = "분류는 한 번에 {maximum}개까지 쓸 수 있습니다. 쓰지 않는 것을 먼저 그만 써 주세요."
    en = "Up to {maximum} segments can be in use. Please end one that is not needed."


class SegmentRuleEmptyError(RuleViolationError):
    ko = "조건을 하나 이상 정해 주세요."
    en = "Please give at least one condition."


class SegmentSpanInvalidError(RuleViolationError):
    ko = "조건의 처음이 끝보다 뒤입니다. 날짜와 금액을 확인해 주세요."
    en = "A condition ends before it begins. Please check days and amounts."


class SegmentGrantInvalidError(RuleViolationError):
    ko = "마일리지와 상품권 가운데 하나만, 0보다 크게 적어 주세요."
    en = "Please give either points or won of a voucher, more than nothing."


class SegmentTooSmallError(RuleViolationError):
    """So few that whoever gives to them would learn who they are."""

    ko = "동의한 회원이 너무 적어 이 분류에는 줄 수 없습니다. 조건을 넓혀 주세요."
    en = "Too few members of this segment consented. Please widen the rule."


class SegmentTooLargeError(RuleViolationError):
    """Carries `maximum`."""

    ko = "한 번에 {maximum}명까지 줄 수 있습니다. 조건을 좁혀 나누어 주세요."
    en = "Up to {maximum} members can be given to at once. Please narrow the rule."


class ExtractTooLargeError(RuleViolationError):
    """Carries `parts`."""

    ko = "자료가 커서 한 번에 받을 수 없습니다. 0부터 {parts}까지 나누어 받아 주세요."
    en = "The file is too large for one answer. Please take its parts, 0 to {parts}."
