"""Why a shop, its application or its till's key is refused."""

from chalicelib.core.errors import (
    ConflictError,
    ForbiddenError,
    MalformedError,
    NotFoundError,
    RuleViolationError,
)

LIVE_KEY_IN_TEST = (
    "실제 키(mk_live_)입니다. 여기는 시험 환경이라 시험 키(mk_test_)를 써야 합니다.",
    "This is a live key (mk_live_). Here is the test stage: use a test key (mk_test_).",
)
TEST_KEY_IN_LIVE = (
    "시험 키(mk_test_)입니다. 여기는 실제 결제라 실제 키(mk_live_)를 써야 합니다.",
    "This is a test key (mk_test_). Here are real payments: use a live key (mk_live_).",
)


class MerchantSuspendedError(ForbiddenError):
    """`merchant_status` is `suspended` or `closed`: a closed shop takes none for good."""

    ko = "지금은 상품권을 받을 수 없는 가맹점입니다. 군청에 문의해 주세요."
    en = "This merchant cannot accept vouchers now. Please contact the county."

    _CLOSED = (
        "문을 닫은 가맹점이라 상품권으로 결제할 수 없습니다. 이미 한 결제는 취소할 수 있습니다.",
        "This merchant has closed and takes no vouchers. Earlier payments can still be canceled.",
    )

    def detail(self, language: str) -> str:
        if self.values.get("merchant_status") != "closed":
            return super().detail(language)
        return self._CLOSED[1] if language == "en" else self._CLOSED[0]


class MerchantNotFoundError(NotFoundError):
    ko = "찾는 가맹점이 없습니다. 가맹점 코드를 다시 확인해 주세요."
    en = "There is no such merchant. Please check the merchant code."


class MerchantKeyLimitError(ConflictError):
    """Only the county ends a key: a stolen one must not end its owner's."""

    ko = "쓸 수 있는 키는 {limit}개까지입니다. 쓰지 않는 키를 끝내 달라고 군청에 말씀해 주세요."
    en = "{limit} keys can be valid at once. Please ask the county to end one that is not needed."


class MerchantKeyEndedError(ConflictError):
    ko = "이 요청으로 만든 키는 이미 끝났습니다. 새 요청으로 만들어 주세요."
    en = "The key that this request made has ended. Make one by a new request."


class MerchantKeyNotFoundError(NotFoundError):
    ko = "가게에 그런 키가 없습니다. 이미 끝난 키일 수 있습니다."
    en = "The shop has no such key. It may have ended."


class SettlementsOfOwnerError(ForbiddenError):
    """What the shop is paid, asked for by a clerk to whom the owner does not show it."""

    ko = "정산 내역은 사장님만 볼 수 있습니다. 필요하면 사장님께 말씀해 주세요."
    en = "What the shop is paid is for its owner. Please ask the owner if you need it."


class BusinessNumberInvalidError(MalformedError):
    """Of another length, or its check digit does not fit."""

    ko = "사업자등록번호가 맞지 않습니다. 사업자등록증의 열 자리를 다시 확인해 주세요."
    en = "The business registration number is not right. Please check its ten digits."


class AccountNumberInvalidError(MalformedError):
    ko = "계좌번호를 다시 확인해 주세요. 숫자 8~16자리입니다."
    en = "Please check the account number: 8 to 16 digits."


class OpeningDateInvalidError(MalformedError):
    ko = "개업일이 오늘보다 뒤입니다. 사업자등록증의 개업연월일을 적어 주세요."
    en = "The opening date is after today. Please give the one on the business certificate."


class EventInvalidError(MalformedError):
    """A temporary merchant has an event that is not over; a regular one has none."""

    ko = "임시 가맹점은 행사 이름과, 끝나지 않은 행사의 마지막 날을 적어야 합니다."
    en = "A temporary merchant names its event and the last day of it, which is not past."


class ConsentMissingError(MalformedError):
    ko = "개인정보 수집·이용에 동의해야 신청할 수 있습니다."
    en = "Please agree to the use of personal data, without which nobody can apply."


class ApplicationNotFoundError(NotFoundError):
    ko = "찾는 신청이 없습니다. 접수번호를 다시 확인해 주세요."
    en = "There is no such application. Please check its number."


