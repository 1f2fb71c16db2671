"""Why a member is not found at the desk."""

from chalicelib.core.errors import RuleViolationError


class SearchUnclearError(RuleViolationError):
    """What was typed is neither a number that receives messages nor a member number. It is not
    repeated in the answer."""

    ko = "휴대전화 번호, 또는 온군민증에 있는 회원 번호 16자리를 적어 주세요."
    en = "Please enter a mobile number, or the 16 characters of the member number on the card."
