"""What is not there to be shown."""

from chalicelib.core.errors import NotFoundError


class ReportNotFoundError(NotFoundError):
    ko = "찾는 보고서가 없습니다."
    en = "There is no such report."
