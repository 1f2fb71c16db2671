"""Why a duty is not marked."""

from chalicelib.core.errors import ConflictError, NotFoundError, RuleViolationError


class DutyNotFoundError(NotFoundError):
    ko = "그런 법정 기한이 없습니다. 목록을 새로 열어 확인해 주세요."
    en = "There is no such duty. Please open the list again."


class DutyChangedError(ConflictError):
    ko = "다른 담당자가 먼저 기록했습니다. 목록을 새로 열어 확인해 주세요."
    en = "Somebody else recorded this first. Please open the list again."


class DutyNotOverError(RuleViolationError):
    """Carries `over_on`."""

    ko = "{over_on} 다음 날부터 보낼 수 있습니다. 보낸 날을 확인해 주세요."
    en = "This can be sent after {over_on}. Please check the day."


class DutyNotDoneError(RuleViolationError):
    ko = "보냈다는 기록이 없어 되돌릴 것이 없습니다."
    en = "Nothing is recorded as sent, so there is nothing to take back."


class DutyDoneByReviewError(RuleViolationError):
    ko = "개인정보를 본 기록은 점검하면 끝납니다. 개인정보 점검에서 해 주세요."
    en = "Uses of personal data are done with by reviewing them. Please review them there."


class DutyDoneByDecisionError(RuleViolationError):
    ko = "가맹점 신청은 승인하거나 반려하면 끝납니다. 가맹점 신청에서 결정해 주세요."
    en = "A shop's application is done with by deciding it. Please decide it there."


class DutyDoneByDepositError(RuleViolationError):
    ko = "입장료 납입은 관광지의 요금 대장에 납입을 기록하면 끝납니다. 그곳에 적어 주세요."
    en = "A day's fees are done with by recording their deposit in the sight's book of fees."
