"""Why a case is not shown or not changed."""

from chalicelib.core.errors import ConflictError, NotFoundError, RuleViolationError


class FraudCaseNotFoundError(NotFoundError):
    ko = "그런 이상 징후가 없습니다. 목록을 새로 열어 확인해 주세요."
    en = "There is no such signal. Please open the list again."


class FraudCaseChangedError(ConflictError):
    ko = "다른 담당자가 먼저 처리했습니다. 목록을 새로 열어 확인해 주세요."
    en = "Somebody else dealt with this first. Please open the list again."


class FraudSpanTooLongError(RuleViolationError):
    """Carries `days`."""

    ko = "한 번에 {days}일까지 볼 수 있습니다. 기간을 줄여 주세요."
    en = "Up to {days} days can be looked at at once. Please ask for fewer."
