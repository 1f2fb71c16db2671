"""Why a member is not found at the desk."""

from chalicelib.core.errors import RuleViolationError, TooManyError


class SearchUnclearError(RuleViolationError):
    """What was typed is neither a number that receives messages nor a member number. It is not
    repeated in the answer."""

    ko = "이름, 휴대전화 번호, 또는 온군민증에 있는 회원 번호 16자리를 적어 주세요."
    en = (
        "Please enter a name, a mobile number, or the 16 characters of the member number on the "
        "card."
    )


class RevealsUsedUpError(TooManyError):
    """Carries `limit used remaining resets_at`, of the person who asks."""

    ko = (
        "오늘은 회원 개인정보를 {limit}번 모두 보았습니다. 내일 다시 볼 수 있고, 업무에 더 "
        "필요하면 관리자가 설정을 바꿀 수 있습니다."
    )
    en = (
        "You have seen the personal data of members {limit} times today, which is the most. It "
        "goes on tomorrow; a manager can change the setting if the work needs more."
    )
