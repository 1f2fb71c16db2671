"""What is not there to be shown."""

from chalicelib.core.errors import NotFoundError


class ReconciliationNotFoundError(NotFoundError):
    ko = "그날의 원장 대사 결과가 없습니다."
    en = "There is no reconciliation of that day."
