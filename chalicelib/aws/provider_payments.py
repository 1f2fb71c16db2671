"""What a payment provider says of a payment, as far as we know its words.

The words are those of 토스페이먼츠's core API. Whatever is not known is no outcome.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct

from chalicelib.core.values import SEOUL

PaymentMethod = Literal["card", "transfer", "virtual_account", "easy_pay", "mobile", "other"]
_METHODS: Mapping[str, PaymentMethod] = {
    "카드": "card",
    "계좌이체": "transfer",
    "가상계좌": "virtual_account",
    "간편결제": "easy_pay",
    "휴대폰": "mobile",
}
Ending = Literal["paid", "waiting", "canceled", "over", "begun", "unknown"]
_ENDINGS: Mapping[str, Ending] = {
    "DONE": "paid",
    "PARTIAL_CANCELED": "paid",
    "WAITING_FOR_DEPOSIT": "waiting",
    "CANCELED": "canceled",
    "ABORTED": "over",
    "EXPIRED": "over",
    "READY": "begun",
    "IN_PROGRESS": "begun",
}


_SIGNS = {"DONE": 1, "CANCELED": -1, "PARTIAL_CANCELED": -1}
"""Which way a movement of the list went; in other states no money moved."""


class OutcomeUnknownError(Exception):
    """Nothing was answered, or no sense: it may have happened or not."""


class Refused(Struct, frozen=True):
    """The provider said no, by a code of its own; nothing moved by this request."""

    code: str


class DepositAccount(Struct, frozen=True):
    """Where a virtual account's buyer sends the money; `bank_code` as the provider has it."""

    bank_code: str
    account_number: str
    due_at: datetime | None


class RefundAccount(Struct, frozen=True):
    """Where money of a virtual account goes back to; `bank_code` is the clearing code."""

    bank_code: str
    account_number: str
    holder: str


class ProviderPayment(Struct, frozen=True, kw_only=True):
    """A payment as the provider has it. Amounts in won; `balance_amount` is what was not taken back
    of it. `refund_status` of a virtual account: a refund is a transfer, which may fail."""

    payment_key: str
    order_id: str
    ending: Ending
    method: PaymentMethod
    total_amount: int
    balance_amount: int
    approved_at: datetime | None = None
    canceled_at: datetime | None = None
    account: DepositAccount | None = None
    refund_status: str = "NONE"
    failure: str = ""
    is_in_won: bool = True
    """Whether its amounts are; in another currency they are numbers of that."""

    @property
    def taken_back(self) -> int:
        """Won that are no longer with us, of a payment that was paid once."""
        if self.ending == "waiting":
            return self.total_amount  # The bank undid a deposit.
        return self.total_amount - self.balance_amount


class Transaction(Struct, frozen=True, kw_only=True):
    """One movement in the provider's list: `amount` in won, minus for what was taken back."""

    transaction_key: str
    payment_key: str
    order_id: str
    method: PaymentMethod
    amount: int
    at: datetime


def read_payment(answer: Any) -> ProviderPayment:
    try:
        account = answer.get("virtualAccount")
        approved_at = answer.get("approvedAt")
        return ProviderPayment(
            payment_key=str(answer["paymentKey"]),
            order_id=str(answer["orderId"]),
            ending=_ENDINGS.get(answer["status"], "unknown"),
            method=_METHODS.get(str(answer.get("method")), "other"),
            total_amount=_won(answer["totalAmount"]),
            balance_amount=_won(answer["balanceAmount"]),
            approved_at=_moment(approved_at) if approved_at else None,
            canceled_at=max(
                (_moment(one["canceledAt"]) for one in answer.get("cancels") or ()), default=None
            ),
            account=_account(account) if account else None,
            refund_status=str((account or {}).get("refundStatus") or "NONE"),
            failure=str((answer.get("failure") or {}).get("code") or ""),
            is_in_won=(answer.get("currency") or "KRW") == "KRW",
        )
    except (AttributeError, KeyError, TypeError, ValueError) as exc:
        raise OutcomeUnknownError(f"an answer that cannot be read: {exc!r}") from exc


def _account(account: Mapping[str, Any]) -> DepositAccount:
    due_at = account.get("dueDate")
    return DepositAccount(
        str(account.get("bankCode") or ""),
        str(account.get("accountNumber") or ""),
        _moment(due_at) if due_at else None,
    )


def read_transaction(row: Any) -> Transaction:
    """Whether money went back, the state says: the amount has a minus in some lists only."""
    try:
        amount = abs(_won(row["amount"])) * _SIGNS.get(str(row["status"]), 0)
        return Transaction(
            transaction_key=str(row["transactionKey"]),
            payment_key=str(row["paymentKey"]),
            order_id=str(row["orderId"]),
            method=_METHODS.get(str(row.get("method")), "other"),
            amount=amount,
            at=_moment(row["transactionAt"]),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as exc:
        raise OutcomeUnknownError(f"a list that cannot be read: {exc!r}") from exc


def _won(value: Any) -> int:
    """Whole won: a fraction, or no number, is nothing to go by."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise ValueError(f"not won: {value!r}")
    return int(value)


def _moment(text: str) -> datetime:
    """The provider's times have an offset, or are Seoul's."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=SEOUL)
