"""Telling a buyer by a text message what became of money that did not become a voucher."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from chalicelib.core.errors import TryAgainError
from chalicelib.members.ports import FieldCipher, MemberStore
from chalicelib.payments.payments import GiveBackReason, Payment
from chalicelib.payments.ports import Telling

if TYPE_CHECKING:
    from chalicelib.aws.text_messages import Attempt


class Messages(Protocol):
    def send(self, phone: str, text: str) -> None: ...

    def attempt(self, phone: str, text: str) -> "Attempt": ...


TEXTS: Mapping[Telling, Mapping[GiveBackReason, str]] = {
    "given_back_late": {
        "late": (
            "[상품권] {order_name} 구매 시간이 지난 뒤 {amount:,}원이 들어와 "
            "결제하신 방법으로 모두 돌려드렸습니다."
        ),
        "wrong_amount": (
            "[상품권] {order_name} 구매 금액 {amount:,}원과 다르게 결제되어 "
            "결제하신 방법으로 모두 돌려드렸습니다."
        ),
    },
    "refund_account_needed": {
        "late": (
            "[상품권] {order_name} 구매 시간이 지난 뒤 {amount:,}원이 입금되었습니다. "
            "지갑에서 돌려받을 계좌를 알려 주세요."
        ),
        "wrong_amount": (
            "[상품권] {order_name} 구매 금액 {amount:,}원과 다르게 입금되었습니다. "
            "지갑에서 돌려받을 계좌를 알려 주세요."
        ),
        "canceled": (
            "[상품권] {order_name} 구매를 취소해 {amount:,}원을 돌려드립니다. "
            "지갑에서 돌려받을 계좌를 알려 주세요."
        ),
    },
}
"""By why the money goes back; `amount` is the price. Says nothing that a stranger who reads over a
shoulder could use."""


class TextedBuyers(Struct, frozen=True):
    members: MemberStore
    cipher: FieldCipher
    texts: Messages

    def tell(self, payment: Payment, what: Telling) -> None:
        text = TEXTS[what][payment.back_reason or "late"]
        words = text.format(order_name=payment.order_name, amount=payment.amount)
        phone = self._phone(payment.county_id, payment.member_id)
        if phone is not None:
            self.texts.send(phone, words)

    def attempt(self, county_id: str, member_id: str, text: str) -> "Attempt":
        """What became of a message; `sent` where there is nobody to be told, `refused` where their
        number could not be read just now."""
        try:
            phone = self._phone(county_id, member_id)
        except TryAgainError:
            return "refused"
        return "sent" if phone is None else self.texts.attempt(phone, text)

    def _phone(self, county_id: str, member_id: str) -> str | None:
        """Of who has left the county has no number any more; of whose wallet ended in another, the
        one that went along."""
        profile = self.members.profile(county_id, member_id)
        if profile is not None and profile.continues_in:
            profile = self.members.profile(county_id, profile.continues_in)
        if profile is None or profile.status == "left" or not profile.person.phone:
            return None
        context = f"{profile.county_id}/{profile.signup_id}"
        return self.cipher.open(context, profile.person.data_key, "phone", profile.person.phone)
