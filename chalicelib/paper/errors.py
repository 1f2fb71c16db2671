"""Why a note of paper is not taken, moved, sold or exchanged."""

from chalicelib.core.errors import ConflictError, NotFoundError, RuleViolationError


class PaperSeriesNotFoundError(NotFoundError):
    ko = "등록되지 않은 지류 상품권 묶음입니다. 앞의 영문 두 자를 확인해 주세요."
    en = "No such series of paper vouchers. Please check the two letters in front."


class PaperSaleNotFoundError(NotFoundError):
    ko = "이 회원이 산 지류 상품권이 아닙니다. 회원 번호와 일련번호를 다시 확인해 주세요."
    en = "This member did not buy that note. Please check the member id and the serial number."


class PaperSeriesTakenError(ConflictError):
    ko = "이미 등록한 지류 상품권 묶음입니다."
    en = "This series of paper vouchers is known already."


class NotesElsewhereError(ConflictError):
    """`serial` is the first note that is not where it would have to be."""

    ko = "{serial}번 상품권은 지금 {standing} 상태라 이렇게 할 수 없습니다."
    en = "Note {serial} is {standing} now, so this cannot be done."

    def __init__(self, *, serial: str, standing: tuple[str, str]) -> None:
        super().__init__(param="notes", serial=serial)
        self._standing = standing

    def detail(self, language: str) -> str:
        korean, english = self._standing
        serial = self.values["serial"]
        if language == "en":
            return self.en.format(serial=serial, standing=english)
        return self.ko.format(serial=serial, standing=korean)


class ExchangeBegunEarlierError(ConflictError):
    """What was begun on a day that may be settled is not put into it; a new request is."""

    ko = "어제까지 끝나지 않은 환전이라 하지 않았습니다. 다시 한 번 환전해 주세요."
    en = "This exchange was begun on an earlier day and not done. Please do it anew."


class SerialInvalidError(RuleViolationError):
    ko = "{serial}: 일련번호를 다시 확인해 주세요. 영문 두 자와 숫자 아홉 자리입니다."
    en = "{serial}: please check the serial number: two letters and nine digits."


class NotesRepeatedError(RuleViolationError):
    ko = "{serial}번 상품권이 두 번 들어 있습니다."
    en = "Note {serial} is named twice."


class TooManyNotesError(RuleViolationError):
    ko = "한 번에 {limit}장까지 할 수 있습니다. 나누어 해 주세요."
    en = "At most {limit} notes at once. Please do it in parts."


class NotesScatteredError(RuleViolationError):
    ko = "이 번호 범위는 여러 조각으로 나뉘어 있습니다. 범위를 나누어 해 주세요."
    en = "These numbers are in too many separate pieces. Please name smaller ranges."


class VoidReasonMissingError(RuleViolationError):
    ko = "무효로 하는 사유를 적어 주세요. 기록에 남습니다."
    en = "Please say why the notes are void. It stays on record."


class PaperNotOfferedError(RuleViolationError):
    ko = "이 회차에서는 이 지류 상품권을 팔지 않습니다."
    en = "This round does not sell these paper vouchers."


class PaperNotTakenHereError(RuleViolationError):
    ko = "할인받아 산 상품권을 받을 수 없는 가게입니다(연 매출 30억 원 초과). 환전할 수 없습니다."
    en = "This shop may not take vouchers bought at a discount, so it cannot exchange them."


class NoteUnknownError(RuleViolationError):
    ko = "{serial}번은 군이 발행한 상품권이 아닙니다. 위조일 수 있으니 받지 마세요."
    en = "The county issued no note {serial}. It may be forged: do not take it."


class NoteUnsoldError(RuleViolationError):
    """An alarm rings: a note of the stock is in circulation."""

    METRIC = "PaperNoteUnsold"
    ko = "{serial}번 상품권은 판 적이 없습니다. 도난된 것일 수 있으니 군청에 알려 주세요."
    en = "Note {serial} was never sold. It may be stolen: please tell the county."


class NoteVoidError(RuleViolationError):
    ko = "{serial}번 상품권은 무효입니다(훼손, 분실 또는 도난)."
    en = "Note {serial} is void: spoilt, lost or stolen."


class NoteExchangedError(RuleViolationError):
    ko = "{serial}번 상품권은 이미 환전했습니다."
    en = "Note {serial} was exchanged already."


class NoteReturnedError(RuleViolationError):
    ko = "{serial}번 상품권은 산 사람이 돌려준 것입니다."
    en = "Note {serial} was given back by its buyer."


class NoteExpiredError(RuleViolationError):
    ko = "{serial}번 상품권은 유효 기간이 지났습니다."
    en = "Note {serial} has expired."


class PaperReturnIncompleteError(RuleViolationError):
    """A purchase is taken back whole."""

    ko = "함께 산 지류 상품권 {limit}장을 모두 가져와야 구매를 취소할 수 있습니다."
    en = "All {limit} notes that were bought together must be brought back."
