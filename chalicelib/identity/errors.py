"""Why somebody is not identified, or cannot be bound to a membership."""

from chalicelib.core.errors import (
    ConflictError,
    NotFoundError,
    RuleViolationError,
    UnavailableError,
)


class IdentityVerificationNotFoundError(NotFoundError):
    ko = "본인확인을 찾을 수 없습니다. 처음부터 다시 해 주세요."
    en = "There is no such identity verification. Please start again."


class IdentityBelongsToOtherMemberError(ConflictError):
    """One person has one membership, and one sign-up grant."""

    ko = (
        "이미 다른 번호로 가입하신 지갑이 있습니다. 그 지갑에서 계속 쓰실 수 있고, "
        "이 지갑의 가입 마일리지는 거두어들입니다. "
        "로그인에서 본인확인을 고르시면 그 지갑이 열립니다."
    )
    en = (
        "You already have a wallet under another number. Please go on using that one: choose "
        "identity verification when logging in. The sign-up mileage of this wallet is taken back."
    )


class IdentityMismatchError(RuleViolationError):
    ko = (
        "본인확인한 이름이나 생년월일이 가입할 때 적은 것과 다릅니다. "
        "이름은 내 정보에서 고칠 수 있고, 생년월일은 군청 창구에서 고쳐 드립니다."
    )
    en = (
        "The verified name or birth date is not the one you joined with. You can change your name "
        "in your profile; for the birth date please come to our desk."
    )


class IdentityNotVerifiedError(RuleViolationError):
    ko = "본인확인이 끝나지 않았습니다. 다시 해 주세요."
    en = "The identity verification was not completed. Please try again."


class IdentityCanceledError(RuleViolationError):
    ko = "본인확인을 그만두셨습니다. 원하실 때 다시 하시면 됩니다."
    en = "You stopped the identity verification. You can do it again at any time."


class IdentityMethodUnfitError(RuleViolationError):
    """The agency gave neither of the two keys that tell one person from another."""

    ko = "고르신 인증 방법으로는 본인확인을 마칠 수 없습니다. 다른 방법(휴대전화 등)을 골라 주세요."
    en = "That method cannot complete the verification. Please choose another, such as by phone."


class IdentityUnavailableError(UnavailableError):
    """The county has no agency, or it is not set up yet."""

    ko = "지금은 본인확인을 할 수 없습니다. 군청에 문의해 주세요."
    en = "Identity verification is not available now. Please contact the county."
