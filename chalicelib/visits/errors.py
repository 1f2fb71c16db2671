"""Why somebody is not let in, and why a facility's terms or a gate are refused."""

from chalicelib.core.errors import (
    ConflictError,
    MalformedError,
    NotFoundError,
    RuleViolationError,
)


class PassInvalidError(MalformedError):
    """Nothing that we signed."""

    ko = "온군민 입장권이 아닙니다. 손님 화면의 입장권을 다시 찍어 주세요."
    en = "This is not a pass of ours. Please scan the visitor's pass again."


class FacilityNotFoundError(NotFoundError):
    ko = "찾는 시설이 없습니다."
    en = "There is no such facility."


class FacilityClosedError(RuleViolationError):
    """Carries `opens_at` and `last_entry_at` of the day, `null` on a day that is closed."""

    ko = "지금은 들어갈 수 없는 시간이거나 쉬는 날입니다."
    en = "The facility is closed now."


class FacilityOutOfUseError(RuleViolationError):
    """Staff closed it, until they open it again."""

    ko = "문을 닫은 시설입니다. 다른 시설의 입장에는 영향이 없습니다."
    en = "This sight has closed down. Passes still open the others."


class FacilityNameTakenError(ConflictError):
    ko = "같은 이름의 시설이 이미 있습니다."
    en = "There is a sight of this name already."


class PassExpiredError(RuleViolationError):
    ko = "시간이 지난 입장권입니다. 지갑에서 입장권을 새로 열어 주세요."
    en = "This pass is over. Please open a new one in the wallet."


class PassNotYetValidError(RuleViolationError):
    ko = "아직 쓸 수 없는 입장권입니다."
    en = "This pass is not valid yet."


class PassRevokedError(RuleViolationError):
    """The membership was suspended or ended since the pass was made."""

    ko = "더 이상 쓸 수 없는 입장권입니다. 안내소에 문의해 주세요."
    en = "This pass is no longer valid. Please ask at the desk."


class PassForOtherFacilityError(RuleViolationError):
    ko = "다른 시설의 입장권입니다."
    en = "This pass is for another facility."


class AlreadyAdmittedTodayError(RuleViolationError):
    """Carries `admitted_at`."""

    ko = "오늘 이미 입장한 입장권입니다."
    en = "This pass was used here today already."


class FacilityProposalNotFoundError(NotFoundError):
    ko = "찾는 시설 제안이 없습니다."
    en = "There is no such proposal of a facility."


class TermsNotAheadError(RuleViolationError):
    ko = "운영 조건은 내일 이후부터만 바꿀 수 있습니다."
    en = "Terms can be changed from tomorrow on."


class TermsFixedError(ConflictError):
    ko = "그날부터의 운영 조건이 이미 있습니다. 다른 날을 골라 주세요."
    en = "There are terms from that day on already. Please choose another day."


class TermsInvalidError(RuleViolationError):
    ko = "운영 시간이나 요금이 서로 맞지 않습니다."
    en = "Hours or fees do not fit together."


class NoticeTooLateError(RuleViolationError):
    ko = "휴관은 7일 전까지 알려야 합니다. 급한 일이면 긴급으로 표시해 주세요."
    en = "A closed day needs 7 days' notice. If it cannot wait, mark it as urgent."


class NoticeNotFoundError(NotFoundError):
    ko = "찾는 공지가 없습니다."
    en = "There is no such notice."


class NoticeBegunError(ConflictError):
    """Its first day has come: visitors have read it."""

    ko = "이미 시작된 공지는 거둘 수 없습니다. 남은 날은 여는 날로 새로 알려 주세요."
    en = "Its first day has come. Announce the days that are left as open instead."


class GateNotFoundError(NotFoundError):
    ko = "찾는 개찰구가 없습니다."
    en = "There is no such gate."


class DepositTooHighError(RuleViolationError):
    ko = "그날 받은 요금보다 많이 납입할 수 없습니다."
    en = "More than was taken that day can't be paid in."


class FeeDifferenceChangedError(ConflictError):
    """Carries `left_amount`, in won."""

    ko = "그사이 남은 금액이 달라졌습니다. 대장을 다시 보고 적어 주세요."
    en = "What is left has changed since. Please look at the book again."


class OwnDepositError(RuleViolationError):
    """Of the two, one has the money and the other says what became of it."""

    ko = "그날 납입을 기록한 사람은 차이를 정리할 수 없습니다. 다른 담당자가 정리해 주세요."
    en = "Who recorded a deposit of the day can't explain its difference. Another person must."
