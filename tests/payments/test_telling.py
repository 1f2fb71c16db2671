"""What a buyer is told by a text message says why money goes back."""

import pytest
from msgspec.structs import replace

from chalicelib.payments.payments import GiveBackReason
from chalicelib.payments.ports import Telling
from chalicelib.payments.wiring import PaymentsWiring
from tests.buying.test_paying_online import Till
from tests.buying.test_paying_online import till as till  # A member who is paying.


@pytest.mark.parametrize(
    ("what", "reason", "word"),
    [
        ("given_back_late", "late", "시간이 지난 뒤 45,000원이"),
        ("given_back_late", "wrong_amount", "구매 금액 45,000원과 다르게 결제되어"),
        ("refund_account_needed", "late", "시간이 지난 뒤 45,000원이"),
        ("refund_account_needed", "wrong_amount", "구매 금액 45,000원과 다르게 입금"),
        ("refund_account_needed", "canceled", "구매를 취소해 45,000원을"),
    ],
)
def test_the_reason_is_the_one_there_is(
    till: Till, what: Telling, reason: GiveBackReason, word: str
) -> None:
    wired = till.stack.wired(PaymentsWiring)
    payment = wired.payments.shown("gangjin", till.purchase_id)
    wired.buyers.tell(replace(payment, back_reason=reason), what)
    assert word in till.stack.messages.sent[-1][1]
