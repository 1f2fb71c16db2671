"""Why a half-price trip is not taken on, not claimed, not decided, or not paid."""

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


class TripNotWithdrawableError(ConflictError):
    """Carries `state`, the trip's status."""

    ko = "이미 청구했거나 끝난 여행이라 취소할 수 없습니다."
    en = "This trip was claimed or has ended, so it cannot be withdrawn."


class TripBegunError(RuleViolationError):
    """Carries `starts_on`, the trip's first day."""

    ko = "여행을 시작한 날({starts_on})부터는 신청을 취소할 수 없습니다."
    en = "From the trip's first day ({starts_on}) on, an application cannot be withdrawn."


# Who comes along


class CompanionLinkNotFoundError(NotFoundError):
    ko = "쓸 수 없는 링크입니다. 여행을 신청한 분께 다시 받아 주세요."
    en = "This link is not good. Please ask who applied for the trip for another."


class CompanionsClosedError(ConflictError):
    """Carries `state`, the trip's status."""

    ko = "이미 청구했거나 끝난 여행입니다. 이제 동의하거나 거절할 것이 없습니다."
    en = "This trip was claimed or has ended. There is nothing to consent to any more."


class CompanionAnsweredError(ConflictError):
    ko = "이 링크로는 다른 분이 이미 동의했습니다. 신청한 분께 내 링크를 받아 주세요."
    en = "Somebody else consented by this link. Please ask who applied for one of your own."


class CompanionIsApplicantError(RuleViolationError):
    ko = "신청한 분의 번호로는 동의할 수 없습니다. 함께 가는 분 본인의 휴대전화로 해 주세요."
    en = "Who applied cannot consent for others. Please use the phone of who comes along."


class CompanionTwiceError(RuleViolationError):
    ko = "이 여행에 이미 동의하셨습니다. 한 사람은 한 번만 셉니다."
    en = "You have consented for this trip already. Each person counts once."


# Claims


class TripNotClaimableError(ConflictError):
    """Carries `state`, the trip's status."""

    ko = "지금은 청구할 수 없는 여행입니다. 승인된 여행만 한 번 청구할 수 있습니다."
    en = "This trip cannot be claimed now. An approved trip is claimed once."


class ClaimTooEarlyError(RuleViolationError):
    """Carries `ends_on`, the trip's last day."""

    ko = "여행이 끝나는 날({ends_on})부터 청구할 수 있습니다."
    en = "You can claim from the last day of the trip ({ends_on})."


class ClaimTooLateError(RuleViolationError):
    """Carries `claim_by_on`, the last day to claim."""

    ko = "청구할 수 있는 날({claim_by_on})이 지났습니다."
    en = "The last day to claim was {claim_by_on}."


class ReceiptAlreadyUsedError(RuleViolationError):
    """In this claim twice, or in one of another trip. `param` says which line it is."""

    ko = "이미 청구에 쓴 영수증입니다. 한 영수증은 한 번만 쓸 수 있습니다."
    en = "This receipt was used already. Each counts for one trip only."


class ReceiptOutsideTripError(RuleViolationError):
    """`param` says which line; `starts_on` and `ends_on` are the trip's days."""

    ko = "여행한 날({starts_on}~{ends_on})에 쓴 영수증이 아닙니다."
    en = "This was not paid during the trip ({starts_on} to {ends_on})."


class SightsMissingError(RuleViolationError):
    ko = "관광지 {limit}곳 이상의 사진이나 입장 기록이 있어야 합니다. 지금은 {used}곳입니다."
    en = "Photos or admissions of {limit} sights are needed; there are {used}."


class TripSpentTooLittleError(RuleViolationError):
    """`limit` and `used` in won."""

    ko = "여행에서 {limit}원 이상 써야 돌려드릴 수 있습니다. 낸 영수증은 모두 {used}원입니다."
    en = "A trip must have spent {limit} won; these receipts add up to {used}."


# Reviews


class TripNotClaimedError(ConflictError):
    """There is no claim to be looked at. Carries `state`, the trip's status."""

    ko = "청구를 살펴볼 수 있는 여행이 아닙니다. 목록을 새로 열어 확인해 주세요."
    en = "There is no claim of this trip to review. Please open the list again."


class TripReturnedAlreadyError(ConflictError):
    ko = "이미 한 번 고쳐 달라고 한 청구입니다. 이번에는 결정해야 합니다."
    en = "This claim was given back once already. It must be decided now."


class TripImageNotFoundError(NotFoundError):
    ko = "그런 사진이 없습니다. 결정한 뒤에는 지웁니다."
    en = "There is no such image. They are erased after the decision."


class ReviewIncompleteError(RuleViolationError):
    """Carries `lines`, which all must be judged once."""

    ko = "영수증과 결제를 하나도 빠짐없이 살펴봐야 합니다."
    en = "Every receipt and payment must be judged, each once."


class ReviewLineBarredError(RuleViolationError):
    ko = "인정할 수 없는 업종이거나 매출이 큰 가게의 것입니다."
    en = "This is of a trade or a shop that does not count."


class ReviewReasonMissingError(RuleViolationError):
    ko = "인정하지 않는 것에는 까닭을 적어야 합니다."
    en = "What does not count needs a reason."


class ReviewMissingError(ConflictError):
    ko = "승인할 검토 결과가 없습니다. 먼저 다른 담당자가 검토해야 합니다."
    en = "There is no finding to approve. Another member of staff reviews it first."


class ReviewOutdatedError(ConflictError):
    """A payment was taken back since. Carries `lines`, by name."""

    ko = "검토한 뒤에 취소된 결제가 있습니다. 다시 검토해 주세요."
    en = "A payment was cancelled after the review. Please review it again."


class ReviewReplacedError(ConflictError):
    """Another finding took the place of the one that was approved."""

    ko = "그사이 검토 결과가 바뀌었습니다. 새 결과를 확인한 뒤 승인해 주세요."
    en = "Another finding was made meanwhile. Please look at it before you approve."


class TripHeldBackError(RuleViolationError):
    """Carries `until`: the last day on which a card may still be cancelled."""

    ko = "카드 취소 기간({until})이 지나거나 가게가 확인해야 지급할 수 있습니다."
    en = "Pay after {until}, when cards can no longer be cancelled, or once shops confirm."
