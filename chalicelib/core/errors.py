"""Everything that can be refused, by what the caller should do about it.

    DomainError
    ├── MalformedError        400  mend the request
    ├── AuthenticationError   401  log in
    ├── ForbiddenError        403  not allowed, and trying again will not help
    ├── NotFoundError         404
    ├── (http.errors)         405, 415  mend the request's method or its media type
    ├── ConflictError         409  the state is another than the caller believed
    ├── RuleViolationError    422  a rule of the programme refused it; nothing moved
    ├── TooManyError          429  wait, then try again
    └── UnavailableError      503  wait, then try again

A class is one code: `InsufficientMileageError` is `insufficient_mileage`. `ko` and `en` are what a
citizen reads; `{fields}` are filled from the keyword arguments given when the error is raised.
"""

import re
from typing import Any, ClassVar


class DomainError(Exception):
    """Root of every refusal. Keyword arguments become members of the problem document."""

    status: ClassVar[int] = 500
    ko: ClassVar[str] = "처리하지 못했습니다. 잠시 뒤 다시 해 주세요."
    en: ClassVar[str] = "This could not be done. Please try again shortly."
    code: ClassVar[str]

    def __init_subclass__(cls) -> None:
        name = cls.__name__.removesuffix("Error")
        cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()

    def __init__(self, *, param: str | None = None, **values: Any) -> None:
        super().__init__(self.code)
        self.param = param
        self.values = values

    def detail(self, language: str) -> str:
        """The sentence for a person, in `language` ("ko" or "en")."""
        template = self.en if language == "en" else self.ko
        shown = {k: f"{v:,}" if type(v) is int else v for k, v in self.values.items()}
        return template.format_map(shown)


DomainError.code = "internal_error"


def all_refusals(family: type[DomainError] = DomainError) -> list[type[DomainError]]:
    """Every refusal with a code of its own that the packages imported so far have, by status."""
    found: list[type[DomainError]] = []
    for kind in family.__subclasses__():
        found += all_refusals(kind) or [kind]
    return sorted(found, key=lambda e: (e.status, e.code))


class MalformedError(DomainError):
    status = 400


class AuthenticationError(DomainError):
    status = 401


class ForbiddenError(DomainError):
    status = 403


class NotFoundError(DomainError):
    status = 404


class ConflictError(DomainError):
    status = 409


class RuleViolationError(DomainError):
    status = 422


class TooManyError(DomainError):
    """Carries `retry_after_seconds`."""

    status = 429


class UnavailableError(DomainError):
    """Carries `retry_after_seconds`."""

    status = 503


# Malformed requests


class InvalidRequestError(MalformedError):
    """A field is missing, unknown or of the wrong type; `param` names it.

    `problem` says what is wrong with it, in Korean and in English.
    """

    ko = "보낸 내용을 다시 확인해 주세요. {param}: {problem}"
    en = "Please check the request. {param}: {problem}"

    def __init__(self, *, param: str, problem: tuple[str, str]) -> None:
        super().__init__(param=param)
        self._problem = problem

    def detail(self, language: str) -> str:
        template, problem = (
            (self.en, self._problem[1]) if language == "en" else (self.ko, self._problem[0])
        )
        return template.format(param=self.param, problem=problem)


class PayCodeInvalidError(MalformedError):
    ko = "결제 코드가 아닙니다. 손님 화면의 코드를 다시 읽어 주세요."
    en = "This is not a pay code. Scan the customer's code again."


class CursorInvalidError(MalformedError):
    ko = "목록의 다음 쪽을 찾을 수 없습니다. 처음부터 다시 열어 주세요."
    en = "The cursor is not valid. Start from the first page."


# Who is asking


class NotAuthenticatedError(AuthenticationError):
    """The key or token opens nothing; where more is known than that, `detail` says it."""

    ko = "로그인이 필요합니다."
    en = "Please log in."

    def __init__(self, why: tuple[str, str] | None = None) -> None:
        """`why` in Korean and English."""
        super().__init__()
        self._why = why

    def detail(self, language: str) -> str:
        return self._why[language == "en"] if self._why else super().detail(language)


class TokenExpiredError(AuthenticationError):
    ko = "로그인한 지 오래되어 다시 로그인해야 합니다."
    en = "The login has expired. Please log in again."


class AccountEndedError(AuthenticationError):
    """The account of staff was disabled, removed, or made anew by its name."""

    ko = "이 계정은 더 이상 쓸 수 없습니다. 군청 관리자에게 문의해 주세요."
    en = "This account can no longer be used. Please ask the county's administrator."


class VerificationTokenInvalidError(AuthenticationError):
    ko = "휴대전화 인증이 끝났거나 맞지 않습니다. 다시 인증해 주세요."
    en = "The phone verification has ended or does not fit. Please verify again."


class NotAllowedError(ForbiddenError):
    ko = "이 일을 할 권한이 없습니다."
    en = "You are not allowed to do this."


class MfaRequiredError(ForbiddenError):
    """What only those may do who approve money needs a second factor at log-in."""

    ko = "승인하는 사람은 인증 앱을 등록해야 합니다. 등록한 뒤 다시 로그인해 주세요."
    en = "Who approves needs an authenticator app. Set it up, then log in again."


# Not found


class SignupNotFoundError(NotFoundError):
    ko = "가입 신청을 찾을 수 없습니다."
    en = "There is no such sign-up."


# The state is another


class CodeTakenError(ConflictError):
    """A join code or a merchant code leads to someone else already; it is never taken over."""

    ko = "이미 쓰고 있는 코드입니다: {taken}"
    en = "This code is in use already: {taken}"


class VersionConflictError(ConflictError):
    """Someone else changed the same thing since it was read; nothing was written."""

    ko = "그사이 다른 사람이 바꾸었습니다. 다시 열어 확인한 뒤 해 주세요."
    en = "Someone else changed this in the meantime. Open it again, then retry."


# Wait


class RateLimitedError(TooManyError):
    ko = "요청이 너무 많습니다. {retry_after_seconds}초 뒤에 다시 해 주세요."
    en = "Too many requests. Try again in {retry_after_seconds} seconds."


class TryAgainError(UnavailableError):
    ko = "지금은 처리하지 못했습니다. 같은 요청을 다시 보내도 두 번 처리되지 않습니다."
    en = "This could not be done now. Send the same request again: it is never applied twice."


class SearchTooWideError(RuleViolationError):
    """So much was looked through that a list with nothing yet would be no answer."""

    ko = "너무 많은 기록을 찾아봐야 합니다. 날짜나 다른 조건을 더 넣어 주세요."
    en = "Too much would have to be looked through. Please add a day or another condition."


class IdempotencyKeyReusedError(RuleViolationError):
    ko = "같은 Idempotency-Key로 다른 내용을 보냈습니다. 새 키를 써 주세요."
    en = "This Idempotency-Key was used with another body. Use a new key."
