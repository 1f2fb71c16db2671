"""Why a person's data are refused."""

from chalicelib.core.errors import ConflictError, NotFoundError, RuleViolationError


class ConsentNotFoundError(NotFoundError):
    ko = "그런 동의 항목은 없습니다."
    en = "There is no such consent."


class PhoneInUseError(ConflictError):
    """Nothing is told of who has it."""

    ko = (
        "다른 회원이 쓰고 있는 번호입니다. 내 명의의 번호라면 본인확인으로 바꾸거나 "
        "군청 창구로 와 주세요."
    )
    en = (
        "Another member has this number. If it is yours, change it by identity verification or "
        "come to our desk."
    )


class NumberKnownError(ConflictError):
    """At the desk only who joined without a number is given one: a number opens the wallet."""

    ko = "휴대전화 번호가 있는 회원입니다. 번호는 회원이 지갑에서 직접 바꿉니다."
    en = "This member has a mobile number, and changes it in the wallet."


class BoughtVouchersHeldError(ConflictError):
    """Leaving while vouchers that were bought are not spent: `vouchers` lists them."""

    ko = (
        "산 상품권 {remaining}원이 남아 있습니다. 쓰지 않은 구매는 취소하고, 많이 쓴 상품권은 남은 "
        "금액을 환불받은 뒤에 탈퇴해 주세요. 그대로 탈퇴하면 유효 기간 안에 신분증을 가지고 군청 "
        "창구에 오셔서 돌려받을 수 있습니다."
    )
    en = (
        "You still hold {remaining} won of vouchers that you bought. An unused purchase can be "
        "canceled, and the rest of a mostly spent one paid back, before you leave. If you leave "
        "all the same, our desk pays it back while it is valid: bring your ID."
    )


class GuardianRequiredError(RuleViolationError):
    """Personal Information Protection Act art. 22-2: under 14, a guardian's consent."""

    ko = "만 14세가 되지 않으면 보호자의 동의가 필요합니다. 보호자의 휴대전화로 동의해 주세요."
    en = "Under 14, a guardian's consent is needed, by a code sent to the guardian's phone."


class BirthDateInvalidError(RuleViolationError):
    ko = "생년월일을 다시 확인해 주세요."
    en = "Please check the birth date."


class ConsentRequiredError(RuleViolationError):
    ko = "이용약관과 개인정보 수집·이용에 모두 동의해야 가입할 수 있습니다."
    en = "Both the terms and the privacy consent are needed to join."


class RegionUnknownError(RuleViolationError):
    ko = "사는 곳을 다시 골라 주세요."
    en = "Please choose your region again."
