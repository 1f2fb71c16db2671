"""What is refused of a proposal or a decision."""

from typing import Any, ClassVar

from chalicelib.core.errors import (
    ConflictError,
    ForbiddenError,
    MalformedError,
    NotFoundError,
    RuleViolationError,
)


class CsvInvalidError(MalformedError):
    """`problems` names each fault: its line (the header is line 1), its column, a word for
    programmes, and a sentence. At most fifty are listed; `problem_count` counts all."""

    ko = "파일의 {line}번째 줄, {column}: {problem}. 고칠 곳은 모두 {problem_count}곳입니다."
    en = "Line {line} of the file, {column}: {problem}. There are {problem_count} faults in all."

    def __init__(
        self,
        *,
        param: str,
        line: int,
        column: str,
        problem: tuple[str, str],
        problem_count: int,
        problems: list[dict[str, Any]],
    ) -> None:
        super().__init__(
            param=param, line=line, column=column, problem_count=problem_count, problems=problems
        )
        self._problem = problem

    def detail(self, language: str) -> str:
        template, problem = (
            (self.en, self._problem[1]) if language == "en" else (self.ko, self._problem[0])
        )
        shown = {name: f"{self.values[name]:,}" for name in ("line", "problem_count")}
        return template.format(column=self.values["column"], problem=problem, **shown)


class ApproverIsProposerError(ForbiddenError):
    """The four-eyes rule: who proposes a movement of public money cannot decide it."""

    ko = "올린 사람은 자기가 올린 것을 승인하거나 반려할 수 없습니다. 다른 담당자가 해야 합니다."
    en = "Who proposed this cannot decide it. Another member of staff must."


class OwnWalletError(ForbiddenError):
    """By the phone number of the staff account and of the member."""

    ko = "본인의 지갑에 드는 일은 할 수 없습니다. 다른 담당자가 해야 합니다."
    en = "This is about your own wallet. Another member of staff must do it."


class StaffNumberMissingError(ForbiddenError):
    """Where the county asks for it: the setting `staff.number_required`."""

    ko = (
        "이 담당자 계정에는 휴대전화 번호가 없어 본인의 지갑인지 알 수 없습니다. "
        "계정 관리자에게 번호 등록을 부탁해 주세요."
    )
    en = (
        "This staff account has no mobile number, so its own wallet cannot be told. "
        "Please ask for the number to be registered."
    )


class AdjustmentNotFoundError(NotFoundError):
    ko = "찾는 조정이 없습니다."
    en = "There is no such adjustment."


class BulkGrantNotFoundError(NotFoundError):
    ko = "찾는 일괄 지급이 없습니다."
    en = "There is no such bulk grant."


class SettingProposalNotFoundError(NotFoundError):
    ko = "찾는 설정 제안이 없습니다."
    en = "There is no such proposal of a setting."


class SettingMovesNoMoneyError(RuleViolationError):
    """Its way is `POST /v1/staff/settings`."""

    ko = "이 설정은 돈이 달라지지 않아 승인이 필요 없습니다. 바로 적어 주세요."
    en = "This setting moves no money and needs no approval. Record it at once."


class AlreadyDecidedError(ConflictError):
    """`decided` is what it was decided: approved or rejected. Never back."""

    ko = "이미 다르게 처리되었습니다({decided}). 목록을 다시 열어 확인해 주세요."
    en = "This was decided otherwise already ({decided}). Open the list again."

    _KOREAN: ClassVar[dict[str, str]] = {"approved": "승인", "rejected": "반려"}

    def detail(self, language: str) -> str:
        if language == "en":
            return super().detail(language)
        decided = self.values["decided"]
        return self.ko.format(decided=self._KOREAN.get(decided, decided))


class AdjustmentInvalidError(RuleViolationError):
    ko = "마일리지와 상품권 가운데 하나만, 0이 아닌 금액으로 적어 주세요."
    en = "Give either mileage or a voucher amount, and not zero."


class CorrectionExceedsEntryError(RuleViolationError):
    """`limit`: what the entry moved; `used`: what earlier corrections of it moved the same way as
    this one."""

    ko = (
        "바로잡는 내역의 크기는 {limit}입니다. 지금까지 {used}만큼 바로잡았고, "
        "{remaining}까지 더 바로잡을 수 있습니다."
    )
    en = (
        "The entry to correct moved {limit}. {used} was corrected before, "
        "and {remaining} more can be."
    )


class BoughtVouchersError(RuleViolationError):
    ko = (
        "거둘 수 있는 것은 받은 상품권 {remaining}원까지입니다. "
        "산 상품권은 구매 취소나 잔액 환불로 돌려받습니다."
    )
    en = (
        "Only vouchers that were given can be taken, {remaining} won here. "
        "Bought ones are paid back by canceling the purchase or a change refund."
    )


class CorrectedEntryUnknownError(RuleViolationError):
    ko = "이 회원의 내역에서 바로잡을 항목을 찾지 못했습니다. 번호를 다시 확인해 주세요."
    en = "The entry to correct is not in this member's wallet. Please check its id."


class GrantExpiryInvalidError(RuleViolationError):
    ko = (
        "상품권의 마지막 날은 {earliest_on}에서 {latest_on} 사이로 정할 수 있고, "
        "마일리지 파일에는 정할 수 없습니다."
    )
    en = "The last day of vouchers is one from {earliest_on} to {latest_on}; mileage has none."


class RowKeyReusedError(RuleViolationError):
    """A row key is one grant in the county, for ever."""

    ko = "같은 row_key로 다른 회원이나 다른 금액이 이미 지급되었습니다. 새 row_key를 써 주세요."
    en = "This row_key was granted to another member or with another amount. Use a new row_key."
