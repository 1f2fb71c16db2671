"""Why a visit is not rewarded."""

from chalicelib.core.errors import NotFoundError, RuleViolationError


class VisitCodeInvalidError(RuleViolationError):
    ko = "이 행사의 방문 코드가 아닙니다. 부스나 안내판의 QR을 다시 찍어 주세요."
    en = "This is no code of a visit. Please scan the QR code at the booth or sign again."


class VisitCodeExpiredError(RuleViolationError):
    """Also of a picture of the screen that was taken a while ago."""

    ko = "코드의 시간이 지났습니다. 부스 화면에 지금 보이는 QR을 다시 찍어 주세요."
    en = "The code has changed. Please scan the one that the booth's screen shows now."


class VisitNotOpenError(RuleViolationError):
    ko = "지금은 방문 마일리지를 드리지 않습니다. 행사 기간과 부스를 확인해 주세요."
    en = "No mileage for visits is given here now. Please check the dates and the booth."


class VisitElectionPeriodError(RuleViolationError):
    ko = "선거 기간이라 법에 따라 마일리지를 드리지 못합니다."
    en = "In an election period the law does not let us give mileage."


class AlreadyVisitedTodayError(RuleViolationError):
    ko = "오늘 방문 마일리지는 이미 받으셨습니다. 내일 다시 오세요."
    en = "You have had today's mileage for a visit. Please come again tomorrow."


class AlreadyVisitedError(RuleViolationError):
    ko = "이 행사의 방문 마일리지는 이미 받으셨습니다. 한 분에 한 번 드립니다."
    en = "You have had this campaign's mileage for a visit. Each person gets it once."


class VisitBudgetSpentError(RuleViolationError):
    ko = "이 행사의 마일리지 예산을 모두 드렸습니다."
    en = "This campaign has given all its mileage."


class VisitPlaceNotFoundError(NotFoundError):
    """A booth that proves no visits, too."""

    ko = "방문을 확인하는 부스가 아닙니다."
    en = "This booth does not prove visits."
