"""Why a shop, its application or its till's key is refused."""

from chalicelib.core.errors import ConflictError, ForbiddenError, NotFoundError


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
