"""Why somebody cannot join, or log in, now."""

from chalicelib.core.errors import (
    ConflictError,
    MalformedError,
    NotFoundError,
    RuleViolationError,
    TooManyError,
)


class PhoneInvalidError(MalformedError):
    ko = "휴대전화 번호를 다시 확인해 주세요."
    en = "Please check the mobile phone number."


class BirthDateMissingError(MalformedError):
    ko = "생년월일도 함께 입력해 주세요."
    en = "Please enter your date of birth as well."


class CampaignNotFoundError(NotFoundError):
    ko = "찾는 행사가 없습니다. QR 코드를 다시 찍어 주세요."
    en = "There is no such campaign. Please scan the QR code again."


class VerificationNotFoundError(NotFoundError):
    ko = "휴대전화 인증을 찾을 수 없습니다. 처음부터 다시 인증해 주세요."
    en = "There is no such phone verification. Please start again."


class BoothNotFoundError(NotFoundError):
    ko = "찾는 부스가 없습니다."
    en = "There is no such booth."


class VerificationCodeWrongError(RuleViolationError):
    ko = "인증번호가 맞지 않습니다. {remaining}번 더 입력할 수 있습니다."
    en = "The code is not right. You can try {remaining} more times."


class VerificationLockedError(RuleViolationError):
    ko = "인증번호를 여러 번 틀렸습니다. 인증번호를 새로 받아 주세요."
    en = "Too many wrong codes. Please ask for a new code."


class VerificationExpiredError(RuleViolationError):
    ko = "인증번호의 시간이 지났습니다. 새로 받아 주세요."
    en = "The code has expired. Please ask for a new one."


class CampaignClosedError(RuleViolationError):
    ko = "지금은 가입을 받지 않는 행사입니다."
    en = "This campaign is not open now."


class IdentityPhoneMissingError(RuleViolationError):
    """The agency does not tell the number."""

    ko = "본인확인에 휴대전화 번호가 없습니다. 휴대전화 인증으로 가입한 뒤 본인확인을 해 주세요."
    en = (
        "The identity verification came without a phone number. Please join by a code sent to your "
        "phone, then verify your identity."
    )


class GuardianNotNeededError(RuleViolationError):
    """What is not needed of a guardian is not kept either."""

    ko = "만 14세부터는 보호자의 동의 없이 가입합니다. 생년월일을 다시 확인해 주세요."
    en = "From 14 on no guardian's consent is needed. Please check the birth date."


class GuardianIsChildError(RuleViolationError):
    ko = "보호자의 번호가 가입하는 어린이의 번호와 같습니다. 보호자 본인의 번호를 적어 주세요."
    en = "This is the child's own number. Please use the guardian's."


class GuardianIsMinorError(RuleViolationError):
    """The number is of a member who joined by a guardian's consent."""

    ko = "어린이가 쓰는 번호로는 동의할 수 없습니다. 보호자 본인의 번호를 적어 주세요."
    en = "A child's number cannot consent. Please use the guardian's own."


class GuardianChildrenExceededError(RuleViolationError):
    ko = (
        "한 번호로 한 달에 어린이 {limit}명까지 동의할 수 있습니다. "
        "더 많으면 군청 창구나 행사장 안내소로 와 주세요."
    )
    en = "One number can consent for {limit} children a month. For more, please come to our desk."


class PossibleDuplicateError(ConflictError):
    """`members` are those of this name and birth date: id, masked name, since when. Who is somebody
    else is signed up by naming them; the mileage is then held back."""

    ko = (
        "이름과 생년월일이 같은 회원이 {found}명 있습니다. 같은 분이면 카드를 새로 인쇄해 드리고, "
        "다른 분이면 다른 분이라고 표시한 뒤 가입해 주세요."
    )
    en = (
        "{found} members have this name and birth date. If it is the same person, print a card; "
        "if it is somebody else, say so and sign them up."
    )


class DeskJoinsUsedUpError(TooManyError):
    """Carries `limit used remaining resets_at`, of the person who asks."""

    ko = (
        "오늘은 대신 가입을 {limit}번 모두 했습니다. 같은 분이 있어 멈춘 것도 셉니다. 내일 다시 할 "
        "수 있고, 더 필요하면 관리자가 설정을 바꿀 수 있습니다."
    )
    en = (
        "You have tried {limit} sign-ups today, which is the most; those stopped at a possible "
        "duplicate count too. It goes on tomorrow; a manager can change the setting."
    )


class ChallengeRequiredError(TooManyError):
    """`challenge` is what `challenges.Challenge` says; solved, it lets one message through."""

    ko = "인증 문자를 여러 번 요청했습니다. 이 화면이 잠깐 확인한 뒤 다시 보냅니다."
    en = "Many codes were asked for. This page checks for a moment, then asks again."


class TextMessageCapReachedError(TooManyError):
    ko = "지금 인증 문자 요청이 너무 많습니다. 조금 뒤에 다시 해 주세요."
    en = "Too many codes are being asked for right now. Please try again later."
