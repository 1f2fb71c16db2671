"""Why an agent or a teller cannot do something."""

from chalicelib.core.errors import ConflictError, ForbiddenError, NotFoundError, RuleViolationError


class AgentNotFoundError(NotFoundError):
    ko = "없는 판매대행점입니다."
    en = "There is no such agent."


class TellerNotFoundError(NotFoundError):
    ko = "없는 창구입니다."
    en = "There is no such counter."


class AgentClosedError(ConflictError):
    ko = "닫은 판매대행점입니다."
    en = "This agent was closed."


class AgentStockHeldError(ConflictError):
    ko = "이 판매대행점에 지류 상품권 {limit}장이 있습니다. 군청이 돌려받은 뒤 닫을 수 있습니다."
    en = "This agent still has {limit} notes. It can be closed once the county has them back."


class TellerLimitError(ConflictError):
    ko = "창구는 {limit}개까지 둘 수 있습니다."
    en = "An agent can have {limit} counters at most."


class TellerPinSetError(ConflictError):
    ko = "이미 정한 비밀번호가 있습니다. 잊었으면 군청에서 창구 열쇠를 새로 받아 주세요."
    en = "A PIN was set already. If it is forgotten, the county issues a new key."


class TellerPinMissingError(ForbiddenError):
    ko = "먼저 이 창구의 비밀번호 여섯 자리를 정해 주세요."
    en = "Please set this counter's PIN of six digits first."


class TellerPinWrongError(ForbiddenError):
    ko = "비밀번호가 다릅니다."
    en = "This is not the PIN."


class TellerPinTooEasyError(RuleViolationError):
    ko = "짐작하기 쉬운 비밀번호입니다. 같은 숫자나 차례대로 이어진 숫자는 쓸 수 없습니다."
    en = "This PIN is too easy to guess: no repeated digits and no digits in a row."