class ApplicationNotPossibleError(ConflictError):
    """One answer for whatever stands in the way, since anybody may type anybody's number: an open
    application, a shop that is registered, a bar. Staff see which."""

    ko = (
        "이 사업자등록번호로는 지금 새로 신청할 수 없습니다. 심사 중인 신청이 있거나, "
        "이미 가맹점이거나, 등록이 제한된 기간일 수 있습니다. 군청에 문의해 주세요."
    )
    en = (
        "There can be no new application under this business number now: one may be under review, "
        "the shop may be a merchant already, or barred for a time. Please ask the county."
    )


class ApplicationDecidedError(ConflictError):
    """`decided_as` is `approved` or `refused`."""

    ko = "이미 결정된 신청입니다."
    en = "This application is decided already."


class OwnApplicationError(ForbiddenError):
    """The phone of the account of staff is the applicant's."""

    ko = "본인의 신청은 다른 담당자가 결정해야 합니다."
    en = "Somebody else of staff has to decide one's own application."


class RegistrationNotFoundError(NotFoundError):
    """A shop of before applications came, of which nothing but the register is kept."""

    ko = "이 가맹점의 등록 서류가 없습니다. 등록 대장을 올리거나 신청을 받아 주세요."
    en = "Nothing is kept of how this merchant registered. Import the register, or let it apply."


class RegisterFileInvalidError(RuleViolationError):
    """`missing`: the columns that every row needs and that are not there; none if there are too
    many rows."""

    ko = "파일을 읽을 수 없습니다. 꼭 있어야 하는 칸이 빠졌거나 줄이 너무 많습니다."
    en = "The file cannot be read: columns that every row needs are missing, or it is too long."


class ImportNotFoundError(NotFoundError):
    ko = "그 파일을 올린 기록이 없습니다."
    en = "No such file was uploaded."


class RegisterNotFoundError(NotFoundError):
    ko = "그 반기의 가맹점 명부는 아직 공개되지 않았습니다."
    en = "The register of that half-year is not published."


class RegistrationCanceledError(ConflictError):
    ko = "이미 등록이 취소된 가맹점입니다."
    en = "The registration of this merchant is cancelled already."


class PapersEndedError(ConflictError):
    """A shop that is closed, or whose registration was cancelled, has no certificate or poster."""

    ko = "등록이 끝난 가맹점이라 등록증과 QR 포스터를 만들 수 없습니다."
    en = "This merchant is no longer registered: it has no certificate and no poster."


class ShopEndedError(ConflictError):
    """Of a shop that is closed, or whose registration was cancelled, nothing is changed."""

    ko = "등록이 끝난 가맹점이라 내용을 바꿀 수 없습니다. 군청에 문의해 주세요."
    en = (
        "This merchant is no longer registered, so nothing of it is changed. Please ask the county."
    )


class ChangeOpenError(ConflictError):
    """A shop asks for one change at a time: the open one is decided, or taken back, first."""

    ko = "심사 중인 변경 신청이 있습니다. 결정을 기다리거나, 철회하고 다시 신청해 주세요."
    en = "A change is being decided. Please wait for it, or take it back and ask again."


class NothingToChangeError(RuleViolationError):
    ko = "지금 등록된 내용과 같습니다. 달라진 것을 적어 주세요."
    en = "This is what is registered already. Please say what is different."


class ChangeNotFoundError(NotFoundError):
    ko = "찾는 변경 신청이 없습니다."
    en = "There is no such request for a change."


class ChangeDecidedError(ConflictError):
    """`decided_as` is `approved`, `refused` or `withdrawn`."""

    ko = "이미 결정되었거나 철회된 변경 신청입니다."
    en = "This change is decided or taken back already."


class AccountChangerReleasesError(ForbiddenError):
    """Two people: who wrote a merchant's account does not release what is paid to it."""

    ko = "계좌를 바꾼 사람은 지급 보류를 풀 수 없습니다. 다른 담당자가 확인해야 합니다."
    en = "Who changed the account cannot release it for payouts. Another person must."


class TradeBarredError(RuleViolationError):
    """By the law or the county's ordinance; `trade` says which."""

    ko = "이 업종은 조례에 따라 상품권 가맹점이 될 수 없습니다."
    en = "By ordinance a shop of this trade cannot take vouchers."


class RegistrationBannedError(RuleViolationError):
    """`until_on`: the last day of the bar after a cancelled registration."""

    ko = "가맹점 등록이 취소되어 {until_on}까지 다시 등록할 수 없습니다."
    en = "The registration was cancelled: a new one is barred until {until_on}."
