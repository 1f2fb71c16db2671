"""What no operation of the API accepts, whatever it is about."""

from chalicelib.core.errors import DomainError, MalformedError, NotFoundError


class MalformedJsonError(MalformedError):
    ko = "보낸 내용을 읽을 수 없습니다. JSON 형식이 아닙니다."
    en = "The body is not valid JSON."


class BodyTooLargeError(MalformedError):
    ko = "보낸 내용이 너무 큽니다. {limit}바이트까지 보낼 수 있습니다."
    en = "The body is too large. The limit is {limit} bytes."


class IdempotencyKeyMissingError(MalformedError):
    ko = "Idempotency-Key 헤더가 필요합니다. 1~255자의 출력 가능한 문자로 보내 주세요."
    en = "The Idempotency-Key header is required: 1 to 255 printable characters."


class RouteNotFoundError(NotFoundError):
    ko = "찾는 주소가 없습니다."
    en = "There is nothing at this address."


class MethodNotAllowedError(DomainError):
    status = 405
    ko = "이 주소에서는 쓸 수 없는 요청 방법(method)입니다."
    en = "This address does not take that method."


class UnsupportedMediaTypeError(DomainError):
    status = 415
    ko = "Content-Type: application/json 으로 보내 주세요."
    en = "Please send it as Content-Type: application/json."
