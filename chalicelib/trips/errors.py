"""Why a half-price trip is not taken on, or not decided."""

from chalicelib.core.errors import ConflictError, NotFoundError, RuleViolationError


class TripNotFoundError(NotFoundError):
    ko = "그런 여행 신청이 없습니다."
    en = "There is no such trip."


class TripDecidedError(ConflictError):
    """Carries `state`, the trip's status."""

    ko = "이미 처리한 여행 신청입니다. 목록을 새로 열어 확인해 주세요."
    en = "This trip has been decided already. Please open the list again."


class TripOverlapsError(ConflictError):
    """Another approved trip of the same member has a day in common. Carries `trip_id`."""

    ko = "같은 회원의 다른 여행과 같은 날이 있습니다: {trip_id}. 하나만 승인할 수 있습니다."
    en = "Another trip of this member has a day in common: {trip_id}. Only one can be approved."


class TripTooLateError(RuleViolationError):
    """Carries `limit`, in days."""

    ko = "반값여행은 시작하기 {limit}일 전까지 신청해야 합니다."
    en = "Apply at least {limit} days before the trip begins."


class TripNotForResidentsError(RuleViolationError):
    """`param` says whose region it is: the member's own, or the companions'."""

    ko = "반값여행은 우리 군 밖에 사는 분을 위한 것입니다. 군민은 신청하거나 함께할 수 없습니다."
    en = "Half-price trips are for people who live elsewhere, and so are all who come along."


class TripTimesExceededError(RuleViolationError):
    ko = "반값여행은 한 해에 {limit}번까지 신청할 수 있습니다."
    en = "You can apply for {limit} half-price trips a year."


class TripBudgetExhaustedError(RuleViolationError):
    ko = "올해 반값여행 예산이 모두 찼습니다. 취소되는 자리가 생기면 다시 신청할 수 있습니다."
    en = "This year's budget is taken. If a trip is given up, you can apply again."
