"""What the treasury account refuses."""

from chalicelib.core.errors import ConflictError, NotFoundError, RuleViolationError


class InterestProposalNotFoundError(NotFoundError):
    ko = "찾는 이자 기록이 없습니다."
    en = "There is no such record of interest."


class InterestRowsInvalidError(RuleViolationError):
    """Carries `rows`: the numbers of the rows that cannot be recorded, from 1."""

    ko = "기록할 수 없는 줄이 있습니다. 표에서 까닭을 확인해 주세요."
    en = "Some rows cannot be recorded. Please see why in the table."


class InterestChangedError(ConflictError):
    """Carries `on`: another record of the day was confirmed since this was proposed."""

    ko = "그사이 같은 날의 이자가 확정되었습니다. 확인한 뒤 다시 올려 주세요."
    en = "Interest of the same day was confirmed in the meantime. Check it and propose it again."


class FundPeriodNotOverError(RuleViolationError):
    ko = "아직 끝나지 않은 반기입니다."
    en = "This half-year is not over."


class FundDaysMissingError(ConflictError):
    """Carries `missing`: how many days have no totals yet."""

    ko = "아직 합계가 만들어지지 않은 날이 {missing}일 있습니다. 밤사이 만들어진 뒤 해 주세요."
    en = "{missing} days have no totals yet. They are made at night; please try again after that."


class FundPublicationNotFoundError(NotFoundError):
    ko = "그 반기의 공표가 없습니다."
    en = "Nothing was published of this half-year."


class IssueReportNotFoundError(NotFoundError):
    ko = "그 반기의 발행 보고가 아직 없습니다. 먼저 만들어 주세요."
    en = "There is no report of this half-year yet. Please make it first."
