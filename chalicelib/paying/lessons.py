"""What a till's developer rehearses: a test customer's amounts whose last three digits name how the
payment ends.

Only with a test customer's pay code, which says so by how it begins, and never in the stage of live
keys: there such a code is none of ours. Whoever else pays in a test stage pays as ever.
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
    MerchantNotEligibleError,
    PayCodeExpiredError,
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
}
"""By the last three digits, given the amount: nothing moves."""


class Lesson(Struct, frozen=True):
    """`pay_code`: the customer's, as it is without its beginning."""

    pay_code: str
    ending: int

    def begin(self, amount: int) -> None:
        """Raises the refusal that the amount names, if it does."""
        if refusal := REFUSALS.get(self.ending):
            raise refusal(amount)

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
