"""What a till's developer rehearses: a test customer's amounts whose last three digits name how the
payment ends, and cancels whose words name how they are refused.

Payments only with a test customer's pay code, which says so by how it begins. All of it never in
the stage of live keys: there such a code is none of ours, and a reason no more than a reason.
Whoever else pays in a test stage pays as ever.
"""

from collections.abc import Callable, Mapping

from msgspec import Struct

from chalicelib.core.errors import (
    DomainError,
    NotAllowedError,
    PayCodeInvalidError,
    RateLimitedError,
    TryAgainError,
)
from chalicelib.ledger.errors import (
    AmountOutOfRangeError,
    InsufficientBalanceError,
    MemberNotFoundError,
    MemberSuspendedError,
    NetCanceledError,
    OrderAlreadyPaidError,
    PayCodeUsedError,
    VoucherExpiredError,
    WalletFullError,
)
from chalicelib.merchants.errors import MerchantSuspendedError
from chalicelib.paying.errors import (
    CancelAmountExceedsRemainingError,
    CancelNotYoursError,
    CancelPartsExceededError,
    CancelWindowClosedError,
    CardAmountExceededError,
    ExpectedRemainingMismatchError,
    MerchantNotEligibleError,
    NetCancelLimitExceededError,
    PayCodeExpiredError,
    RedemptionNotFoundError,
    TypedCodesPausedError,
)
from chalicelib.paying.redemptions import TEST_CODE

LOST, DELAYED, DELAY_SECONDS = 981, 982, 10
"""The last three digits of amounts that are paid, and whose answer is lost or late."""

REFUSALS: Mapping[int, Callable[[int], DomainError]] = {
    901: lambda _: PayCodeExpiredError(),
    902: lambda _: PayCodeUsedError(),
    903: lambda _: PayCodeInvalidError(param="pay_code"),
    904: lambda _: InsufficientBalanceError(balance=0),
    905: lambda amount: MerchantNotEligibleError(
        balance=0, barred=[{"voucher_id": "vch_TEST", "kind": "sale", "amount": amount}]
    ),
    906: lambda _: VoucherExpiredError(balance=0),
    907: lambda _: AmountOutOfRangeError(param="amount", minimum=1, maximum=100),
    908: lambda _: OrderAlreadyPaidError(paid_amount=1),
    909: lambda _: NetCanceledError(),
    910: lambda _: MemberNotFoundError(),
    911: lambda _: MemberSuspendedError(),
    912: lambda _: MerchantSuspendedError(merchant_status="suspended"),
    913: lambda _: NotAllowedError(),
    914: lambda _: WalletFullError(),
    915: lambda _: TypedCodesPausedError(retry_after_seconds=1),
    916: lambda _: RateLimitedError(retry_after_seconds=1),
    917: lambda _: TryAgainError(retry_after_seconds=1),
    918: lambda _: DomainError(),
    919: lambda _: CardAmountExceededError(param="amount", maximum=1),
}
"""By the last three digits, given the amount: nothing moves."""

Refusals = Mapping[str, Callable[[], DomainError]]


def _by_code(*makers: Callable[[], DomainError]) -> Refusals:
    return {make().code: make for make in makers}


_OF_BOTH = (
    CancelNotYoursError,
    lambda: CancelWindowClosedError(limit=7),
    NotAllowedError,
    lambda: RateLimitedError(retry_after_seconds=1),
    lambda: TryAgainError(retry_after_seconds=1),
    DomainError,
)
CANCEL_REFUSALS: Refusals = _by_code(
    RedemptionNotFoundError,
    lambda: ExpectedRemainingMismatchError(remaining=1),
    lambda: CancelAmountExceedsRemainingError(param="amount", remaining=1),
    lambda: CancelPartsExceededError(limit=50),
    lambda: AmountOutOfRangeError(param="amount", minimum=1, maximum=100),
    *_OF_BOTH,
)
NET_CANCEL_REFUSALS: Refusals = _by_code(
    lambda: PayCodeInvalidError(param="pay_code"),
    PayCodeExpiredError,
    lambda: TypedCodesPausedError(retry_after_seconds=1),
    lambda: NetCancelLimitExceededError(limit=5),
    WalletFullError,
    MemberNotFoundError,
    *_OF_BOTH,
)
"""By the code that follows `TEST_CODE` in a cancel's reason or a net-cancel's order: nothing
moves."""


def begin_cancel(reason: str) -> None:
    """Raises the refusal that it names, if it does."""
    _raise_named(reason, CANCEL_REFUSALS)


def _raise_named(words: str, refusals: Refusals) -> None:
    if words.startswith(TEST_CODE) and (refusal := refusals.get(words[len(TEST_CODE) :])):
        raise refusal()


class Lesson(Struct, frozen=True):
    """`pay_code`: the customer's, as it is without its beginning."""

    pay_code: str
    ending: int

    def begin(self, amount: int) -> None:
        """Raises the refusal that the amount names, if it does."""
        if refusal := REFUSALS.get(self.ending):
            raise refusal(amount)

    def begin_net_cancel(self, order_id: str) -> None:
        """Raises the refusal that the order names, if it does."""
        _raise_named(order_id, NET_CANCEL_REFUSALS)

    def end(self, pause: Callable[[float], None], *, was_paid_before: bool) -> None:
        """Lose the first answer of a payment that was taken, or keep it back. A repeat is answered
        at once. Raises `TryAgainError` in place of what is lost."""
        if was_paid_before:
            return
        if self.ending == LOST:
            raise TryAgainError(retry_after_seconds=1)
        if self.ending == DELAYED:
            pause(DELAY_SECONDS)


def lesson(test_code: str, amount: int) -> Lesson:
    """Of a payment with a pay code that begins with `TEST_CODE`."""
    return Lesson(test_code.strip()[len(TEST_CODE) :], amount % 1_000)
