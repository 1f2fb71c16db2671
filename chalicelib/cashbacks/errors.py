"""Why a cashback campaign is not made, decided or closed."""

from chalicelib.core.errors import ConflictError, NotFoundError, RuleViolationError


class CashbackCampaignNotFoundError(NotFoundError):
    ko = "없는 캐시백 행사입니다."
    en = "There is no such cashback campaign."


class CashbackWindowInvalidError(RuleViolationError):
    ko = "캐시백 행사 기간을 다시 확인해 주세요. 끝은 시작과 지금보다 뒤, 1년 안이어야 합니다."
    en = "Please check the dates: the end is after the beginning and after now, within a year."


class CashbackShopUnknownError(RuleViolationError):
    ko = "가맹점 번호 {unknown}은(는) 등록되어 있지 않습니다."
    en = "No shop is registered as {unknown}."


class CashbackNotRunningError(ConflictError):
    ko = "승인되어 아직 끝나지 않은 행사만 마감할 수 있습니다."
    en = "Only a campaign that is approved and not over can be closed."


class CashbackClosingNotProposedError(ConflictError):
    ko = "이 행사의 마감을 올린 사람이 없습니다."
    en = "Nobody has proposed to close this campaign."
