"""What is not there to be shown, and what is too much."""

from chalicelib.core.errors import NotFoundError, RuleViolationError


class ReportNotFoundError(NotFoundError):
    ko = "찾는 보고서가 없습니다."
    en = "There is no such report."


class SpanTooLongError(RuleViolationError):
    """Also of a span whose end is before its beginning."""

    ko = "기간의 끝은 시작보다 뒤여야 하고, 한 번에 {days}일까지 볼 수 있습니다."
    en = "The last day must not be before the first, and {days} days can be seen at once."
