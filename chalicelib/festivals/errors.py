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


class StampPlaceUnknownError(RuleViolationError):
    """The code proves a visit, but no stamp tour that is open has the place."""

    ko = "지금 열린 스탬프 투어의 장소가 아닙니다."
    en = "This is no place of a stamp tour that is open now."


class StampCardNotFullError(RuleViolationError):
    """`missing`: how many stamps more."""

    ko = "스탬프가 {missing}개 더 필요합니다."
    en = "The card needs {missing} more stamps."


class StampCardRewardedError(RuleViolationError):
    ko = "이 스탬프 투어의 마일리지는 이미 받으셨습니다. 한 분에 한 번 드립니다."
    en = "You have had this stamp tour's mileage. Each person gets it once."


class StampTourNotFoundError(NotFoundError):
    """None, or none that is open."""

    ko = "지금 열린 스탬프 투어가 아닙니다."
    en = "No such stamp tour is open now."


class ActivityNotRewardedError(RuleViolationError):
    ko = "지금은 활동 마일리지를 드리지 않습니다."
    en = "No mileage for activity is given now."


class ActivityRewardedTodayError(RuleViolationError):
    ko = "오늘 활동 마일리지는 이미 받으셨습니다. 내일 다시 오세요."
    en = "You have had today's mileage for activity. Please come again tomorrow."


class NotReferredError(NotFoundError):
    """Who joined by no member's link, or by one whose campaign gave nothing then."""

    ko = "친구의 추천 링크로 가입하지 않으셨습니다."
    en = "You did not join by a friend's link."


class ReferralNotNewError(RuleViolationError):
    """A number that somebody had joined with before, or the member's own link."""

    ko = "전에 가입한 적이 있는 번호이거나 본인의 링크라서 추천 마일리지를 드리지 못합니다."
    en = "Someone joined with this number before, or the link is your own: nothing is given for it."


class ReferralSpendingMissingError(RuleViolationError):
    """`missing`: won. Payments that a shop can still cancel do not count yet."""

    ko = (
        "상품권을 {missing}원 더 쓰시면 받을 수 있습니다. "
        "가게에서 취소할 수 있는 날이 지난 결제만 셉니다."
    )
    en = (
        "Spend {missing} won more in vouchers first. "
        "Payments count once the shop can no longer cancel them."
    )


class ReferralEndedError(RuleViolationError):
    ko = "추천 마일리지를 받을 수 있는 기간이 지났습니다."
    en = "The time to ask for this mileage is over."


class ReferralRewardedError(RuleViolationError):
    ko = "친구 추천 마일리지는 이미 받으셨습니다."
    en = "You have had the mileage for joining by a friend's link."


class ReferralNotRewardedError(RuleViolationError):
    """At the desk: nothing was given that could be taken back."""

    ko = "거두어들일 추천 마일리지가 없습니다. 아직 드린 적이 없습니다."
    en = "There is no referral mileage to take back: none was given."
