"""What is refused of a campaign, or of a change of one."""

from chalicelib.core.errors import ConflictError, NotFoundError, RuleViolationError


class CampaignProposalNotFoundError(NotFoundError):
    ko = "찾는 행사 제안이 없습니다."
    en = "There is no such proposal of a campaign."


class CampaignWindowInvalidError(RuleViolationError):
    """Of a campaign that takes people in: when it opened stays, and it cannot have closed before
    now."""

    ko = "여는 때와 닫는 때를 다시 확인해 주세요. 닫는 때가 더 늦고, 아직 지나지 않아야 합니다."
    en = "Please check when it opens and closes: it closes later, and not in the past."


class CampaignBudgetInvalidError(RuleViolationError):
    ko = "예산은 한 사람에게 드리는 마일리지 이상이어야 합니다. 가장 적게 {minimum}점입니다."
    en = "The budget must be enough for one person: {minimum} points at least."


class CampaignBudgetSpentError(RuleViolationError):
    """`given`: points that were granted already."""

    ko = "이미 {given}점을 드려 예산을 그보다 줄일 수 없습니다."
    en = "{given} points were given already: the budget cannot be less."


class CampaignWithoutBudgetError(RuleViolationError):
    """It came with the county's first data."""

    ko = (
        "예산이 없는 행사라 방문·투어·추천 마일리지를 드리거나 기간을 늘릴 수 없습니다. "
        "먼저 예산을 정해 주세요."
    )
    en = (
        "This campaign has no budget: it can reward nothing but joining, or be longer. "
        "Please give it a budget first."
    )


class LegalBasisMissingError(RuleViolationError):
    """Public Official Election Act, art. 112: what an act or ordinance fixes to whom and how
    is no gift."""

    ko = "마일리지를 드리려면 대상과 방법을 정한 조례의 조항을 적어 주세요(공직선거법 제112조)."
    en = "Please name the article of the ordinance that fixes to whom and how points are given."


class TourInvalidError(RuleViolationError):
    """A place that is not there, stands twice or proves no visits; more stamps than places."""

    ko = (
        "스탬프 투어의 장소를 다시 확인해 주세요. 방문을 확인하는 부스의 코드나 관광지 번호를 "
        "한 번씩 적고, 모을 개수는 장소 수를 넘지 않아야 합니다."
    )
    en = (
        "Please check the places of the stamp tour: codes of booths that prove visits or ids of "
        "sights, each once, and no more stamps than places."
    )


class CampaignTermsChangedError(ConflictError):
    ko = "그사이 이 행사의 마일리지나 예산이 바뀌었습니다. 새로 본 뒤 다시 올려 주세요."
    en = "Its mileage or budget changed meanwhile. Please look again and propose anew."


class BoothCodeFixedError(RuleViolationError):
    """A poster that hangs somewhere leads by it."""

    ko = "부스의 코드는 바꾸거나 지울 수 없습니다({fixed}). 쓰지 않는 부스는 닫아 주세요."
    en = "A booth's code cannot be changed or removed ({fixed}). Close a booth that is not used."


class ElectionPeriodInvalidError(RuleViolationError):
    ko = "선거 기간은 내일부터 적을 수 있고, 마지막 날이 첫날보다 앞설 수 없습니다."
    en = "An election period begins tomorrow at the earliest, and ends no earlier than it begins."
